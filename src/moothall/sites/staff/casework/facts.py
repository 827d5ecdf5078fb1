"""The panels of what every case may have: the day it is promised for, and what was paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.cases.api import CaseView
from moothall.apps.payments.api import PaymentNow
from moothall.kernel.actors import Actor
from moothall.sites.staff.casework.panels import Panel, panel


@dataclass(frozen=True, slots=True)
class Paid(Panel):
    template: ClassVar[str] = "staff/casework/paid.html"
    payments: tuple[PaymentNow, ...]


@dataclass(frozen=True, slots=True)
class Promised(Panel):
    template: ClassVar[str] = "staff/casework/promised.html"
    promise: str
    proof: tuple[str, ...]


@panel("side", order=10)
def paid(case: CaseView, by: Actor) -> Panel | None:
    return Paid(case.payments) if case.payments else None


@panel("side", order=20)
def promised(case: CaseView, by: Actor) -> Panel | None:
    return Promised(case.promise, case.clock) if case.clock else None
