"""The walk-in desk: tickets, appointments, whose turn it is; and the screen of the waiting room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.bookings import api as bookings
from moothall.apps.cases import api as cases
from moothall.apps.catalogue.api import council
from moothall.apps.contacts import api as contacts
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import colours_of, staff_frame
from moothall.ui.frames import Frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

#: Appointments are booked so many days ahead.
AHEAD_DAYS = 60
_AT = {
    "STAFF-81": "#case",
    "DESK-01": "#line",
    "DESK-02": "#desk",
    "DESK-03": "#at",
    "DESK-04": "#at",
    "DESK-07": "#name",
}
DONE = {
    "ticket": "The ticket is {ticket}.",
    "book": "The appointment is booked.",
    "arrive": "They are here. Their ticket is {ticket}.",
    "next": "Called: {ticket}.",
    "end": "Done.",
    "link": "The case is linked.",
}


@dataclass(frozen=True, slots=True)
class Pick:
    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    line: str = ""
    desk: str = ""
    name: str = ""
    about: str = ""
    at: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage(Page):
    """`turns` by what is to be done with them; `times` are free on `day`."""

    template: ClassVar[str] = "staff/contacts/desk.html"
    day: date
    today: bool
    before: str
    after: str
    open_said: str
    lines: tuple[Pick, ...]
    desks: tuple[Pick, ...]
    times: tuple[Pick, ...]
    called: tuple[bookings.TurnView, ...]
    waiting: tuple[bookings.TurnView, ...]
    booked: tuple[bookings.TurnView, ...]
    over: tuple[bookings.TurnView, ...]
    typed: Typed
    #: The reference of the case of a turn, by its stream, where whoever looks may see it.
    cases: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenPage(Page):
    template: ClassVar[str] = "staff/contacts/screen.html"
    room: bookings.WaitingRoom


def desk(request: Request) -> HttpResponseBase:
    """The desk on a day; or what one of its buttons does."""
    if not contacts.arrangements().desk.desks:
        raise Http404
    if request.method != "POST":
        return _page(request)
    did = reading.words(request.POST, "do")
    do = _DOES.get(did)
    try:
        ticket = do(request, request.actor) if do else ""
    except bookings.TurnNotFound:
        raise Http404 from None
    except Refused as no:
        return _page(request, Problem(no.sentence, _AT.get(no.code, "")))
    kept = {"desk": reading.words(request.POST, "desk")} if did == "next" else {}
    told = {"done": did, "ticket": ticket} if do else {}
    asked = urlencode({"day": _day(request).isoformat(), **kept, **told})
    return HttpResponseRedirect(f"{reverse('staff-desk')}?{asked}")


def screen(request: Request) -> HttpResponse:
    """Numbers and desks for everybody in the waiting room: it asks again by itself, and knows no names."""
    now = council()
    page = ScreenPage(
        title="Waiting room",
        frame=Frame(council=now.name, site="staff", service="Waiting room", colours=colours_of(now)),
        room=bookings.waiting_room(),
    )
    response = show(request, page)
    response["Refresh"] = "10"
    response["Cache-Control"] = "no-store"
    return response


def hours() -> bookings.DeskHours:
    """The council's desk as `bookings` takes it."""
    plan = contacts.arrangements().desk
    monday = date(2024, 1, 1)
    return bookings.DeskHours(
        plan.desks,
        tuple(line.letter for line in plan.lines),
        plan.minutes,
        {n: plan.hours_on(monday + timedelta(days=n)) for n in range(7)},
    )


def _ticket(request: Request, by: Actor) -> str:
    typed = _typed(request)
    about, subject = typed.about, _subject(typed.case, by)
    return bookings.take_ticket(
        typed.line, hours(), name=typed.name, about=about, subject=subject, by=by
    ).ticket


def _book(request: Request, by: Actor) -> str:
    typed = _typed(request)
    try:
        at = datetime.fromisoformat(typed.at)
        at = (at if at.tzinfo else at.replace(tzinfo=clock.LOCAL_ZONE)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused("DESK-04", "Choose a time for the appointment.") from None
    subject = _subject(typed.case, by)
    bookings.book_appointment(
        at, typed.line, hours(), name=typed.name, about=typed.about, subject=subject, by=by
    )
    return ""


def _link(request: Request, by: Actor) -> str:
    key = reading.key(request.POST, "turn")
    if key is None:
        raise Http404
    bookings.say_subject(key, _subject(_typed(request).case, by), by=by)
    return ""


def _subject(typed: str, by: Actor) -> str:
    """The stream of the case with this reference; "" for none. Raises Refused STAFF-81."""
    if not typed:
        return ""
    try:
        return f"case:{cases.case_key(typed, seen_by=by)}"
    except cases.CaseNotFound:
        raise Refused("STAFF-81", "There is no case with this reference that you may see.") from None


def _references(turns: Iterable[bookings.TurnView], by: Actor) -> Mapping[str, str]:
    """One query, or none."""
    keys = [UUID(one.subject.removeprefix("case:")) for one in turns if one.subject.startswith("case:")]
    if not keys or not cases.READ.allows(by):
        return {}
    return {f"case:{key}": row.reference for key, row in cases.rows_of(keys, seen_by=by).items()}


def _next(request: Request, by: Actor) -> str:
    return bookings.call_next(
        _typed(request).desk, reading.words(request.POST, "only"), hours(), by=by
    ).ticket


def _arrive(request: Request, by: Actor) -> str:
    key = reading.key(request.POST, "turn")
    if key is None:
        raise Http404
    return bookings.arrive(key, by=by).ticket


def _end(request: Request, by: Actor) -> str:
    key = reading.key(request.POST, "turn")
    if key is None:
        raise Http404
    bookings.end_turn(key, reading.words(request.POST, "as"), by=by)
    return ""


_DOES: dict[str, Callable[[Request, Actor], str]] = {
    "ticket": _ticket, "book": _book, "next": _next, "arrive": _arrive, "end": _end, "link": _link,
}  # fmt: skip


def _typed(request: Request) -> Typed:
    sent = request.POST if request.method == "POST" else request.GET
    return Typed(*(reading.words(sent, name) for name in ("line", "desk", "name", "about", "at", "case")))


def _day(request: Request) -> date:
    sent = request.POST if request.method == "POST" else request.GET
    today = clock.today()
    try:
        day = date.fromisoformat(sent.get("day", ""))
    except ValueError:
        return today
    return min(max(day, today - timedelta(days=AHEAD_DAYS)), today + timedelta(days=AHEAD_DAYS))


def _page(request: Request, problem: Problem | None = None) -> HttpResponse:
    plan, our, day, typed = contacts.arrangements().desk, hours(), _day(request), _typed(request)
    turns = bookings.turns_on(day, seen_by=request.actor)
    done = DONE.get(request.GET.get("done", ""), "")
    page = DeskPage(
        title="Walk-in desk",
        frame=staff_frame(request),
        problems=(problem,) if problem else (),
        done=done.format(ticket=reading.words(request.GET, "ticket", 4)) if done and not problem else "",
        day=day,
        today=day == clock.today(),
        before=_at(day - timedelta(days=1)),
        after=_at(day + timedelta(days=1)),
        open_said=_open_said(our, day),
        lines=tuple(
            Pick(one.letter, f"{one.letter}: {one.name}", one.letter == typed.line) for one in plan.lines
        ),
        desks=tuple(Pick(one, one, one == typed.desk) for one in plan.desks),
        times=tuple(
            Pick(at.isoformat(), f"{clock.local(at):%H:%M}", at.isoformat() == typed.at)
            for at in bookings.free_times(day, our)
        ),
        called=tuple(one for one in turns if one.state == "called"),
        waiting=tuple(one for one in turns if one.state == "waiting"),
        booked=tuple(one for one in turns if one.state == "booked"),
        over=tuple(one for one in turns if one.state in ("done", "no-show", "cancelled")),
        typed=typed if problem else Typed(desk=typed.desk, case=typed.case),
        cases=_references(turns, request.actor),
    )
    response = show(request, page, status=422 if problem else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _at(day: date) -> str:
    return f"{reverse('staff-desk')}?day={day.isoformat()}"


def _open_said(our: bookings.DeskHours, day: date) -> str:
    spans = [f"{opens:%H:%M} to {closes:%H:%M}" for opens, closes in our.on(day)]
    return f"Open {' and '.join(spans)}." if spans else "Closed on this day."
