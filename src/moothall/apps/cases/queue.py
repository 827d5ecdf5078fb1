"""The queue: cases somebody may see, filtered and in order, a page at a time.

Each confidentiality class × status is one range of one index, so each is read for itself, a page long, and the few are
merged: the cost is the same for ten thousand cases and for a million, whoever asks, whatever the filters (`ranges.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from uuid import UUID

from moothall.apps.cases.filterable import permitted
from moothall.apps.cases.listed import Placed, fetched, placed
from moothall.apps.cases.policies import READ
from moothall.apps.cases.ranges import MEASURED, PROBE, WALK, Branch, Lead, leads, resolved
from moothall.apps.cases.statements import Value
from moothall.apps.cases.views import Count, Group, Listed, Row, Rows
from moothall.apps.cases.walked import (
    START,
    Key,
    Turn,
    counted_each,
    end_of,
    first_of_each,
    number_of,
    rows_and_number_of,
    rows_of,
)
from moothall.apps.cases.wanted import Wanted
from moothall.ground.looks.api import record_look
from moothall.kernel.actors import Actor

STOP_COUNTING = 1_000
#: A page that is not full when its walk ends looks further, at so many rows in a turn, for so many turns, unless so
#: many seconds are over.
FURTHER, TURNS, ENOUGH = 4_000, 2, 0.01
#: Rows that the beginnings or counts of all parts of a list look at together.
LOOKED_AT = 20_000
#: SQLite takes 500 parts of one statement.
_AT_ONCE = 400
#: More than any position: how far apart the stretches of a list that is sorted by more than the day stand.
_STRETCH = 10**13


@dataclass(frozen=True, slots=True)
class _Plan:
    """The ranges to read, and whether so much may have to be passed over that the walk needs an end."""

    branches: tuple[Branch, ...]
    bounded: bool


def cases_waiting(
    wanted: Wanted | str = "open",
    *,
    after: str = "",
    before: str = "",
    limit: int = 25,
    purpose: str = "queue",
    seen_by: Actor,
) -> Rows:
    """The cases `wanted` (or of a view) that `seen_by` may see: open ones by the day they are due, closed newest first;
    where it is asked for, the most urgent before the others.

    `after` is the `Rows.after` of the page before, `before` the `Rows.before` of the page behind; one that was made up
    is the first page. A filter by an answer that `seen_by` may not see filters nothing. Raises KeyError for a view
    that is not there, Refused for who may not read cases. At most five statements, one of them the look recorded, with
    its `purpose`; four more where many cases have to be looked at for few.
    """
    plan = _planned(wanted, seen_by)
    turn = _turn(after, before)
    return _page(plan, turn, _end_of_walk(plan, turn), _bounded(limit), seen_by, purpose)


def count_waiting(wanted: Wanted | str = "open", *, stop: int = STOP_COUNTING, seen_by: Actor) -> Count:
    """How many `cases_waiting` would list, counting no further than `stop`. At most four statements."""
    plan = _planned(wanted, seen_by)
    return _count(plan, _end_of_walk(plan, START), stop)


def list_cases(
    wanted: Wanted | str, *, after: str = "", before: str = "", limit: int = 25, seen_by: Actor
) -> Listed:
    """A page and its count, for less than both asked alone."""
    plan, limit = _planned(wanted, seen_by), _bounded(limit)
    turn = _turn(after, before)
    end = _end_of_walk(plan, turn)
    if turn == START and any(branch.rest for branch in plan.branches):
        until = monotonic() + ENOUGH
        found, number = rows_and_number_of(plan.branches, end, limit + 1, STOP_COUNTING)
        page = _filled(plan, turn, _as_page(found, turn, end, limit), limit, until)
        _record_look(page.rows, seen_by)
        return Listed(page, _count_said(number, end, STOP_COUNTING))
    page = _page(plan, turn, end, limit, seen_by)
    whole = end if turn == START else _end_of_walk(plan, START)
    return Listed(page, _count(plan, whole, STOP_COUNTING))


def pages_of(wanted: Wanted, *, size: int = 1_000, seen_by: Actor) -> Iterator[Rows]:
    """The whole list, page by page, for who does something with each case of it; each page is a look of its own.

    The list is read as it is when each page is asked for, in constant memory.
    """
    plan, turn = _planned(wanted, seen_by), START
    while True:
        page = _page(plan, turn, _end_of_walk(plan, turn), size, seen_by)
        if page.rows:
            yield page
        if not page.after:
            return
        turn = _turn(page.after, "")


def groups_waiting(
    of: Sequence[tuple[str, Wanted]], *, each: int = 5, stop: int = 99, seen_by: Actor
) -> tuple[Group, ...]:
    """The first rows of each part of a list (a value to know it by, and what is asked of it), and how many it has.

    Few statements however many parts, and the look. Each part is in the order of the day, or has the most urgent first
    where that is asked for.
    """
    READ.demand(seen_by)
    plans = [_first_lead(one, seen_by) for _, one in of]
    ordered = [
        _behind_each_other([_first_lead(each, seen_by) for each in one.one_after_another()])
        if one.sort
        else plan
        for plan, (_, one) in zip(plans, of, strict=True)
    ]
    rows: dict[int, list[Placed]] = {}
    for some, walk in _some(ordered):
        found = fetched(*first_of_each(some, each, walk))
        for (n, *_), one in zip(found, placed(held for _, *held in found), strict=True):
            rows.setdefault(int(n), []).append(one)
    counts = _counts(plans, stop)
    shown = [_first(rows.get(n, []), each) for n in range(len(of))]
    _record_look([row for first in shown for row in first], seen_by)
    return tuple(
        Group(value, first, count) for (value, _), first, count in zip(of, shown, counts, strict=True)
    )


def counts_waiting(wanted: Sequence[Wanted], *, stop: int = 99, seen_by: Actor) -> tuple[Count, ...]:
    """How many cases each of some lists has, as far as `stop` and as far as looking goes. One statement, or none."""
    READ.demand(seen_by)
    return _counts([_first_lead(one, seen_by) for one in wanted], stop)


def _counts(plans: Sequence[_Plan], stop: int) -> tuple[Count, ...]:
    numbers, cut = dict[int, int](), set[int]()
    for some, walk in _some(plans):
        for n, number, walked in fetched(*counted_each(some, stop, walk)):
            numbers[int(n)] = numbers.get(int(n), 0) + int(number)
            if walked > walk:
                cut.add(int(n))
    found = [numbers.get(n, 0) for n in range(len(plans))]
    return tuple(Count(min(number, stop), number > stop or n in cut) for n, number in enumerate(found))


def _some(plans: Sequence[_Plan]) -> Iterator[tuple[Sequence[tuple[int, Branch]], int]]:
    """The branches of all plans, with the plan's number, as many as one statement takes; and how far each may walk."""
    numbered = [(n, branch) for n, plan in enumerate(plans) for branch in plan.branches]
    for at in range(0, len(numbered), _AT_ONCE):
        some = numbered[at : at + _AT_ONCE]
        yield some, max(200, LOOKED_AT // len(some))


def _planned(wanted: Wanted | str, seen_by: Actor) -> _Plan:
    """One statement where several indexes could lead, two where none of them is short, else none."""
    READ.demand(seen_by)
    may = permitted(Wanted(wanted) if isinstance(wanted, str) else wanted, seen_by=seen_by)
    several = [leads(resolved(one, seen_by)) for one in may.one_after_another()]
    unknown = [found if _to_be_measured(found) else [] for found in several]
    lengths = _lengths_of_each(unknown, PROBE)
    if any(of and min(of) > PROBE for of in lengths):
        lengths = _lengths_of_each(unknown, MEASURED)
    return _behind_each_other([_chosen(found, of) for found, of in zip(several, lengths, strict=True)])


def _to_be_measured(found: Sequence[Lead]) -> bool:
    return len(found) > 1 and not any(lead.whole for lead in found)


def _behind_each_other(plans: Sequence[_Plan]) -> _Plan:
    """All of the first before any of the second."""
    branches = [
        replace(branch, ahead=n * _STRETCH) if n else branch
        for n, plan in enumerate(plans)
        for branch in plan.branches
    ]
    return _Plan(tuple(branches), any(plan.bounded for plan in plans))


def _chosen(found: Sequence[Lead], lengths: Sequence[int]) -> _Plan:
    """`lengths` are those of `found`, where they were measured."""
    if whole := next((lead for lead in found if lead.whole), None):
        return _Plan(whole.branches, False)
    if not found:
        return _Plan((), False)
    lengths = lengths or [PROBE + 1]
    shortest = min(range(len(found)), key=lambda n: lengths[n])
    if lengths[shortest] <= PROBE:
        return _Plan(found[shortest].branches, False)
    ordered = [n for n, lead in enumerate(found) if not lead.counted]
    return _Plan(found[min(ordered, key=lambda n: lengths[n])].branches, True)


def _first_lead(wanted: Wanted, seen_by: Actor) -> _Plan:
    """The index that is likely the best, without a statement to find out."""
    found = [
        lead for lead in leads(resolved(permitted(wanted, seen_by=seen_by), seen_by)) if not lead.counted
    ]
    lead = next((lead for lead in found if lead.whole), found[0] if found else Lead((), True))
    return _Plan(lead.branches, not lead.whole)


def _lengths_of_each(several: Sequence[Sequence[Lead]], stop: int) -> list[list[int]]:
    """One statement, or none."""
    lengths = iter(_lengths([lead for found in several for lead in found], stop))
    return [[next(lengths) for _ in found] for found in several]


def _lengths(found: Sequence[Lead], stop: int) -> list[int]:
    """How many rows each could have to look at, counting to `stop` and one more."""
    if not found:
        return []
    parts, values = [], list[Value]()
    for lead in found:
        ranges = lead.counted or lead.branches
        each = " UNION ALL ".join(
            f"SELECT 1 AS one FROM (SELECT 1 AS one FROM {branch.range()} LIMIT {int(stop) + 1}) b{n}"  # noqa: S608 — our own names; values are bound
            for n, branch in enumerate(ranges)
        )
        parts.append(f"(SELECT count(*) FROM (SELECT one FROM ({each}) e LIMIT {int(stop) + 1}) c)")  # noqa: S608 — our own names; values are bound
        values += [value for branch in ranges for value in branch.values]
    [lengths] = fetched(f"SELECT {', '.join(parts)}", values)
    return [int(length) for length in lengths]


def _bounded(limit: int) -> int:
    return max(1, min(limit, 200))


def _turn(after: str, before: str) -> Turn:
    back = _read_key(before)
    return Turn(back, True) if back else Turn(_read_key(after), False)


def _read_key(said: str) -> Key | None:
    position, _, key = said.partition(".")
    try:
        return int(position), UUID(hex=key)
    except ValueError:
        return None


def _page(
    plan: _Plan, turn: Turn, end: Key | None, limit: int, seen_by: Actor, purpose: str = "queue"
) -> Rows:
    if not plan.branches:
        return Rows((), "")
    until = monotonic() + ENOUGH
    page = _filled(plan, turn, _read(plan, turn, end, limit), limit, until)
    _record_look(page.rows, seen_by, purpose)
    return page


def _filled(plan: _Plan, turn: Turn, page: Rows, limit: int, until: float) -> Rows:
    """A page that is not full when its walk ends looks further, for some time."""
    walk = max(WALK, FURTHER // len(plan.branches))
    for _ in range(TURNS):
        if not page.cut or len(page.rows) >= limit or monotonic() > until:
            break
        on = _turn("", page.before) if turn.back else _turn(page.after, "")
        more = _read(plan, on, _end_of_walk(plan, on, walk), limit - len(page.rows))
        page = _joined(page, more, turn)
    return page


def _read(plan: _Plan, turn: Turn, end: Key | None, limit: int) -> Rows:
    return _as_page(rows_of(plan.branches, turn, end, limit + 1), turn, end, limit)


def _as_page(found: list[Placed], turn: Turn, end: Key | None, limit: int) -> Rows:
    """`found` are as many as `limit` and one more, where there are more."""
    more, shown = len(found) > limit, found[:limit]
    last = shown[-1].after if more else f"{end[0]}.{end[1].hex}" if end else ""
    if turn.back:
        shown = shown[::-1]
    rows = tuple(one.row for one in shown)
    cut = end is not None and not more
    if turn.back:
        return Rows(rows, shown[-1].after if shown else "", last, cut)
    return Rows(rows, last, shown[0].after if shown and turn.start else "", cut)


def _joined(page: Rows, more: Rows, turn: Turn) -> Rows:
    """`more` was read where `page` stopped."""
    if turn.back:
        return Rows((*more.rows, *page.rows), page.after or more.after, more.before, more.cut)
    before = page.before or (more.before if turn.start else "")
    return Rows((*page.rows, *more.rows), more.after, before, more.cut)


def _end_of_walk(plan: _Plan, turn: Turn, walk: int = 0) -> Key | None:
    """How far to look: in the branches of which rows may be passed over. A statement where the walk needs an end."""
    passing = [branch for branch in plan.branches if branch.rest] or plan.branches
    return end_of(passing, turn, walk or WALK) if plan.bounded else None


def _count(plan: _Plan, end: Key | None, stop: int) -> Count:
    if not plan.branches:
        return Count(0, False)
    return _count_said(number_of(plan.branches, end, stop), end, stop)


def _count_said(number: int, end: Key | None, stop: int) -> Count:
    return Count(min(number, stop), number > stop or end is not None)


def _first(found: list[Placed], each: int) -> tuple[Row, ...]:
    return tuple(one.row for one in sorted(found, key=lambda one: (one.position, one.row.id))[:each])


def _record_look(rows: Sequence[Row], seen_by: Actor, purpose: str = "queue") -> None:
    if seen_by.is_officer and rows:
        record_look(seen_by, [f"case:{row.id}" for row in rows], purpose=purpose, route="cases.queue")
