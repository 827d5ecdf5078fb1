"""What happened to somebody's places: facts of the stream `account:<id>`."""

from __future__ import annotations

from dataclasses import dataclass
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
