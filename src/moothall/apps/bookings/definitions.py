"""Rounds and visits as others see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Stop:
    """What is to be visited: a stream, what people call it, and where it is as far as that is known. `exact`: the place
    itself; otherwise the middle of its ward or postcode."""

    subject: str
    label: str
    lat: float | None = None
    lon: float | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class VisitView:
    """A stop of a round. `outcome` is empty while it is still to be visited."""

    id: UUID
    round: UUID
    subject: str
    label: str
    position: int
    lat: float | None
    lon: float | None
    exact: bool
    outcome: str
    completed_at: datetime | None
    completed_by: str


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with its stops in order."""

    id: UUID
    team: str
    day: date
    name: str
    crew: UUID | None
    visits: tuple[VisitView, ...]

    @property
    def left(self) -> int:
        return sum(not one.outcome for one in self.visits)


@dataclass(frozen=True, slots=True)
class Completed:
    """A visit that was completed. `again`: it was sent before, and nothing was changed now."""

    visit: VisitView
    round: UUID
    again: bool


class RoundNotFound(LookupError):
    """There is no such round or visit, or it is another team's."""
