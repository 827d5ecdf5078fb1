"""The case page: everything about one case, and what can be done with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from moothall.apps.cases.api import (
    CaseNotFound,
    CaseView,
    Entry,
    Verb,
    case_for,
    document_for,
    timeline_of,
    verbs_for,
)
from moothall.apps.documents.api import Attached
from moothall.apps.places.api import ward_name
from moothall.kernel import clock
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Way, said_after, ways_of
from moothall.sites.staff.casework.panels import Panel, panels_for
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.listing import STATUS_WORDS, lateness
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import due


@dataclass(frozen=True, slots=True)
class Photo:
    href: str
    name: str
    picture: bool
    #: Why it cannot be opened; empty when it can.
    words: str = ""
    #: The duplicate it came with; empty for the case's own.
    of: str = ""
    key: UUID | None = None
    #: `show-photo` or `hide-photo`, where that can be done with it; empty mostly.
    may: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage(Page):
    """`may` are the verbs of the buttons; `ways` lead to the pages of the others; `typed` is what stood in a form of
    this page when its verb refused, empty else; `next`, `main` and `side` are the panels of each place."""

    template: ClassVar[str] = "staff/casework/case.html"
    case: CaseView
    status_words: str
    due: str
    lateness: str
    who: str
    ward: str
    photos: tuple[Photo, ...]
    story: tuple[Entry, ...]
    may: frozenset[str]
    ways: tuple[Way, ...]
    typed: Mapping[str, str]
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
) -> HttpResponse:
    """The case page as it is now, with what was refused and what had been typed. Raises Http404."""
    try:
        case = case_for(reference, seen_by=request.actor)
        story = timeline_of(reference, seen_by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    may = verbs_for(case, by=request.actor)
    running = case.due_on is not None and case.status != "closed"
    page = CasePage(
        title=case.service_name,
        frame=staff_frame(request),
        problems=problems,
        done=done,
        case=case,
        status_words=STATUS_WORDS[case.status],
        due=due(case.due_on, clock.today()) if running and case.due_on and not case.paused else "",
        lateness=lateness(case.due_on, case.overdue, clock.today()) if running and not case.paused else "",
        who="You" if case.assignee == request.actor.account_id and case.assignee else case.assignee_name,
        ward=ward_name(case.ward) if case.ward else "",
        photos=_photos(case, may),
        story=tuple(reversed(story)),
        may=frozenset(verb.value for verb in may),
        ways=ways_of(case, may),
        typed=defaultdict(str, typed or {}),
        next=panels_for("next", case, request.actor),
        main=panels_for("main", case, request.actor),
        side=panels_for("side", case, request.actor),
    )
    return show(request, page, status=422 if problems else 200)


def document(request: Request, reference: str, document: UUID) -> HttpResponseBase:
    """A file of the case. Pictures are shown, anything else is kept; neither can run as a page of ours."""
    try:
        found, content = document_for(
            reading.reference(reference), document, seen_by=request.actor, small="small" in request.GET
        )
    except CaseNotFound as hidden:
        raise Http404 from hidden
    shown = found.picture
    response = FileResponse(
        content,
        as_attachment=not shown,
        filename=found.filename,
        content_type=found.media_type,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _photos(case: CaseView, may: frozenset[Verb]) -> tuple[Photo, ...]:
    """What came with the case, then what came with its duplicates."""
    sent = [(case.reference, one) for one in case.documents]
    sent += [(link.reference, one) for link in case.links for one in link.documents]
    return tuple(
        Photo(
            href=reverse("staff-document", args=[reference, one.id]),
            name=one.name,
            picture=one.picture,
            words=one.words,
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
