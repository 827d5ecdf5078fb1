"""On the case page: which visits there were and will be, and the way to put it on a round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from moothall.apps.bookings import api as bookings
from moothall.apps.cases.api import CaseView, Status
from moothall.ground.gathering import Some
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.staff.casework.panels import Panel, panel
from moothall.sites.staff.rounds.reading import ENDED


@dataclass(frozen=True, slots=True)
class VisitLine:
    round: UUID
    visit: UUID
    name: str
    day: date
    outcome: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class VisitsPanel(Panel):
    """`plan`: the reference, where it can be put on a round."""

    template: ClassVar[str] = "staff/rounds/panel.html"
    visits: tuple[VisitLine, ...]
    plan: str


def _asked(case: UUID, by: Actor) -> Iterable[Some[Any]]:
    return bookings.visits_read(f"case:{case}") if bookings.VISIT.allows(by) else ()


def _ended(whole: bookings.RoundView, one: bookings.VisitView) -> str:
    """How the visit ended; "" while it is to come. A day that is over visits nothing any more."""
    missed = not one.outcome and whole.day < clock.today()
    return ENDED[one.outcome or ("left" if missed else "")]


@panel("side", order=60, reads=_asked)
def visits(case: CaseView, by: Actor) -> Panel | None:
    """One query; for whoever knows no rounds none."""
    if not bookings.VISIT.allows(by):
        return None
    found = bookings.visits_about(f"case:{case.id}", seen_by=by)
    lines = tuple(
        VisitLine(
            whole.id,
            one.id,
            whole.name,
            whole.day,
            _ended(whole, one),
            one.completed_at,
        )
        for whole, one in found
    )
    is_open = case.status != Status.CLOSED and not any(not one.outcome for one in lines)
    plan = case.reference if is_open and bookings.may(bookings.PLAN_ROUNDS, case.team, by) else ""
    return VisitsPanel(lines, plan) if lines or plan else None
