"""How a list is read: as ranges of one index, the shortest there is, with everything else looked up for each row.

Every filter alone is a range of an index whose order is the list's, for each class and status. Of several, one index
leads; what it does not say is asked of each row that it gives. Which one leads is found by counting the beginning of
each (`PROBE`). When none is short, a page looks at so many rows (`WALK`) and then says where it stopped: the cost of a
page has a bound at any size, whatever is combined with whatever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TypeAlias
from uuid import UUID

from django.db import connection

from moothall.apps.cases.marks import CHANNEL, PRIORITY, TAG, USUAL_CHANNEL, YES
from moothall.apps.cases.models import Level
from moothall.apps.cases.projection import NO_TARGET
from moothall.apps.cases.spans import Bound, between, made_between
from moothall.apps.cases.statements import Value, answers_table, as_kept, places, queue_table
from moothall.apps.cases.wanted import CAN_BE_LATE, ME, NO_WARD, NOBODY, VIEWS, Answered, Wanted
from moothall.kernel import clock
from moothall.kernel.actors import PUBLIC_CLASS, Actor, Kind

#: An index whose range is no longer leads without another thought.
PROBE = 400
#: Ranges are counted so far, to know of longer ones which is the shortest.
MEASURED = 4_000
#: Rows of the leading index that one page looks at.
WALK = 500
#: Ranges of which one list is made, at most; SQLite takes 500.
MOST_BRANCHES = 48
#: Behind a question about each row. With it PostgreSQL asks row by row, and does not begin with all that have the mark.
_EACH = "LIMIT 1 OFFSET 0"
#: Due within so many days is worth a look.
SOON = 2

#: A condition on rows of the queue, and what goes in the places of its marks. Where it says `{q}` stands the row that
#: is asked, and where it says `{key}` whatever knows the case: its answers are found without its row.
Said: TypeAlias = "tuple[str, tuple[Value, ...]]"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a `Wanted` means for whoever asks today. `columns` are columns of the queue and the values they may have."""

    classes: tuple[str, ...] | None
    statuses: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    person: UUID | None
    unassigned: bool
    tasks: bool
    channel: str
    #: Nobody has said how urgent.
    usual: bool
    #: Places in the queue: from this one, up to but not including that one.
    least: int | None
    most: int | None
    marks: tuple[tuple[str, str], ...]
    spans: tuple[Answered, ...]
    #: When they were made.
    made: tuple[Bound, ...]
    nothing: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """One range of one index, of the queue or of answers; `rest` (`Said`) is asked of each row of the queue that it
    leads to."""

    index: str
    where: str
    values: tuple[Value, ...]
    rest: str = ""
    rest_values: tuple[Value, ...] = ()
    by_answer: bool = False
    #: Added to each position: a list in several stretches has all of one before any of the next.
    ahead: int = 0

    @property
    def by(self) -> str:
        """The table whose index has the order."""
        return "a" if self.by_answer else "q"

    def range(self, also: str = "") -> str:
        """The leading index alone."""
        table = answers_table() if self.by_answer else queue_table()
        # What SQLite would choose without being told depends on what it last measured.
        told = f" INDEXED BY {self.index}" if self.index and connection.vendor == "sqlite" else ""
        return f"{table} {self.by}{told} WHERE {self.where}{also}"

    def rows(self, also: str = "") -> str:
        """The rows of the queue that it leads to; `also` is asked of the leading index, its values after `values`."""
        rest = f" AND {self._rest_of('q')}" if self.rest else ""
        if not self.by_answer:
            late = self.index == "queue_mine" and "{key}" in self.rest and connection.vendor == "sqlite"
            return self._late_rows(also) if late else f"{self.range(also)}{rest}"
        answers, _, where = self.range(also).partition(" WHERE ")
        return f"{answers} CROSS JOIN {queue_table()} q WHERE {where} AND q.case_id = a.case_id{rest}"

    def _late_rows(self, also: str) -> str:
        """SQLite would read each row for its class, which an officer's index does not say, before it asks for a tag:
        the rows lie all over the table. So the index is asked by itself, and its row (`r`) where the answers fit."""
        index, _, where = self.range(also).partition(" WHERE ")
        return f"{index} CROSS JOIN {queue_table()} r WHERE {where} AND r.rowid = q.rowid AND {self._rest_of('r')}"

    def _rest_of(self, row: str) -> str:
        return self.rest.format(q=row, key="q.case_id")

    def first(self, number: int, *, ordered: bool = False) -> str:
        """`rows` among the first that the leading index gives: in its order, or for counting in none."""
        if not self.rest:
            return self.range()
        order = f" ORDER BY {self.by}.position, {self.by}.case_id" if ordered else ""
        held = f"(SELECT {self.by}.* FROM {self.range()}{order} LIMIT {int(number)})"  # noqa: S608 — our own names; values are bound
        if not self.by_answer:
            return f"{held} q WHERE {self._rest_of('q')}"
        return f"{held} a CROSS JOIN {queue_table()} q WHERE q.case_id = a.case_id AND {self._rest_of('q')}"


@dataclass(frozen=True, slots=True)
class Lead:
    """An index that can lead: its branches, and whether it says all that is asked.

    `counted`: ranges whose length says how many rows it has, where that is not the length of `branches`; then it has
    no order of its own and can lead only when it is short.
    """

    branches: tuple[Branch, ...]
    whole: bool
    counted: tuple[Branch, ...] = ()


def resolved(wanted: Wanted, seen_by: Actor) -> Resolved:
    view, own = VIEWS[wanted.view], seen_by.account_id
    least, most = _days(wanted.due or view.due, wanted)
    if view.due and wanted.due:
        soon = _position(clock.today() + timedelta(days=SOON + 1))
        most = soon if most is None else min(most, soon)
    statuses = [one for one in view.statuses if not wanted.statuses or one in wanted.statuses]
    if least is not None or most is not None:
        statuses = [one for one in statuses if one in CAN_BE_LATE]
    people = {one for one in (view.person, wanted.person) if one}
    keys = {own if one == ME else UUID(one) for one in people if one != NOBODY}
    teams = _teams(wanted, seen_by)
    marks = _marks(wanted, own)
    classes = None if seen_by.kind is Kind.SYSTEM else tuple(sorted(seen_by.classes - {PUBLIC_CLASS}))
    wards = tuple("" if ward == NO_WARD else ward for ward in wanted.wards)
    columns = {"service": wanted.services, "ward": wards, "team": teams or ()}
    nobody_to_be = own is None and (ME in people or bool(view.own))
    two_people = len(keys) > 1 or (NOBODY in people and bool(keys))
    unheard_of = any("\0" in key + value for key, value in marks)
    return Resolved(
        classes=classes,
        statuses=tuple(one.value for one in statuses),
        columns={name: values for name, values in columns.items() if values},
        person=next((key for key in keys if key), None),
        unassigned=NOBODY in people,
        tasks=view.tasks,
        channel=wanted.channel if wanted.channel == USUAL_CHANNEL else "",
        usual=wanted.priority == Level.NORMAL,
        least=least,
        most=most,
        marks=marks,
        spans=tuple(one for one in wanted.answers if one.least or one.most),
        made=made_between(wanted),
        nothing=not statuses or classes == () or nobody_to_be or two_people or teams == () or unheard_of,
    )


def _teams(wanted: Wanted, seen_by: Actor) -> tuple[str, ...] | None:
    """Teams that are asked for; None for all, none for none that can be."""
    if not VIEWS[wanted.view].own_teams:
        return wanted.teams or None
    return tuple(sorted(team for team in seen_by.teams if not wanted.teams or team in wanted.teams))


def _marks(wanted: Wanted, own: UUID | None) -> tuple[tuple[str, str], ...]:
    view = VIEWS[wanted.view]
    marks = [*((TAG, tag) for tag in wanted.tags), *((a.key, a.value) for a in wanted.answers if a.value)]
    marks += [(view.mark, YES)] if view.mark else []
    marks += [(view.own, str(own))] if view.own and own else []
    marks += [(CHANNEL, wanted.channel)] if wanted.channel not in ("", USUAL_CHANNEL) else []
    marks += [(PRIORITY, wanted.priority)] if wanted.priority not in ("", Level.NORMAL) else []
    return tuple(dict.fromkeys(marks))


def _position(day: date) -> int:
    """Where cases that are due on `day` stand among the open ones (`projection.position_of`)."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _days(due: str, wanted: Wanted) -> tuple[int | None, int | None]:
    today = clock.today()
    match due:
        case "late":
            return None, _position(today)
        case "today":
            return _position(today), _position(today + timedelta(days=1))
        case "soon":
            return None, _position(today + timedelta(days=SOON + 1))
        case "week":
            return _position(today), _position(today + timedelta(days=7 - today.weekday()))
        case "none":
            return NO_TARGET, None
        case "range":
            first, last = wanted.due_from or date(1970, 1, 1), wanted.due_to or date(9998, 1, 1)
            return _position(max(first, date(1970, 1, 1))), _position(
                min(last, date(9998, 1, 1)) + timedelta(days=1)
            )
    return None, None


def leads(asked: Resolved) -> list[Lead]:
    """The indexes that could lead, the likely best first; one with too many ranges is left out."""
    if asked.nothing:
        return []
    found = [*_answer_leads(asked), *_queue_leads(asked)]
    fit = [lead for lead in found if len(lead.branches) <= MOST_BRANCHES] or [_everything(asked)]
    return [*fit, *(_span_lead(asked, span) for span in asked.spans)]


def _answer_leads(asked: Resolved) -> Iterator[Lead]:
    if asked.tasks:
        return
    for mark in asked.marks:
        rest = _rest(asked, {"mark"}, but=mark)
        branches = []
        for seen, status in product(_classes(asked), asked.statuses):
            equal: list[tuple[str, Value]] = [("a.key", mark[0]), ("a.text", mark[1])]
            equal += [("a.confidentiality", seen)] if seen else []
            equal += [("a.status", status)]
            branches.append(_branch("answered" if seen else "", equal, asked, rest, by="a"))
        yield Lead(tuple(branches), not rest[0])


def fits(asked: Resolved) -> Said:
    """Everything that is asked, as one condition on a row of the queue, for rows that were found in another way."""
    rest, values = _rest(asked, set(), status=True)
    branch = _branch("", [], asked, (rest, values), by="q")
    return f"{branch.where} AND {branch.rest}", (*branch.values, *branch.rest_values)


def _queue_leads(asked: Resolved) -> Iterator[Lead]:
    columns = asked.columns
    if asked.tasks:
        yield _queue_lead(asked, "queue_tasks", (), {"tasks"})
        return
    if asked.person:
        yield _queue_lead(asked, "queue_mine", (), {"person"})
    if asked.unassigned:
        yield _queue_lead(asked, "queue_unassigned", (), {"unassigned"})
    if "service" in columns and "ward" in columns:
        yield _queue_lead(asked, "queue_service_ward", ("service", "ward"), set())
    for name in ("ward", "team", "service"):
        if name in columns:
            yield _queue_lead(asked, f"queue_{name}", (name,), set())
    if not columns and not asked.person and not asked.unassigned:
        yield _everything(asked)


def _everything(asked: Resolved) -> Lead:
    return _queue_lead(asked, "queue_all", (), set())


def _queue_lead(asked: Resolved, index: str, names: tuple[str, ...], said: set[str]) -> Lead:
    """Each branch begins with the columns of `index`."""
    if asked.person and "person" in said:
        seen: Sequence[str] = ("",)
        first: list[tuple[str, Value]] = [("q.assignee", as_kept(asked.person))]
    else:
        seen, first = _classes(asked), []
    with_status = "tasks" not in said
    rest = _rest(asked, {*names, *said, "person" if "person" in said else "class"}, status=not with_status)
    branches = []
    for one, status in product(seen, asked.statuses if with_status else ("",)):
        for values in product(*(asked.columns[name] for name in names)):
            equal = [*first, *([("q.confidentiality", one)] if one else [])]
            equal += [("q.status", status)] if status else []
            equal += [(f"q.{name}", value) for name, value in zip(names, values, strict=True)]
            branches.append(_branch(index if one or first else "", equal, asked, rest, by="q", said=said))
    # Nearly all that is one officer's they may see; of what has tasks nearly all is asked for.
    whole = len(_parts(asked, {*names, *said, "class"}, status=False)) == 0
    return Lead(tuple(branches), whole)


def _span_lead(asked: Resolved, span: Answered) -> Lead:
    """Numbers or days from one to another: in the order of the numbers, so that all have to be sorted."""
    column, bounds = between(span)
    said = " AND ".join(("{t}.key = %s", *(f"{{t}}.{column} {sign} %s" for sign, _ in bounds)))
    values = (span.key, *(value for _, value in bounds))
    rest, rest_values = _rest(asked, set(), status=True)
    if connection.vendor == "sqlite":  # what has a plus is no reason to begin with another index
        rest = rest.format(q="+q", key="{key}")
    found = f"q.case_id IN (SELECT r.case_id FROM {answers_table()} r WHERE {said.format(t='r')})"  # noqa: S608 — our own names; values are bound
    branch = _branch("", [], asked, (rest, rest_values), by="q")
    branch = replace(branch, where=f"{found} AND {branch.where}", values=(*values, *branch.values))
    counted = Branch(f"answered_{column}", said.format(t="a"), values, by_answer=True)
    return Lead((branch,), whole=False, counted=(counted,))


def _branch(
    index: str,
    equal: Iterable[tuple[str, Value]],
    asked: Resolved,
    rest: Said,
    *,
    by: str,
    said: set[str] | None = None,
) -> Branch:
    equal = tuple(equal)
    where, values = [f"{column} = %s" for column, _ in equal], [value for _, value in equal]
    where += ["q.tasks > 0"] if said and "tasks" in said else []
    where += ["q.assignee IS NULL"] if said and "unassigned" in said else []
    for sign, bound in ((">=", asked.least), ("<", asked.most)):
        if bound is not None:
            where.append(f"{by}.position {sign} %s")
            values.append(bound)
    return Branch(index, " AND ".join(where) or "1 = 1", tuple(values), *rest, by_answer=by == "a")


def _classes(asked: Resolved) -> tuple[str, ...]:
    return ("",) if asked.classes is None else asked.classes


def _rest(
    asked: Resolved, said: set[str], *, but: tuple[str, str] | None = None, status: bool = False
) -> Said:
    """What an index that says `said` leaves to be asked of each row."""
    parts = _parts(asked, said | ({"class"} if "mark" in said else set()), but=but, status=status)
    return " AND ".join(part for part, _ in parts), tuple(value for _, values in parts for value in values)


def _parts(
    asked: Resolved, said: set[str], *, but: tuple[str, str] | None = None, status: bool = False
) -> list[Said]:
    parts: list[Said] = []
    if "class" not in said and asked.classes is not None:
        parts.append((f"{{q}}.confidentiality IN ({places(asked.classes)})", asked.classes))
    if status:
        parts.append((f"{{q}}.status IN ({places(asked.statuses)})", asked.statuses))
    for name, values in asked.columns.items():
        if name not in said:
            parts.append((f"{{q}}.{name} IN ({places(values)})", values))
    if asked.person and "person" not in said:
        parts.append(("{q}.assignee = %s", (as_kept(asked.person),)))
    if asked.unassigned and "unassigned" not in said:
        parts.append(("{q}.assignee IS NULL", ()))
    if asked.tasks and "tasks" not in said:
        parts.append(("{q}.tasks > 0", ()))
    if asked.channel:
        parts.append(("{q}.channel = %s", (asked.channel,)))
    if asked.usual:
        parts.append((f"NOT EXISTS (SELECT 1 FROM {_of_case()} {_EACH})", (PRIORITY,)))  # noqa: S608 — our own names; values are bound
    parts += [_marked(mark) for mark in asked.marks if mark != but]
    parts += [_spanned(span) for span in asked.spans]
    parts += [(f"{{q}}.opened_at {sign} %s", (bound,)) for sign, bound in asked.made]
    return parts


def _marked(mark: tuple[str, str]) -> Said:
    return f"EXISTS (SELECT 1 FROM {_of_case()} AND e.text = %s {_EACH})", mark  # noqa: S608 — our own names; values are bound


def _spanned(span: Answered) -> Said:
    column, bounds = between(span)
    asked = " AND ".join(f"e.{column} {sign} %s" for sign, _ in bounds)
    return f"EXISTS (SELECT 1 FROM {_of_case()} AND {asked} {_EACH})", (  # noqa: S608 — our own names; values are bound
        span.key,
        *(value for _, value in bounds),
    )


def _of_case() -> str:
    told = " INDEXED BY answers_of_case" if connection.vendor == "sqlite" else ""
    return f"{answers_table()} e{told} WHERE e.case_id = {{key}} AND e.key = %s"
