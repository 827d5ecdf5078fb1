"""Notes: changing one's own; and following a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases.api import (
    CaseNotFound,
    CaseView,
    case_for,
    change_note,
    follow_case,
    timeline_of,
    unfollow_case,
)
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

#: Of a note that has been changed in another window, or is nobody's own.
_TOO_LATE = ("CASE-128", "This note cannot be changed any more. Copy what you wrote, and write another one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePage(Page):
    template: ClassVar[str] = "staff/talking/note.html"
    case: CaseView
    words: str


def change(request: Request, reference: str, note: UUID) -> HttpResponseBase:
    """Write one's own note anew; what was typed stays when that is refused."""
    known = reading.reference(reference)
    words = reading.text(request.POST, "words")
    try:
        if request.method == "POST":
            return _kept(request, known, note, words)
        story = timeline_of(known, seen_by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    written = next((one.text for one in story if one.key == note and one.kind == "notes"), None)
    if written is None:
        return HttpResponseRedirect(reverse("staff-case", args=[known]))
    return _page(request, known, written, None)


def _kept(request: Request, reference: str, note: UUID, words: str) -> HttpResponseBase:
    """Raises CaseNotFound for a case that is not there for whoever asks."""
    try:
        change_note(reference, note, words, by=request.actor)
    except Refused as no:
        return _page(request, reference, words, no)
    except CaseNotFound:
        return _page(request, reference, words, Refused(*_TOO_LATE))
    return HttpResponseRedirect(reverse("staff-case", args=[reference]) + "?done=note-changed")


def _page(request: Request, reference: str, words: str, no: Refused | None) -> HttpResponseBase:
    page = NotePage(
        title="Change your note",
        frame=staff_frame(request),
        problems=(Problem(no.sentence, "#words"),) if no else (),
        case=case_for(reference, seen_by=request.actor),
        words=words,
    )
    return show(request, page, status=422 if no else 200)


def follow(request: Request, reference: str) -> HttpResponseBase:
    return _press(request, reference, "follow", follow_case)


def unfollow(request: Request, reference: str) -> HttpResponseBase:
    return _press(request, reference, "unfollow", unfollow_case)


def _press(request: Request, reference: str, name: str, verb: Callable[..., None]) -> HttpResponseBase:
    known = reading.reference(reference)
    back = reverse("staff-case", args=[known])
    if request.method != "POST":
        return HttpResponseRedirect(back)
    try:
        verb(known, by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    return HttpResponseRedirect(f"{back}?done={name}")
