"""Putting an answer of a case right: the question as its form asks it, and why it is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse

from moothall.apps.cases.api import (
    AnswersDoNotFit,
    CaseNotFound,
    ChangedSince,
    Correction,
    Heeds,
    as_seen,
    correct_answers,
    correction_of,
    timeline_of,
)
from moothall.apps.forms.api import Problem
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import layout_around
from moothall.ui.questions.compile import Parts, compile_page
from moothall.ui.questions.outline import Asked, Hidden, Outline, TextArea
from moothall.ui.routes import Request

REASON = "correction-reason"
SEEN = "seen"
_WHY = Asked(
    key=REASON,
    label="Why is it corrected?",
    hint="For colleagues, such as “the reporter called”. The reporter does not see it",
    widget=TextArea(name=REASON, rows=2),
)
#: Up to where the page showed the case: see `as_seen` of `cases`.
_SHOWN = Asked(key=SEEN, label="", hint="", widget=Hidden(name=SEEN))


def correct(request: Request, reference: str, key: str) -> HttpResponseBase:
    """Ask the question, or keep what was answered and go back to the case."""
    known = reading.reference(reference)
    try:
        asked = correction_of(known, key, seen_by=request.actor)
        if request.method != "POST":
            return _page(request, asked, asked.typed)
        typed = {field: tuple(request.POST.getlist(field)) for field in asked.fields}
        why = reading.text(request.POST, REASON)
        try:
            with as_seen(known, reading.number(request.POST, SEEN), heeds=Heeds.CHANGES):
                correct_answers(known, typed, by=request.actor, reason=why)
        except AnswersDoNotFit as wrong:
            return _page(request, asked, {**typed, REASON: (why,)}, wrong.problems)
        except ChangedSince as since:
            return _page(request, asked, {**typed, REASON: (why,)}, _told(asked, since, key, request.actor))
        except Refused as no:
            at = REASON if no.code == "CASE-24" else asked.fields[0]
            question = REASON if no.code == "CASE-24" else key
            problem = Problem(question, at, no.sentence)
            return _page(request, asked, {**typed, REASON: (why,)}, (problem,))
    except CaseNotFound as hidden:
        raise Http404 from hidden
    return HttpResponseRedirect(reverse("staff-case", args=[known]) + "?done=correct")


def _told(asked: Correction, since: ChangedSince, key: str, by: Actor) -> tuple[Problem, ...]:
    """Why it stopped, each thing that happened meanwhile, and what the answer says now."""
    story = timeline_of(asked.reference, seen_by=by)
    told = (f"{one.who}: {one.sentence} {one.text}".strip() for one in story if one.sequence > since.seen)
    now = ", ".join(part for parts in asked.typed.values() for part in parts if part)
    again = f"The answer says now: {now}. Keep your correction all the same, or go back."
    return tuple(Problem(key, REASON, sentence) for sentence in (since.sentence, *told, again))


def _page(
    request: Request,
    asked: Correction,
    typed: Mapping[str, tuple[str, ...]],
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    outline = Outline(
        key=asked.asked.key,
        title="Correct an answer",
        caption=f"{asked.reference} · {asked.service_name}",
        questions=(asked.asked, _WHY, _SHOWN),
        button="Keep the correction",
    )
    frame = staff_frame(request)

    def around(parts: Parts) -> str:
        return layout_around(
            parts.main, title=parts.title, before=parts.before, section=frame.service, frame=frame
        )

    html = compile_page(outline, around).fill(
        token=get_token(request),
        typed={**typed, SEEN: (str(asked.seen),)},
        problems=problems,
        back=reverse("staff-case", args=[asked.reference]),
    )
    return HttpResponse(html, status=422 if problems else 200)
