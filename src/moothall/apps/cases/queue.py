"""The queue: cases somebody may see, filtered and in order, a page at a time.

Each confidentiality class × status is one range of one index, so each is read for itself, a page long, and the few are
merged: the cost is the same for ten thousand cases and for a million, whoever asks, whatever the filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection

from moothall.apps.cases.models import OPEN, IndexedAnswer, QueueEntry, Status
from moothall.apps.cases.policies import READ
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.views import Count, Row, Rows
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import PUBLIC_CLASS, Actor, Kind

#: The queue's views: each its statuses, and whether only one's own cases, or only those with tasks.
VIEWS: dict[str, tuple[Status, ...]] = {
    "open": OPEN,
    "new": (Status.NEW,),
    "in_progress": (Status.IN_PROGRESS,),
    "waiting": (Status.WAITING,),
    "closed": (Status.CLOSED,),
    "mine": OPEN,
    "tasks": (),
}
STOP_COUNTING = 1_000
#: While the reporter is asked the clock stands still, so nothing is late.
_CAN_BE_LATE = frozenset({Status.NEW.value, Status.IN_PROGRESS.value})

_COLUMNS = (
    "q.case_id, q.reference, q.service, q.team, q.ward, q.status, q.position, q.due_on, q.opened_at, "
    "q.assignee, q.reporter_name, q.tasks"
)


_Value: TypeAlias = "str | int | UUID"
_Equal: TypeAlias = "list[tuple[str, _Value]]"


#: A question's key and a value of its answer, as `answered.as_text` writes it.
Answered: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A row and where it stands in the queue."""

    position: int
    row: Row


@dataclass(frozen=True, slots=True)
class _Branch:
    """One range of one index: of the queue's, or of that of indexed answers, whose rows lead to the queue's."""

    where: str
    values: tuple[_Value, ...]
    by_answer: bool = False

    @property
    def source(self) -> str:
        queue = connection.ops.quote_name(QueueEntry._meta.db_table)
        if not self.by_answer:
            return f"{queue} q WHERE {self.where}"
        answers = connection.ops.quote_name(IndexedAnswer._meta.db_table)
        return f"{answers} a CROSS JOIN {queue} q WHERE q.case_id = a.case_id AND {self.where}"

    @property
    def ordered_by(self) -> str:
        """The table whose index has the order."""
        return "a" if self.by_answer else "q"


def cases_waiting(
    view: str = "open",
    *,
    service: str = "",
    ward: str = "",
    answered: Answered | None = None,
    after: str = "",
    limit: int = 25,
    seen_by: Actor,
) -> Rows:
    """The cases of a view that `seen_by` may see: open ones by the day they are due, closed ones newest first.

    Empty `service` and `ward` mean all; `answered` is a question marked `index:` and a value of it.
    `after` is the `Rows.after` of the page before; one that was made up is
    the first page. Raises KeyError for a view that is not among `VIEWS`, Refused for who may not read cases.
    Two statements: the rows, and the look that is recorded.
    """
    READ.demand(seen_by)
    limit = max(1, min(limit, 200))
    branches = _branches(view, service, ward, seen_by, answered)
    if not branches:
        return Rows((), "")
    keyset = _keyset(after)
    found = _fetch(branches, keyset, limit + 1)
    rows = tuple(place.row for place in found[:limit])
    _record_look(rows, seen_by)
    more = len(found) > limit
    return Rows(rows, f"{found[limit - 1].position}.{found[limit - 1].row.id.hex}" if more else "")


def count_waiting(
    view: str = "open",
    *,
    service: str = "",
    ward: str = "",
    answered: Answered | None = None,
    stop: int = STOP_COUNTING,
    seen_by: Actor,
) -> Count:
    """How many `cases_waiting` would list, counting no further than `stop`. One statement."""
    READ.demand(seen_by)
    branches = _branches(view, service, ward, seen_by, answered)
    if not branches:
        return Count(0, False)
    each = " UNION ALL ".join(
        f"SELECT * FROM (SELECT 1 FROM {branch.source} LIMIT {int(stop) + 1}) b{n}"  # noqa: S608 — values are marks
        for n, branch in enumerate(branches)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT * FROM ({each}) every_one LIMIT {int(stop) + 1}) counted",  # noqa: S608 — likewise
            [value for branch in branches for value in branch.values],
        )
        number = int(cursor.fetchone()[0])
    return Count(min(number, stop), number > stop)


def rows_named(keys: Sequence[UUID]) -> tuple[Row, ...]:
    """The rows of these cases, in this order; one that is gone is left out. The caller has decided who may see them."""
    if not keys:
        return ()
    table = connection.ops.quote_name(QueueEntry._meta.db_table)
    places = ", ".join(["%s"] * len(keys))
    found = _rows(
        f"SELECT {_COLUMNS} FROM {table} q WHERE q.case_id IN ({places})",  # noqa: S608 — marks alone
        [_as_kept(key) for key in keys],
    )
    by_key = {place.row.id: place.row for place in found}
    return tuple(by_key[key] for key in keys if key in by_key)


def _branches(view: str, service: str, ward: str, seen_by: Actor, answered: Answered | None) -> list[_Branch]:
    """Each begins with the columns of an index, in its order; what else is asked is asked of each row found.

    Few cases are one officer's or have tasks: these are read by the queue's own indexes, and their answers looked up.
    """
    if answered is not None and "\0" in "".join(answered):
        return []  # no answer holds what PostgreSQL cannot
    filters: _Equal = [
        (f"q.{name}", value) for name, value in (("service", service), ("ward", ward)) if value
    ]
    classes = sorted(seen_by.classes - {PUBLIC_CLASS})
    statuses = VIEWS[view]
    if view == "mine":
        mine = _as_kept(seen_by.account_id) if seen_by.account_id else None
        each = [[("q.assignee", mine), ("q.status", status), *filters] for status in statuses] if mine else []
        return [_looked_up(_branch(equal, classes=classes), answered) for equal in each]
    by = "a" if answered and view != "tasks" else "q"
    seen: list[_Equal] = [[(f"{by}.confidentiality", one)] for one in classes]
    if seen_by.kind is Kind.SYSTEM:
        seen = [[]]
    if view == "tasks":
        return [_looked_up(_branch([*one, *filters], extra="q.tasks > 0"), answered) for one in seen]
    first: _Equal = [("a.key", answered[0]), ("a.text", answered[1])] if answered else []
    return [
        _branch([*first, *one, (f"{by}.status", status), *filters], by_answer=bool(answered))
        for one, status in product(seen, statuses)
    ]


def _branch(
    equal: _Equal, *, classes: Sequence[str] = (), extra: str = "", by_answer: bool = False
) -> _Branch:
    """Columns that equal a value, and the classes it must be one of (none: not asked)."""
    where = [f"{column} = %s" for column, _ in equal]
    if classes:
        where.append(f"q.confidentiality IN ({', '.join(['%s'] * len(classes))})")
    if extra:
        where.append(extra)
    return _Branch(" AND ".join(where) or "1 = 1", (*(value for _, value in equal), *classes), by_answer)


def _looked_up(branch: _Branch, answered: Answered | None) -> _Branch:
    if answered is None:
        return branch
    answers = connection.ops.quote_name(IndexedAnswer._meta.db_table)
    said = f"SELECT 1 FROM {answers} a WHERE a.case_id = q.case_id AND a.key = %s AND a.text = %s"  # noqa: S608 — a table of ours
    return _Branch(f"{branch.where} AND EXISTS ({said})", (*branch.values, *answered))


def _as_kept(key: UUID) -> _Value:
    """A key as this engine keeps it."""
    return key if connection.vendor == "postgresql" else key.hex


def _keyset(after: str) -> tuple[int, UUID] | None:
    position, _, key = after.partition(".")
    try:
        return int(position), UUID(hex=key)
    except ValueError:
        return None


def _fetch(branches: Sequence[_Branch], keyset: tuple[int, UUID] | None, limit: int) -> list[_Place]:
    values: list[_Value] = []
    parts = []
    for n, branch in enumerate(branches):
        source, held, by = branch.source, list(branch.values), branch.ordered_by
        if keyset is not None:
            source += f" AND ({by}.position, {by}.case_id) > (%s, %s)"
            held += [keyset[0], _as_kept(keyset[1])]
        parts.append(
            f"SELECT * FROM (SELECT {_COLUMNS} FROM {source} "  # noqa: S608 — values are marks
            f"ORDER BY {by}.position, {by}.case_id LIMIT {int(limit)}) b{n}"
        )
        values += held
    merged = f"{' UNION ALL '.join(parts)} ORDER BY position, case_id LIMIT {int(limit)}"
    return _rows(merged, values)


def _rows(statement: str, values: Sequence[_Value]) -> list[_Place]:
    """What `statement` finds of `_COLUMNS`. Read without the ORM, whose work for a row costs more than the row."""
    today, names = clock.today(), dict[str, str]()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        held = cursor.fetchall()
    if connection.vendor != "postgresql":
        held = [_as_python(*columns) for columns in held]
    places = []
    for (
        key,
        reference,
        service,
        team,
        ward,
        status,
        position,
        due_on,
        opened_at,
        assignee,
        name,
        tasks,
    ) in held:
        if service not in names:
            names[service] = service_name(service)
        overdue = due_on is not None and due_on < today and status in _CAN_BE_LATE
        row = Row(
            key, reference, service, names[service], team, ward, status, due_on, overdue, opened_at, assignee,
            name, tasks,
        )  # fmt: skip
        places.append(_Place(position, row))
    return places


def _as_python(key: str, *columns: Any) -> tuple[Any, ...]:
    """A row as SQLite gives it (the database's own edge): keys in hexadecimal, moments in UTC without saying so, and
    both days and moments as text where the driver cannot see the column behind a union.
    """
    due_on, opened_at, assignee = columns[6:9]
    if isinstance(due_on, str):
        due_on = date.fromisoformat(due_on)
    if isinstance(opened_at, str):
        opened_at = datetime.fromisoformat(opened_at)
    opened_at = opened_at.replace(tzinfo=UTC)
    return (
        UUID(hex=key),
        *columns[:6],
        due_on,
        opened_at,
        UUID(hex=assignee) if assignee else None,
        *columns[9:],
    )


def _record_look(rows: Sequence[Row], seen_by: Actor) -> None:
    if seen_by.is_officer and rows:
        record_look(seen_by, [f"case:{row.id}" for row in rows], purpose="queue", route="cases.queue")
