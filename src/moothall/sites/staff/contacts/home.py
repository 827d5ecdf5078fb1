"""An adviser's home: somebody calls, look-up, one's own contacts of today, the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.bookings.api import RUN_DESK
from moothall.apps.cases.api import CaseNotFound
from moothall.apps.contacts import api as contacts
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.contacts.people import FoundLines, lines_of
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

DONE = {"finished": "The contact is written down.", "desk": "Done."}


@dataclass(frozen=True, slots=True)
class Channel:
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsPage(Page):
    """`going_on` are contacts that were not finished; `others` the finished ones of today; `desk`: there is one."""

    template: ClassVar[str] = "staff/contacts/home.html"
    channels: tuple[Channel, ...]
    going_on: tuple[contacts.ContactView, ...]
    others: tuple[contacts.ContactView, ...]
    desk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpPage(Page):
    template: ClassVar[str] = "staff/contacts/look_up.html"
    words: str
    found: FoundLines


def home(request: Request) -> HttpResponse:
    return showing(request, done=DONE.get(request.GET.get("done", ""), ""))


def showing(request: Request, *, done: str = "", problem: str = "") -> HttpResponse:
    """The home page, with what was refused."""
    today = contacts.contacts_today(seen_by=request.actor)
    page = ContactsPage(
        title="Contacts",
        frame=staff_frame(request),
        done=done,
        problems=(Problem(problem, "#somebody-calls"),) if problem else (),
        channels=channels(),
        going_on=tuple(one for one in today if one.ended_at is None),
        others=tuple(one for one in today if one.ended_at is not None),
        desk=bool(contacts.arrangements().desk.desks) and RUN_DESK.allows(request.actor),
    )
    return show(request, page, status=422 if problem else 200)


def channels() -> tuple[Channel, ...]:
    return tuple(Channel(code, name) for code, name in contacts.CHANNELS.items())


def begin(request: Request) -> HttpResponseBase:
    """Somebody calls: the first of two presses. Whoever follows an old link is led home."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-contacts"))
    try:
        key = contacts.begin_contact(
            reading.words(request.POST, "channel"),
            about=reading.words(request.POST, "about"),
            by=request.actor,
        )
    except CaseNotFound:
        raise Http404 from None
    except Refused as no:
        return showing(request, problem=no.sentence)
    return HttpResponseRedirect(reverse("staff-contact", args=[key]))


def look_up(request: Request) -> HttpResponse:
    """Who is it? By telephone, e-mail, name, postcode or reference, heard well or half."""
    words = reading.words(request.GET, "q")
    found = contacts.look_up(words, seen_by=request.actor) if words else contacts.Found()
    page = LookUpPage(
        title=f"Look-up: {words}" if words else "Look-up",
        frame=staff_frame(request),
        words=words,
        found=lines_of(found),
    )
    return show(request, page)
