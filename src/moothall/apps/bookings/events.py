"""What happened to a round: facts of the stream `round:<id>`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moothall.ground.events.api import fact


@fact("bookings.round_made", version=1)
@dataclass(frozen=True, slots=True)
class RoundMade:
    team: str
    day: date
    crew: UUID | None
    stops: int


@fact("bookings.round_changed", version=1)
@dataclass(frozen=True, slots=True)
class RoundChanged:
    """Another day, another crew, other stops, or another order."""

    day: date
    crew: UUID | None
    stops: int


@fact("bookings.visit_completed", version=1)
@dataclass(frozen=True, slots=True)
class VisitCompleted:
    visit: UUID
    subject: str
    outcome: str
