"""Rows of the queue, read without the ORM, whose work for a row costs more than the row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from moothall.apps.cases.ranges import Said
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.statements import Value, queue_table
from moothall.apps.cases.views import Row
from moothall.apps.cases.wanted import CAN_BE_LATE
from moothall.ground.engine import on_postgresql
from moothall.kernel import clock

_COLUMNS = (
    "q.case_id, q.reference, q.service, q.team, q.ward, q.status, {position}, {plus}q.due_on, {plus}q.opened_at, "
    "q.assignee, q.reporter_name, q.tasks, q.channel"
)
#: What holds for every row.
_ANY: Said = ("1 = 1", ())
_LATE = frozenset(one.value for one in CAN_BE_LATE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and where it stands in the queue."""

    position: int
    row: Row

    @property
    def after(self) -> str:
        """How the next page is asked for."""
        return f"{self.position}.{self.row.id.hex}"


def columns(position: str = "q.position") -> str:
    """What `placed` makes a row of; `position` is how a statement says where a row stands. On SQLite days and moments
    without their type (`+`): knowing it, the driver has them read by a function of Django's, value by value, which
    costs as much as all else about a row.
    """
    return _COLUMNS.format(position=position, plus="" if on_postgresql() else "+")


def rows_named(keys: Sequence[UUID | str]) -> tuple[Row, ...]:
    """The rows of these cases, in this order; one that is gone is left out. The caller has decided who may see them."""
    return tuple(rows_that_fit([str(key) for key in keys], _ANY, len(keys)))


def rows_that_fit(keys: Sequence[str], fits: Said, limit: int) -> list[Row]:
    """The rows of these cases for which `fits` holds, in this order, at most `limit`.

    However many keys there are, they are one value: a place for each costs more than the row that it leads to.
    """
    if not keys:
        return []
    condition, values = fits
    # Of a case that has not the mark that is asked for, its row need not be read.
    condition = condition.format(q="q", key="k.value")
    if on_postgresql():
        named, given = "unnest(%s::uuid[]) WITH ORDINALITY k (value, key)", "{" + ",".join(keys) + "}"
    else:
        named, given = "json_each(%s) k", json.dumps(keys).replace("-", "")
    # The keys first, with a cross join: else SQLite walks all that may be seen, however many.
    statement = (
        f"SELECT {columns()} FROM {named} CROSS JOIN {queue_table()} q WHERE q.case_id = k.value AND {condition} "  # noqa: S608 — our own names; values are bound
        f"ORDER BY k.key LIMIT {int(limit)}"
    )
    return [one.row for one in placed(fetched(statement, [given, *values]))]


def fetched(statement: str, values: Sequence[Value]) -> list[tuple[Any, ...]]:
    """What the engine answers (the database's own edge)."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def placed(held: Iterable[Sequence[Any]]) -> list[Placed]:
    """Rows of `columns` as Python has them."""
    today, names, made = clock.today(), dict[str, str](), []
    if not on_postgresql():
        held = [_as_python(*one) for one in held]
    for key, reference, service, team, ward, status, position, due_on, *others in held:
        if service not in names:
            names[service] = service_name(service)
        overdue = due_on is not None and due_on < today and status in _LATE
        row = Row(key, reference, service, names[service], team, ward, status, due_on, overdue, *others)
        made.append(Placed(position, row))
    return made


def _as_python(key: str, *others: Any) -> tuple[Any, ...]:
    """A row as SQLite gives it: keys in hexadecimal, days as text, moments, too, in UTC without saying so."""
    due_on, opened_at, assignee = others[6:9]
    return (
        UUID(int=int(key, 16)),
        *others[:6],
        date.fromisoformat(due_on) if due_on else None,
        datetime.fromisoformat(f"{opened_at}Z"),
        _person(assignee) if assignee else None,
        *others[9:],
    )


@lru_cache(maxsize=1_000)
def _person(key: str) -> UUID:
    """The same few have the cases of a list, and the same key is found in a dictionary without being compared."""
    return UUID(int=int(key, 16))
