"""What the case page says of a case that is on hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseView, HoldView
from moothall.kernel.actors import Actor
from moothall.sites.staff.casework.panels import Panel, panel


@dataclass(frozen=True, slots=True)
class OnHold(Panel):
    template: ClassVar[str] = "staff/deeds/on_hold.html"
    hold: HoldView


@panel("main", order=3)
def on_hold(case: CaseView, by: Actor) -> Panel | None:
    found = cases.hold_of(case, seen_by=by)
    return OnHold(found) if found else None
