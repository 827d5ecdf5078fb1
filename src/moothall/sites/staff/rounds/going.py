"""A round on the way: the sheet for a telephone and for paper, and completing a visit, also with poor signal.

A completion, or a note, is sent as a form, or by the page's script as the same form that asks for JSON. Its key,
`sent_as`, is made with the page (or by the script): what arrives twice is the same, whoever sent it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO, ClassVar, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from moothall.apps.bookings import api as bookings
from moothall.apps.bookings.api import RoundView
from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseNotFound, CaseView, Visited
from moothall.apps.documents.api import attach, documents_of
from moothall.apps.forms.api import PhotoPosted, read_photo
from moothall.apps.identity.api import accounts_named
from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.files import given
from moothall.sites.staff.casework.offers import Option
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.rounds.reading import OUTCOMES, StopLine, stop_line
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import short_day

MOST_PHOTOS = 5
_WORKER = Path(__file__).with_name("worker.js")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage(Page):
    """The sheet. `keep` are the addresses that a telephone keeps for poor signal."""

    template: ClassVar[str] = "staff/rounds/round.html"
    round: UUID
    day: date
    crew: str
    stops: tuple[StopLine, ...]
    done_stops: tuple[StopLine, ...]
    may_plan: bool
    crews: tuple[Option, ...]
    crew_key: str
    rounds: tuple[Option, ...]
    keep: tuple[str, ...]
    reads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(Page):
    template: ClassVar[str] = "staff/rounds/sheet.html"
    round: UUID
    day: date
    crew: str
    stops: tuple[StopLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage(Page):
    """`sent_as` is this completion's own key, `note_sent_as` the next note's; `told` what whoever looks wrote on the
    case; `reads`: they open it."""

    template: ClassVar[str] = "staff/rounds/visit.html"
    round: UUID
    stop: StopLine
    case: CaseView
    #: How somebody there is to be dealt with.
    flags: tuple[cases.FlagView, ...]
    outcomes: tuple[Option, ...]
    closings: tuple[Option, ...]
    photos: tuple[tuple[str, str], ...]
    told: tuple[str, ...]
    reads: bool
    sent_as: str
    note_sent_as: str
    typed: dict[str, str]


DONE = {
    "made": "The round is made, in a short order.",
    "visit": "The visit is kept. What you found is on the case.",
    "open": "The visit is kept. The case stays open: somebody has to close it.",
    "note": "Your note is on the case.",
    "order": "The stops are in a short order.",
    "up": "The order is changed.",
    "down": "The order is changed.",
    "move": "The stop is on the other round now.",
    "drop": "The stop is off this round.",
    "day": "The day and the crew are kept.",
}


def the_round(request: Request, round: UUID) -> HttpResponseBase:
    """The sheet of a round for a telephone; for a planner with what changes it."""
    return sheet_page(request, round)


def sheet_page(
    request: Request, round: UUID, *, problems: tuple[Problem, ...] = (), status: int = 200
) -> HttpResponseBase:
    whole, stops = _stops(request, round)
    by = request.actor
    planning = bookings.may(bookings.PLAN_ROUNDS, whole.team, by)
    crews = [account for account, _ in bookings.crews_of(whole.team)] if planning else []
    names = accounts_named({*crews, *([whole.crew] if whole.crew else [])}, seen_by=by)
    page = RoundPage(
        title=whole.name,
        frame=staff_frame(request),
        problems=problems,
        done="" if problems else DONE.get(request.GET.get("done", ""), ""),
        round=whole.id,
        day=whole.day,
        crew=names.get(whole.crew, "") if whole.crew else "",
        stops=tuple(one for one in stops if not one.outcome),
        done_stops=tuple(one for one in stops if one.outcome),
        may_plan=planning,
        crews=tuple(
            Option(str(key), names[key])
            for key in sorted(crews, key=lambda one: names.get(one, ""))
            if key in names
        ),
        crew_key=str(whole.crew or ""),
        rounds=_others(request, whole) if planning else (),
        keep=_kept(whole, stops),
        reads=cases.READ.allows(by),
    )
    return show(request, page, status=status)


def _others(request: Request, whole: RoundView) -> tuple[Option, ...]:
    """The rounds of the team to which a stop can be moved."""
    today = clock.today()
    found = bookings.rounds_between(today, today + timedelta(days=31), seen_by=request.actor)
    return tuple(
        Option(str(one.id), f"{one.name}, {short_day(one.day)}")
        for one in found
        if one.team == whole.team and one.id != whole.id
    )


def _kept(whole: RoundView, stops: Iterable[StopLine]) -> tuple[str, ...]:
    """Of today's round alone: what lies on a telephone is as little as will do."""
    if whole.day != clock.today():
        return ()
    return tuple(reverse("staff-visit", args=[whole.id, one.visit]) for one in stops if not one.outcome)


def paper(request: Request, round: UUID) -> HttpResponseBase:
    """The same for paper: a line for each stop, room to write."""
    whole, stops = _stops(request, round)
    names = accounts_named([whole.crew] if whole.crew else [], seen_by=request.actor)
    page = SheetPage(
        title=whole.name,
        frame=staff_frame(request),
        round=whole.id,
        day=whole.day,
        crew=names.get(whole.crew, "") if whole.crew else "",
        stops=stops,
    )
    return show(request, page)


def _stops(request: Request, key: UUID) -> tuple[RoundView, tuple[StopLine, ...]]:
    """Raises Http404 for a round of another team."""
    try:
        whole = bookings.round_for(key, seen_by=request.actor)
    except bookings.RoundNotFound as none:
        raise Http404 from none
    said = cases.stops_of([one.label for one in whole.visits], seen_by=request.actor)
    by_reference = {one.reference: one for one in said}
    return whole, tuple(stop_line(one, by_reference) for one in whole.visits)


def visit(request: Request, round: UUID, visit: UUID) -> HttpResponseBase:
    """What is to be done there; sent, the visit is completed."""
    try:
        if request.method != "POST":
            return _visit_page(request, round, visit, None)
        try:
            if "note" in request.POST:
                return _note(request, round, visit)
            done = _complete(request, visit)
        except Refused as no:
            if _wants_json(request):
                return JsonResponse({"refused": no.sentence, "code": no.code}, status=422)
            return _visit_page(request, round, visit, no)
    except (bookings.RoundNotFound, CaseNotFound) as none:
        raise Http404 from none
    if _wants_json(request):
        return JsonResponse({"done": True, "again": done.again, "left": done.left})
    said = "open" if done.left else "visit"
    return HttpResponseRedirect(f"{reverse('staff-round', args=[round])}?done={said}")


def _note(request: Request, round: UUID, visit: UUID) -> HttpResponseBase:
    sent = request.POST
    again = cases.note_on_visit(
        visit, reading.text(sent, "note"), sent_as=reading.words(sent, "sent_as"), by=request.actor
    )
    if _wants_json(request):
        return JsonResponse({"done": True, "again": again})
    return HttpResponseRedirect(f"{reverse('staff-visit', args=[round, visit])}?done=note#written")


def _wants_json(request: Request) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _complete(request: Request, key: UUID) -> Visited:
    """The words and the visit in one transaction; then the photos, those alone that are not there yet: a device that
    lost its signal in between sends everything again."""
    sent = request.POST
    photos = [_photo(one) for one in request.FILES.getlist("photo")]
    if len(photos) > MOST_PHOTOS:
        raise Refused("STAFF-47", f"Choose at most {MOST_PHOTOS} photos.")
    done = cases.complete_visit(
        key,
        reading.words(sent, "outcome"),
        reading.text(sent, "words"),
        close_as=reading.words(sent, "close_as"),
        sent_as=reading.words(sent, "sent_as"),
        by=request.actor,
    )
    source = f"visit:{key}"
    names = {one.name for one in documents_of(done.stream, seen_by=request.actor) if one.source == source}
    for number, (posted, read) in enumerate(photos, 1):
        name = f"Visit {number}{Path(read.name).suffix}"
        if name not in names:
            attach(
                done.stream,
                cast(BinaryIO, posted),
                name=name,
                media_type=read.media_type,
                kind="photo",
                source=source,
                by=request.actor,
            )
    return done


def _photo(posted: UploadedFile[bytes]) -> tuple[UploadedFile[bytes], PhotoPosted]:
    """Raises Refused for what is no photo."""
    read = read_photo(posted)
    if read.problem:
        raise Refused("STAFF-47", read.problem)
    return posted, read


def _visit_page(request: Request, round: UUID, key: UUID, no: Refused | None) -> HttpResponseBase:
    whole, one = bookings.visit_for(key, seen_by=request.actor)
    if whole.id != round:
        raise Http404
    there = cases.case_on_visit(key, seen_by=request.actor)
    case = there.case
    said = {stop.reference: stop for stop in cases.stops_of([one.label], seen_by=request.actor)}
    may_close = cases.CLOSE.allows(request.actor) and case.status != cases.Status.CLOSED
    names, about_note = ("outcome", "words", "close_as", "note"), "note" in request.POST
    page = VisitPage(
        title=case.service_name,
        frame=staff_frame(request),
        problems=(Problem(no.sentence, _at(request, no)),) if no else (),
        done=DONE.get(request.GET.get("done", ""), "") if no is None else "",
        round=round,
        stop=stop_line(one, said),
        case=case,
        flags=there.flags,
        photos=tuple(
            (reverse("staff-visit-photo", args=[round, key, photo.id]), photo.name) for photo in there.photos
        ),
        told=there.told,
        reads=there.reads,
        outcomes=tuple(Option(code, *words) for code, words in OUTCOMES.items()),
        closings=tuple(Option(o.code, o.name, o.words) for o in case.outcomes) if may_close else (),
        sent_as=_name_of(request, sent=bool(no) and not about_note),
        note_sent_as=_name_of(request, sent=bool(no) and about_note),
        typed={name: reading.text(request.POST, name) if no else "" for name in names},
    )
    return show(request, page, status=422 if no else 200)


def _name_of(request: Request, *, sent: bool) -> str:
    """By which it is known again: as it was sent, or a new one."""
    return reading.words(request.POST, "sent_as") if sent else str(new_id())


def _at(request: Request, no: Refused) -> str:
    if "note" in request.POST:
        return "#note"
    return {"STAFF-47": "#photo", "CASE-263": "#words"}.get(no.code, "#outcome")


def photo(request: Request, round: UUID, visit: UUID, document: UUID) -> HttpResponseBase:
    """A photo that came with the case of a visit."""
    try:
        found, content = cases.photo_on_visit(
            visit, document, small="small" in request.GET, seen_by=request.actor
        )
    except (bookings.RoundNotFound, CaseNotFound) as none:
        raise Http404 from none
    return given(found, content)


def worker(request: Request) -> HttpResponseBase:
    """The service worker of rounds: at this address, so that it serves no other page of ours."""
    response = HttpResponse(_WORKER.read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
