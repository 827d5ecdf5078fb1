"""Lists in parts: by service, ward, status, person, day or priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from moothall.apps.cases.api import (
    ME,
    NO_WARD,
    NOBODY,
    VIEWS,
    Row,
    Wanted,
    groups_waiting,
    people_with_cases,
)
from moothall.apps.identity.api import accounts_named
from moothall.apps.places.api import ward_choices
from moothall.apps.teams.api import members_of
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.staff.queues.cells import Column, Known, Lines, lines
from moothall.sites.staff.queues.columns import marks_shown
from moothall.sites.staff.queues.filters import services_seen
from moothall.sites.staff.queues.wording import PRIORITY_WORDS, STATUS_WORDS, Shown, counted, list_address

#: Cases of each part that are shown before “Show all”; people that a page has a part for.
OF_GROUP, OF_BOARD, PEOPLE = 5, 20, 120
#: The column that the heading of a group says already.
_SAID = {"ward": "ward", "status": "status", "person": "with", "priority": "priority"}


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of a list that have something in common. `all` is the address of all of them.

    Of a board `status` is the column's; one that is not `listed` has no case of this list: cases can be dropped there.
    """

    title: str
    count: str
    lines: Lines
    all: str
    more: bool
    status: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Parts:
    """`partial`: there are more people than parts."""

    parts: tuple[Part, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    title: str
    wanted: Wanted


def parted(
    wanted: Wanted,
    shown: Shown,
    columns: tuple[Column, ...],
    known: Known,
    *,
    seen_by: Actor,
) -> Parts:
    """The parts that have a case; of a board each status, also without one."""
    board = shown.layout == "board"
    each, more_people = OF_BOARD if board else OF_GROUP, False
    if shown.group == "person" and not board and not wanted.person:
        known, more_people = _with_everybody(wanted, known, seen_by)
    asked = _parts("status" if board else shown.group, wanted, known.people, seen_by)
    groups = groups_waiting([("", one.wanted) for one in asked], each=each, seen_by=seen_by)
    known = _known(known, columns, [row for group in groups for row in group.rows], seen_by)
    plain = replace(shown, layout="list", group="", saved=None)
    found = tuple(
        Part(
            one.title,
            counted(group.count),
            lines(group.rows, columns, known, cards=board),
            list_address(one.wanted, plain),
            group.count.number > len(group.rows),
            one.wanted.statuses[0] if board else "",
        )
        for one, group in zip(asked, groups, strict=True)
        if group.rows or board
    )
    return Parts(_with_every_column(found) if board else found, more_people)


def _with_every_column(found: tuple[Part, ...]) -> tuple[Part, ...]:
    """Also the statuses that the list leaves out, so that a case can be dropped there; nothing becomes new again."""
    there = {part.status: part for part in found}
    empty = Part("", "", Lines(), "", False, listed=False)
    return tuple(
        there.get(status) or replace(empty, title=words, status=status)
        for status, words in STATUS_WORDS.items()
        if status in there or status != "new"
    )


def _with_everybody(wanted: Wanted, known: Known, seen_by: Actor) -> tuple[Known, bool]:
    """With the names of all who have cases, colleagues first; and whether there are more than a page has parts for."""
    others = people_with_cases(wanted, seen_by=seen_by) - known.people.keys()
    room = max(0, PEOPLE - len(known.people))
    if len(others) > room and wanted.teams:
        others = (others & members_of(frozenset(wanted.teams), seen_by=seen_by)) or others
    named = sorted((name, key) for key, name in accounts_named(others, seen_by=seen_by).items())
    people = {**known.people, **{key: name for name, key in named[:room]}}
    return replace(known, people=people), len(named) > room


def unsaid(columns: tuple[Column, ...], shown: Shown) -> tuple[Column, ...]:
    """The columns that say more than the heading of their group."""
    said = _SAID.get("status" if shown.layout == "board" else shown.group, "")
    return tuple(column for column in columns if column.name != said)


def _known(known: Known, columns: tuple[Column, ...], rows: Sequence[Row], seen_by: Actor) -> Known:
    """With the names of whoever these cases are with, and what columns show of them."""
    strangers = {row.assignee for row in rows if row.assignee and row.assignee not in known.people}
    names = accounts_named(strangers, seen_by=seen_by)
    return replace(known, people={**known.people, **names}, marks=marks_shown(rows, columns, seen_by=seen_by))


def _parts(by: str, wanted: Wanted, people: Mapping[UUID, str], seen_by: Actor) -> list[_Asked]:
    if by == "service":
        names = [pair for pair in services_seen(seen_by) if not wanted.services or pair[0] in wanted.services]
        return [_Asked(name, replace(wanted, services=(slug,))) for slug, name in names]
    if by == "ward":
        wards = [*ward_choices(), (NO_WARD, "Ward not known")]
        return [
            _Asked(name, replace(wanted, wards=(code,)))
            for code, name in wards
            if not wanted.wards or code in wanted.wards
        ]
    if by == "person":
        return _people(wanted, people, seen_by)
    if by == "priority":
        return [
            _Asked(words, replace(wanted, priority=level))
            for level, words in PRIORITY_WORDS.items()
            if wanted.priority in ("", level)
        ]
    return _days(wanted) if by == "due" else _statuses(wanted)


def _statuses(wanted: Wanted) -> list[_Asked]:
    among = [one.value for one in VIEWS[wanted.view].statuses]
    return [
        _Asked(words, replace(wanted, statuses=(status,)))
        for status, words in STATUS_WORDS.items()
        if status in among and (not wanted.statuses or status in wanted.statuses)
    ]


def _people(wanted: Wanted, people: Mapping[UUID, str], seen_by: Actor) -> list[_Asked]:
    if wanted.person:
        return [_Asked("", wanted)]
    others = sorted((name, key) for key, name in people.items() if key != seen_by.account_id)
    pairs = [("You", ME), ("Nobody yet", NOBODY), *((name, str(key)) for name, key in others)]
    return [_Asked(title, replace(wanted, person=person)) for title, person in pairs]


def _days(wanted: Wanted) -> list[_Asked]:
    if wanted.due:
        return [_Asked("", wanted)]
    today = clock.today()
    tomorrow, sunday = today + timedelta(days=1), today + timedelta(days=6 - today.weekday())
    soon = tomorrow + timedelta(days=1)
    spans = [("Tomorrow", tomorrow, tomorrow)]
    if soon <= sunday:
        spans.append(("Later this week", soon, sunday))
    after = max(soon, sunday + timedelta(days=1))
    spans += [("Next week", after, after + timedelta(days=6 - after.weekday()))]
    found = [_Asked("Late", replace(wanted, due="late")), _Asked("Today", replace(wanted, due="today"))]
    found += [_Asked(title, replace(wanted, due="range", due_from=a, due_to=b)) for title, a, b in spans]
    last = spans[-1][2] + timedelta(days=1)
    found.append(_Asked("Later", replace(wanted, due="range", due_from=last)))
    found.append(_Asked("Nothing promised", replace(wanted, due="none")))
    if not wanted.statuses or "waiting" in wanted.statuses:
        found.append(_Asked("Clock stands still", replace(wanted, statuses=("waiting",))))
    return found
