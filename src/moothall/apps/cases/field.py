"""What rules, leaders and covers do to a case: facts of the stream `case:<id>`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from moothall.ground.events.api import fact


@fact("cases.given_to_team", version=1)
@dataclass(frozen=True, slots=True)
class CaseGivenToTeam:
    """Another team deals with it, under the same service. `text` says why, where somebody gave it by hand."""

    team: str
    assignee: UUID | None
    text: UUID | None
    digest: str | None


@fact("cases.cover_named", version=1)
@dataclass(frozen=True, slots=True)
class CoverNamed:
    """It was meant for somebody who is away, so it went to who covers them."""

    away: UUID


@fact("cases.priority_set", version=1)
@dataclass(frozen=True, slots=True)
class PrioritySet:
    level: str


@fact("cases.reminded", version=1)
@dataclass(frozen=True, slots=True)
class Reminded:
    """Whoever has it was told, or the leaders of its team (`leaders`); `words` are of the council's folder."""

    words: str
    leaders: bool
    told: int


@fact("cases.visit_told", version=1)
@dataclass(frozen=True, slots=True)
class VisitTold:
    """Somebody was there. `outcome` is done, not-found or could-not; `text` what they wrote."""

    visit: UUID
    outcome: str
    text: UUID | None
    digest: str | None


@fact("cases.task_written", version=1)
@dataclass(frozen=True, slots=True)
class TaskWritten:
    """Somebody wrote down what is to be done; the task itself is told of by `TaskMade`."""

    text: UUID
    digest: str
