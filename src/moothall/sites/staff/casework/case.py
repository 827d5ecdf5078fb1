"""The case page: everything about one case, and what can be done with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from moothall.apps.cases.api import (
    CaseNotFound,
    CaseView,
    Desk,
    Entry,
    Righted,
    Verb,
    desk_for,
    verbs_for,
    verdicts_for,
)
from moothall.apps.catalogue.api import council
from moothall.apps.documents.api import Attached
from moothall.apps.places.api import ward_name
from moothall.apps.teams.api import team_called
from moothall.ground.gathering import reading_once
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.staff import reading
from moothall.sites.staff.casework.gist import Gist, gist_of
from moothall.sites.staff.casework.offers import Offered, offered, said_after
from moothall.sites.staff.casework.panels import Beside, Panel, beside, panels_for, read_by_panels
from moothall.sites.staff.casework.presence import others_here, ticket_for
from moothall.sites.staff.casework.story import StoryShown, story_shown
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.wording import STATUS_WORDS, lateness
from moothall.ui.pages import Frame, Page, Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import due

#: The header with which the page's script asks for what changed, and which says that an answer is that.
ASKING = "X-In-Place"
P = TypeVar("P", bound="InPlace")


@dataclass(frozen=True, slots=True)
class Photo:
    href: str
    name: str
    picture: bool
    #: The address of it as lists show it.
    small: str = ""
    #: Why it cannot be opened; empty when it can.
    words: str = ""
    locked: bool = False
    #: The duplicate it came with; empty for the case's own.
    of: str = ""
    key: UUID | None = None
    #: `show-photo` or `hide-photo`, where that can be done with it; empty mostly.
    may: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InPlace(Page):
    """What a button of the case page may change: how the case stands, what can be done, what happened.

    `may` are the verbs that are possible; `offered` are those with a place of their own; `typed` is what stood in a
    form of this page when its verb refused, empty else; `since` is what colleagues did meanwhile, where that is why.
    `next`, `main` and `side` are the panels of each place.
    """

    template: ClassVar[str] = "staff/casework/in_place.html"
    case: CaseView
    status_words: str
    due: str
    lateness: str
    who: str
    team: str
    story: StoryShown
    may: frozenset[str]
    offered: Offered
    typed: Mapping[str, str]
    since: tuple[Entry, ...]
    next: tuple[Panel, ...]
    main: tuple[Panel, ...]
    side: tuple[Beside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage(InPlace):
    """The whole page. `righted` are the corrections of each question."""

    template: ClassVar[str] = "staff/casework/case.html"
    first: tuple[Panel, ...]
    ward: str
    gist: Gist
    photos: tuple[Photo, ...]
    righted: Mapping[str, tuple[Righted, ...]]
    here: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the page says of a verb that was done or refused: `typed` had been typed, and `seen` is what the page it was
    pressed on had shown, where something has happened since."""

    done: str = ""
    problems: tuple[Problem, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    seen: int | None = None


def case_page(request: Request, reference: str) -> HttpResponse:
    done = said_after(request.GET.get("done", ""))
    return showing(request, reading.reference(reference), Outcome(done))


def wants_in_place(request: HttpRequest) -> bool:
    """Does the page's script ask, which has the rest of the page already?"""
    return ASKING in request.headers


def showing(request: Request, reference: str, outcome: Outcome) -> HttpResponse:
    """The case page as it is now, or what may have changed of it where its script asks. Raises Http404."""
    in_place = wants_in_place(request)
    with reading_once():
        try:
            asked = read_by_panels(request.actor, moving=in_place)
            whole = not in_place
            desk = desk_for(reference, like=whole, answers=whole, beside=asked, seen_by=request.actor)
        except CaseNotFound as hidden:
            raise Http404 from hidden
        page = _in_place(request, desk, outcome) if in_place else _whole(request, desk, outcome)
    response = show(request, page, status=422 if outcome.problems else 200)
    if in_place:
        response.headers[ASKING] = "yes"
    return response


def _in_place(request: Request, desk: Desk, outcome: Outcome) -> InPlace:
    return _moving(InPlace, request, desk, outcome)(
        frame=Frame(council=council().name, site="staff"),
        side=beside(desk.case, request.actor, moving=True),
    )


def _whole(request: Request, desk: Desk, outcome: Outcome) -> CasePage:
    case = desk.case
    return _moving(CasePage, request, desk, outcome)(
        frame=staff_frame(request),
        side=beside(case, request.actor),
        first=panels_for("first", case, request.actor),
        ward=ward_name(case.ward) if case.ward else "",
        gist=gist_of(case),
        photos=_photos(case, request.actor),
        righted=desk.righted,
        here=others_here(request, f"case:{case.id}"),
        ticket=ticket_for(request, f"case:{case.id}"),
    )


def _moving(kind: type[P], request: Request, desk: Desk, outcome: Outcome) -> partial[P]:
    """A page of `kind` but for what `InPlace` and the whole page have each in its own way."""
    case, by = desk.case, request.actor
    verdicts = verdicts_for(case, by=by)
    running = case.due_on is not None and case.status != "closed" and not case.paused
    return partial(
        kind,
        title=case.service_name,
        problems=outcome.problems,
        done=outcome.done,
        case=case,
        status_words=STATUS_WORDS[case.status],
        due=due(case.due_on, clock.today()) if running and case.due_on else "",
        lateness=lateness(case.due_on, case.overdue, clock.today()) if running else "",
        who="You" if case.assignee == by.account_id and case.assignee else case.assignee_name,
        team=team_called(case.team),
        story=story_shown(desk.story, request.GET.get("show", ""), whole="whole" in request.GET),
        may=frozenset(verb.value for verb, why in verdicts.items() if not why),
        offered=offered(case, verdicts),
        typed=defaultdict(str, outcome.typed),
        since=tuple(one for one in desk.story if outcome.seen is not None and one.sequence > outcome.seen),
        next=panels_for("next", case, by),
        main=panels_for("main", case, by),
    )


def _photos(case: CaseView, by: Actor) -> tuple[Photo, ...]:
    """What came with the case, then what came with its duplicates."""
    may = verbs_for(case, by=by) if case.documents else frozenset()
    sent = [(case.reference, one) for one in case.documents]
    sent += [(link.reference, one) for link in case.links for one in link.documents]
    return tuple(
        Photo(
            href=reverse(
                "staff-file" if one.picture or one.locked else "staff-document", args=[reference, one.id]
            ),
            name=one.name,
            picture=one.picture,
            small=reverse("staff-document", args=[reference, one.id]) + "?small=1",
            words=one.words,
            locked=one.locked,
            of="" if reference == case.reference else reference,
            key=one.id,
            may=_may(one, may) if reference == case.reference else "",
        )
        for reference, one in sent
    )


def _may(one: Attached, may: frozenset[Verb]) -> str:
    """What can be done with a photo: put it on the public page, or take it off."""
    if one.kind != "photo" or not one.picture:
        return ""
    verb = Verb.HIDE_PHOTO if one.released else Verb.SHOW_PHOTO
    return verb.value if verb in may else ""
