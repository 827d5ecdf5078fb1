"""What happened to somebody's places: facts of the stream `account:<id>`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moothall.ground.events.api import fact


@fact("teams.place_given", version=1)
@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """Somebody has a place in a team, in a role; an earlier role there is over."""

    account: UUID
    team: str
    role: str


@fact("teams.place_taken", version=1)
@dataclass(frozen=True, slots=True)
class PlaceTaken:
    """Somebody no longer has a place in a team."""

    account: UUID
    team: str


@fact("teams.absence_entered", version=1)
@dataclass(frozen=True, slots=True)
class AbsenceEntered:
    """Somebody is away on these days, and who covers them."""

    absence: UUID
    account: UUID
    first: date
    last: date
    cover: UUID | None


@fact("teams.absence_ended", version=1)
@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    """They are back, or are not going to be away."""

    absence: UUID
    account: UUID


@fact("teams.capacity_said", version=1)
@dataclass(frozen=True, slots=True)
class CapacitySaid:
    """How many cases a week somebody can deal with from now on."""

    account: UUID
    weekly: int
