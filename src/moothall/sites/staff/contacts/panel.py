"""On the page of a case: that people got in touch about it; and that somebody does so now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.cases.api import CaseView
from moothall.apps.contacts.api import LOG, ContactAbout, contacts_about
from moothall.kernel.actors import Actor
from moothall.sites.staff.casework.panels import Panel, panel
from moothall.sites.staff.contacts.home import Channel, channels


@dataclass(frozen=True, slots=True)
class Calls(Panel):
    """`channels` are empty for whoever answers nobody."""

    template: ClassVar[str] = "staff/contacts/calls.html"
    reference: str
    channels: tuple[Channel, ...]
    found: tuple[ContactAbout, ...]


@panel("side", order=60)
def calls(case: CaseView, by: Actor) -> Panel | None:
    answers = LOG.allows(by) and not case.erased_under
    found = contacts_about(case.id, seen_by=by)
    return Calls(case.reference, channels() if answers else (), found) if answers or found else None
