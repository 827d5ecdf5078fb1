"""A contact while it goes on: who it is, what it is about, the form for them, what to say, what came of it.

The whole page is one form, so that nothing typed is lost whichever of its buttons is pressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases.api import CaseNotFound, FlagView, contact_rules
from moothall.apps.catalogue.api import services_by_area
from moothall.apps.contacts import api as contacts
from moothall.kernel.actors import Actor
from moothall.kernel.references import spoken
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.contacts.guidance import Help, helps_for, scripts_for
from moothall.sites.staff.contacts.people import FoundLines, PersonLine, lines_of, person_line
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Choice, Page, Problem, show
from moothall.ui.routes import Request

HANDED_OVER = "The link is on its way to them. They go on where you stopped."
#: Which field a refusal is about.
_AT = {"CONTACT-02": "#reason", "CONTACT-03": "#wrap_up", "CONTACT-04": "#words"}


@dataclass(frozen=True, slots=True)
class ServiceArea:
    name: str
    services: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What is read out after a form was sent."""

    reference: str
    spoken: str
    promise: str
    by_email: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of the end of a contact."""

    reason: str = ""
    wrap_up: str = ""
    words: str = ""
    online: bool = False
    assisted: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage(Page):
    template: ClassVar[str] = "staff/contacts/call.html"
    contact: contacts.ContactView
    caller: PersonLine | None
    #: The rules that hold for whoever calls.
    flags: tuple[FlagView, ...]
    words: str
    found: FoundLines
    asked: str
    helps: tuple[Help, ...]
    scripts: tuple[Help, ...]
    areas: tuple[ServiceArea, ...]
    often: tuple[contacts.Reason, ...]
    reasons: tuple[Choice, ...]
    results: tuple[Choice, ...]
    typed: Typed
    sent: Sent | None


def contact(request: Request, contact: UUID) -> HttpResponseBase:
    """The page of a contact, or what one of its buttons does."""
    try:
        if request.method == "POST":
            return _pressed(request, contact)
        return _page(request, contact)
    except contacts.ContactNotFound:
        raise Http404 from None


def _pressed(request: Request, key: UUID) -> HttpResponseBase:
    post, by = request.POST, request.actor
    words = reading.text(post, "words")
    try:
        if "often" in post or post.get("do") == "finish":
            return _finish(request, key, words)
        contacts.write_down(key, words, by=by)
        if post.get("do") == "link":
            contacts.link_contact(key, reading.words(post, "reference"), by=by)
        elif "about" in post:
            contacts.link_contact(key, reading.words(post, "about"), by=by)
        elif "caller" in post:
            contacts.keep_caller(key, reading.key(post, "caller"), by=by)
            return HttpResponseRedirect(reverse("staff-contact", args=[key]))
        elif post.get("do") == "form" and (slug := reading.words(post, "service")):
            return HttpResponseRedirect(f"{reverse('staff-contact', args=[key])}form/{quote(slug, safe='')}/")
    except CaseNotFound:
        return _page(request, key, problem=Problem("There is no request with this reference.", "#reference"))
    except Refused as no:
        return _page(request, key, problem=Problem(no.sentence, _AT.get(no.code, "")))
    return HttpResponseRedirect(_again(request, key))


#: What a page that is shown again keeps besides the words, which are written down.
_KEPT = ("q", "help", "reason", "wrap_up", "online", "assisted", "reference")


def _again(request: Request, key: UUID) -> str:
    """The page again, with what is looked for, and with what was chosen so far for its end."""
    linked = request.POST.get("do") == "link"
    names = (name for name in _KEPT if not (linked and name == "reference"))
    kept = urlencode([(name, said) for name in names if (said := reading.words(request.POST, name))])
    return reverse("staff-contact", args=[key]) + (f"?{kept}" if kept else "")


def _finish(request: Request, key: UUID, words: str) -> HttpResponseBase:
    """One press on a reason that comes often, or the whole end of the form."""
    post = request.POST
    often = reading.words(post, "often")
    found = contacts.arrangements().reason(often) if often else None
    contacts.wrap_up_contact(
        key,
        reason=often or reading.words(post, "reason"),
        wrap_up=reading.words(post, "wrap_up"),
        words=words,
        online=found.online if found else "online" in post,
        assisted="assisted" in post,
        by=request.actor,
    )
    return HttpResponseRedirect(reverse("staff-contacts") + "?done=finished")


def _rules_for(known: contacts.Known | None, by: Actor) -> tuple[FlagView, ...]:
    if known is None or not by.may("cases.read"):
        return ()
    return contact_rules([known.email], [known.phone], seen_by=by, route="contacts.contact")


def _page(request: Request, key: UUID, *, problem: Problem | None = None) -> HttpResponse:
    by = request.actor
    view = contacts.contact_for(key, seen_by=by)
    sent_as = request.POST if request.method == "POST" else request.GET
    words, asked = reading.words(sent_as, "q"), reading.words(sent_as, "help")
    known = contacts.caller_known(view.caller, seen_by=by) if view.caller else None
    found = contacts.look_up(words, seen_by=by) if words else contacts.Found()
    typed = _typed(request, view)
    ours = contacts.arrangements()
    page = ContactPage(
        title=view.channel_name if view.channel == "counter" else f"{view.channel_name} contact",
        frame=staff_frame(request),
        problems=(problem,) if problem else (),
        done=HANDED_OVER if "handed" in request.GET else "",
        contact=view,
        caller=person_line(known) if known else None,
        flags=_rules_for(known, by),
        words=words,
        found=lines_of(found),
        asked=asked,
        helps=helps_for(asked, seen_by=by),
        scripts=scripts_for(view.channel, view.service, typed.reason),
        areas=areas_of(request),
        often=tuple(ours.often()),
        reasons=tuple(Choice(one.code, one.name, one.code == typed.reason) for one in ours.reasons),
        results=tuple(Choice(one.code, one.name, one.code == typed.wrap_up) for one in ours.wrap_ups),
        typed=typed,
        sent=_sent(request, view),
    )
    response = show(request, page, status=422 if problem else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _typed(request: Request, view: contacts.ContactView) -> Typed:
    """What was typed; else what the contact knows by itself: a request that was made says why it was."""
    if request.method == "POST":
        post = request.POST
        return Typed(
            reading.words(post, "reason"), reading.words(post, "wrap_up"), reading.text(post, "words"),
            "online" in post, "assisted" in post, reading.words(post, "reference"),
        )  # fmt: skip
    ours, asked = contacts.arrangements(), request.GET
    opened = next((one for one in view.cases if one.opened), None)
    reason = view.reason or ours.reason_for(opened.service if opened else view.service)
    known = ours.reason(reason)
    handed = "handed" in asked
    came = "request-made" if opened else "helped-online" if handed else ""
    made = next((one.code for one in ours.wrap_ups if one.code == came), "")
    online = view.online or bool(opened and known and known.online) or "online" in asked
    return Typed(
        reading.words(asked, "reason") or reason,
        reading.words(asked, "wrap_up") or view.wrap_up or made or ours.usual,
        view.words,
        online,
        view.assisted or "assisted" in asked or handed,
        reading.words(asked, "reference"),
    )


def areas_of(request: Request) -> tuple[ServiceArea, ...]:
    """Services that can be asked for, under the headings of the website."""
    offers = services_by_area(seen_by=request.actor)
    found = (
        ServiceArea(
            offer.area.name,
            tuple(Choice(one.slug, one.name) for one in offer.services if one.takes_requests),
        )
        for offer in offers
    )
    return tuple(one for one in found if one.services)


def _sent(request: Request, view: contacts.ContactView) -> Sent | None:
    """What to read out, right after a form was sent in this contact."""
    told = contacts.opened_in(view.id, seen_by=request.actor) if "sent" in request.GET else None
    if told is None:
        return None
    return Sent(told.reference, spoken(told.reference), told.promise, told.told_by_email)
