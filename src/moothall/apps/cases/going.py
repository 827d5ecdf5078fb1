"""Who is on the way to a case, and which cases a team is on the way to: see `on_visit.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import timedelta

from moothall.apps.bookings import api as bookings
from moothall.apps.cases.models import Case
from moothall.apps.cases.policies import READ, VISIT
from moothall.kernel import clock
from moothall.kernel.actors import STAFF_CLASS, Actor, Kind, team_class

#: Rounds of so long ago are over: their cases are out of sight again.
SEEN_FOR = timedelta(days=7)


def visitor(by: Actor, team: str) -> Actor:
    """`by` as they may see a stop of a round of `team`, which is theirs: as its members do."""
    if by.kind is not Kind.OFFICER or not VISIT.allows(by):
        return by
    own = copy(by)
    return replace(
        own, abilities=own.abilities | {READ.code}, classes=own.classes | {STAFF_CLASS, team_class(team)}
    )


def on_own_rounds(cases: Iterable[Case], *, seen_by: Actor) -> Sequence[Case]:
    """Those of `cases` that stand on a round of one's own team, in a class that the team sees. At most one query."""
    classes = {STAFF_CLASS, *map(team_class, seen_by.teams)}
    of = [one for one in cases if one.confidentiality in classes]
    if not of or not VISIT.allows(seen_by):
        return ()
    there = bookings.on_own_rounds(
        [one.stream for one in of], since=clock.today() - SEEN_FOR, seen_by=seen_by
    )
    return [one for one in of if one.stream in there]
