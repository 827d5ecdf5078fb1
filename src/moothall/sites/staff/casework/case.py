"""The case page: everything about one case, and what can be done with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from moothall.apps.cases.api import (
    CaseNotFound,
    CaseView,
    Desk,
    Entry,
    Righted,
    Verb,
    desk_for,
    verdicts_for,
)
from moothall.apps.documents.api import Attached
from moothall.apps.places.api import ward_name
from moothall.kernel import clock
from moothall.sites.staff import reading
from moothall.sites.staff.casework.gist import Gist, gist_of
from moothall.sites.staff.casework.offers import Offered, offered, said_after
from moothall.sites.staff.casework.panels import Panel, panels_for
from moothall.sites.staff.casework.presence import others_here, ticket_for
from moothall.sites.staff.casework.story import StoryShown, story_shown
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.wording import STATUS_WORDS, lateness
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import due


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
class CasePage(Page):
    """`may` are the verbs that are possible; `offered` are those with a place of their own; `typed` is what stood in a
    form of this page when its verb refused, empty else; `since` is what colleagues did meanwhile, where that is why.
    `righted` are the corrections of each question; `next`, `main` and `side` the panels of each place."""

    template: ClassVar[str] = "staff/casework/case.html"
    case: CaseView
    status_words: str
    due: str
    lateness: str
    who: str
    ward: str
    gist: Gist
    photos: tuple[Photo, ...]
    story: StoryShown
    righted: Mapping[str, tuple[Righted, ...]]
    may: frozenset[str]
    offered: Offered
    typed: Mapping[str, str]
    here: str
    ticket: str
    since: tuple[Entry, ...]
    next: tuple[Panel, ...]
    main: tuple[Panel, ...]
    side: tuple[Panel, ...]


def case_page(request: Request, reference: str) -> HttpResponse:
    done = said_after(request.GET.get("done", ""))
    return showing(request, reading.reference(reference), done=done)


def showing(
    request: Request,
    reference: str,
    *,
    done: str = "",
    problems: tuple[Problem, ...] = (),
    typed: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> HttpResponse:
    """The case page as it is now, with what was refused and what had been typed; and what happened after `seen`, where
    that is why. Raises Http404."""
    # Worked out when it was first asked for; from here on it is asked a hundred times.
    request.actor = copy(request.actor)
    try:
        desk = desk_for(reference, like=True, seen_by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    page = _page(request, desk, done=done, problems=problems, typed=typed or {}, seen=seen)
    return show(request, page, status=422 if problems else 200)


def _page(
    request: Request,
    desk: Desk,
    *,
    done: str,
    problems: tuple[Problem, ...],
    typed: Mapping[str, str],
    seen: int | None,
) -> CasePage:
    case, by = desk.case, request.actor
    verdicts = verdicts_for(case, by=by)
    may = frozenset(verb for verb, why in verdicts.items() if not why)
    running = case.due_on is not None and case.status != "closed" and not case.paused
    return CasePage(
        title=case.service_name,
        frame=staff_frame(request),
        problems=problems,
        done=done,
        case=case,
        status_words=STATUS_WORDS[case.status],
        due=due(case.due_on, clock.today()) if running and case.due_on else "",
        lateness=lateness(case.due_on, case.overdue, clock.today()) if running else "",
        who="You" if case.assignee == by.account_id and case.assignee else case.assignee_name,
        ward=ward_name(case.ward) if case.ward else "",
        gist=gist_of(case),
        photos=_photos(case, may),
        story=story_shown(desk.story, request.GET.get("show", ""), whole="whole" in request.GET),
        righted=desk.righted,
        may=frozenset(verb.value for verb in may),
        offered=offered(case, verdicts),
        typed=defaultdict(str, typed),
        here=others_here(request, f"case:{case.id}"),
        ticket=ticket_for(request, f"case:{case.id}"),
        since=tuple(one for one in desk.story if seen is not None and one.sequence > seen),
        next=panels_for("next", case, by),
        main=panels_for("main", case, by),
        side=panels_for("side", case, by),
    )


def _photos(case: CaseView, may: frozenset[Verb]) -> tuple[Photo, ...]:
    """What came with the case, then what came with its duplicates."""
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
