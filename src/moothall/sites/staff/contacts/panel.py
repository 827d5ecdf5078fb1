"""On the page of a case: that people got in touch about it; and that somebody does so now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.bookings.api import RUN_DESK, TurnView, turns_about
from moothall.apps.cases.api import CaseView
from moothall.apps.contacts.api import LOG, ContactAbout, arrangements, contacts_about, contacts_read
from moothall.kernel.actors import Actor
from moothall.sites.staff.casework.panels import Panel, panel
from moothall.sites.staff.contacts.home import Channel, channels
from moothall.sites.staff.queues.wording import address


@dataclass(frozen=True, slots=True)
class Calls(Panel):
    """`channels` are empty for whoever answers nobody; `book` where no appointment can be booked."""

    template: ClassVar[str] = "staff/contacts/calls.html"
    reference: str
    channels: tuple[Channel, ...]
    found: tuple[ContactAbout, ...]
    turns: tuple[TurnView, ...] = ()
    book: str = ""


@panel("side", order=60, reads=lambda case, by: contacts_read(case))
def calls(case: CaseView, by: Actor) -> Panel | None:
    answers = LOG.allows(by) and not case.erased_under
    found = contacts_about(case.id, seen_by=by)
    if not answers and not found:
        return None
    runs = RUN_DESK.allows(by) and bool(arrangements().desk.desks)
    turns = turns_about(f"case:{case.id}", seen_by=by) if runs else ()
    book = address("staff-desk", case=case.reference) if runs and answers else ""
    return Calls(case.reference, channels() if answers else (), found, turns, book)
