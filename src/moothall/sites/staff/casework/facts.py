"""The panels of what every case may have: a note for colleagues, what was paid, who has a part in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.cases.api import CaseView, PartyView, Verb, verdict_on
from moothall.apps.payments.api import PaymentNow
from moothall.kernel.actors import Actor
from moothall.sites.staff.casework.panels import Panel, panel


@dataclass(frozen=True, slots=True)
class Note(Panel):
    template: ClassVar[str] = "staff/casework/note.html"


@dataclass(frozen=True, slots=True)
class Paid(Panel):
    template: ClassVar[str] = "staff/casework/paid.html"
    payments: tuple[PaymentNow, ...]


@dataclass(frozen=True, slots=True)
class People(Panel):
    template: ClassVar[str] = "staff/casework/people.html"
    parties: tuple[PartyView, ...]


@panel("main", order=80)
def note(case: CaseView, by: Actor) -> Panel | None:
    return Note() if verdict_on(Verb.NOTE, case, by=by) == "" else None


@panel("side", order=10)
def paid(case: CaseView, by: Actor) -> Panel | None:
    return Paid(case.payments) if case.payments else None


@panel("side", order=30)
def people(case: CaseView, by: Actor) -> Panel | None:
    """Where there is more than the name and the ways to reach the reporter, which stand at the top."""
    more = len(case.parties) > 1 or any(party.address for party in case.parties)
    return People(case.parties) if more else None
