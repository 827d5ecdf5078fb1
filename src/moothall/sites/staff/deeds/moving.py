"""Moving a case to another service with its answers; what its new form asks besides; making two cases of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.middleware.csrf import get_token
from django.urls import reverse

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import (
    AnswersDoNotFit,
    CaseNotFound,
    CaseView,
    Divisible,
    Fitting,
    LeftBehind,
    Parting,
    Rest,
)
from moothall.apps.catalogue.api import NoSuchService, services_listed
from moothall.apps.forms.api import Problem, Said
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.panels import Panel, panel
from moothall.sites.staff.casework.second import or_ask
from moothall.sites.staff.deeds.sheets import Ask, Block, Choice, Sheet, typed
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import layout_around
from moothall.ui.questions.compile import Parts, compile_page
from moothall.ui.questions.outline import Outline
from moothall.ui.routes import Request

#: What a small form can ask by a link.
_BY_LINK = frozenset({"short-text", "long-text", "yes-no", "one-of", "date", "address"})
_MOST_BY_LINK = 5


def _services(case: CaseView, by: Actor) -> tuple[Choice, ...]:
    listed = services_listed(seen_by=by)
    return tuple(
        Choice(one.slug, one.name, one.summary)
        for one in listed
        if one.takes_requests and one.slug != case.service
    )


MOVE = "Move the case to another service"


def move(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    """First where to; then what goes along, what stays behind and what is asked besides."""
    slug = reading.words(sent, "service")
    try:
        fit = (
            cases.fitting_for(case.reference, slug, seen_by=request.actor)
            if slug not in ("", case.service)
            else None
        )
    except NoSuchService:
        fit = None
    return _where_to(request, case, sent) if fit is None else _what_goes(case, slug, fit, sent)


def _where_to(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    asks = (Ask("radios", "service", "Which service?", "", _services(case, request.actor)),)
    intro = (
        "It gets the time that the other service promises, and the reporter is told. If only another team may see that "
        "service, you will not see the case afterwards."
    )
    return Sheet(MOVE, "Look at what goes along", typed(asks, sent), by_get=True, intro=intro)


def _what_goes(case: CaseView, slug: str, fit: Fitting, sent: QueryDict) -> Sheet:
    along = tuple((one.there or one.label, ", ".join(one.lines)) for one in fit.along)
    besides = tuple((one.label, "") for one in fit.asked)
    blocks = (
        Block("What goes along", along, "" if along else "No answer fits the other form."),
        *_left(fit.left),
        *((Block("What else the other form asks", besides),) if besides else ()),
    )
    linked = [one for one in fit.asked if one.type in _BY_LINK][:_MOST_BY_LINK] if _has_email(case) else []
    who = [Choice("officer", "I or a colleague: it stays on the list of things to do")]
    who += [Choice("reporter", "The reporter, by a link")] if linked else []
    questions = tuple(Choice(one.key, one.label) for one in linked)
    asks = [
        Ask("hidden", "service", values=(slug,)),
        Ask(
            "radios",
            "rest",
            "Who will answer these extra questions?",
            "",
            tuple(who) if besides else (),
            ("officer",),
        ),
    ]
    if linked:
        every = tuple(one.key for one in linked)
        hint = "Only if they are asked. At most five questions; the rest is a task"
        asks.append(Ask("checks", "ask", "What is the reporter asked?", hint, questions, every))
        asks.append(Ask("words", "words", "Words for the reporter (optional)"))
    return Sheet(MOVE, "Move it", typed(asks, sent), blocks=blocks)


def _left(said: Sequence[Said]) -> tuple[Block, ...]:
    if not said:
        return ()
    pairs = tuple((one.label, ", ".join(one.lines)) for one in said)
    return (Block("What stays behind, readable on the case for good", pairs),)


def _has_email(case: CaseView) -> bool:
    return any(party.email for party in case.parties if party.role == "reporter")


def do_move(request: Request, case: CaseView, sent: QueryDict) -> str:
    slug = reading.words(sent, "service")
    ask = tuple(reading.all_of(sent, "ask"))[:_MOST_BY_LINK] if sent.get("rest") == "reporter" else ()
    words = reading.text(sent, "words")
    done = or_ask(
        lambda: cases.move_case(case.reference, slug, ask=ask, words=words, by=request.actor),
        case.reference,
        "move",
        {"service": slug, "ask": list(ask)},
        words,
        by=request.actor,
        done="moved",
    )
    if done == "approval":
        return done
    try:
        seen = cases.case_for(case.reference, seen_by=request.actor)
    except CaseNotFound:
        return reverse("staff-queue") + "?done=moved"
    rest = any(task.kind == "rest" for task in seen.tasks)
    return reverse("staff-case-rest", args=[case.reference]) if rest else "moved"


def rest(request: Request, reference: str) -> HttpResponseBase:
    """What the new form asks besides, on one page."""
    known = reading.reference(reference)
    try:
        asked = cases.rest_of(known, seen_by=request.actor)
        if not asked.fields:
            return HttpResponseRedirect(reverse("staff-case", args=[known]))
        if request.method != "POST":
            return _rest_page(request, asked, {})
        given = {field: tuple(request.POST.getlist(field)) for field in asked.fields}
        try:
            cases.fill_in_rest(known, given, by=request.actor)
        except AnswersDoNotFit as wrong:
            return _rest_page(request, asked, given, wrong.problems)
        except Refused as no:
            at = asked.fields[0] if asked.fields else "questions"
            return _rest_page(request, asked, given, (Problem(at, at, no.sentence),))
        if cases.rest_of(known, seen_by=request.actor).fields:
            return HttpResponseRedirect(reverse("staff-case-rest", args=[known]))
    except CaseNotFound as hidden:
        raise Http404 from hidden
    return HttpResponseRedirect(reverse("staff-case", args=[known]) + "?done=rest")


def _rest_page(
    request: Request, asked: Rest, given: Mapping[str, tuple[str, ...]], problems: Sequence[Problem] = ()
) -> HttpResponse:
    """The questions of all its open pages as one page of the forms engine."""
    outline = Outline(
        key="rest",
        title="What else the form asks",
        caption=f"{asked.reference} · {asked.service_name}",
        questions=asked.asked,
        button="Keep the answers",
    )
    frame = staff_frame(request)

    def around(parts: Parts) -> str:
        return layout_around(
            parts.main, title=parts.title, before=parts.before, section=frame.service, frame=frame
        )

    html = compile_page(outline, around).fill(
        token=get_token(request),
        typed=given,
        problems=problems,
        back=reverse("staff-case", args=[asked.reference]),
    )
    return HttpResponse(html, status=422 if problems else 200)


SPLIT = "Make two cases of it"


def split(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    """First which service the second one is of; then what goes where."""
    slug = reading.words(sent, "service")
    listed = {one.slug: one.name for one in services_listed(seen_by=request.actor) if one.takes_requests}
    if slug not in listed:
        every = tuple(Choice(one, name) for one, name in listed.items())
        first = (Ask("radios", "service", "What is the second one about?", "", every),)
        intro = "For when somebody has told you of two things at once. They are told once, of both."
        return Sheet(SPLIT, "Continue", typed(first, sent), intro=intro, by_get=True)
    parts = cases.divisible(case.reference, slug, seen_by=request.actor)
    asks = (Ask("hidden", "service", values=(slug,)), *_what_goes_where(parts))
    return Sheet(SPLIT, f"Make a second case: {listed[slug]}", typed(asks, sent))


def _what_goes_where(parts: Divisible) -> tuple[Ask, ...]:
    fits = {one.key for one in parts.fit.along} if parts.fit else set()
    answers = tuple(
        Choice(one.question, one.label, ", ".join(one.lines)) for one in parts.said if one.question in fits
    )
    files = tuple(Choice(str(one.id), one.name) for one in parts.files if one.ready)
    notes = tuple(Choice(str(one.id), one.text[:200]) for one in parts.notes)
    every, hint = tuple(one.value for one in answers), "Those that its form has a place for"
    return (
        Ask("checks", "along", "Which answers go to the second one?", hint, answers, every),
        Ask("checks", "leaving", "Which of these answers should leave this case?", "", answers),
        Ask("checks", "files", "Which files go to the second one?", "", files),
        Ask("checks", "files_leaving", "Which of these files should leave this case?", "", files),
        Ask("checks", "notes", "Which notes are copied to the second one?", "", notes),
        Ask("words", "words", "What is the second one about?", "A note for whoever deals with it"),
    )


def do_split(request: Request, case: CaseView, sent: QueryDict) -> str:
    parts = cases.divisible(case.reference, seen_by=request.actor)
    chosen = {
        name: set(reading.all_of(sent, name))
        for name in ("along", "leaving", "files", "files_leaving", "notes")
    }
    along = tuple(one.question for one in parts.said if one.question in chosen["along"])
    files = tuple(one.id for one in parts.files if str(one.id) in chosen["files"])
    parting = Parting(
        service=reading.words(sent, "service"),
        answers=along,
        leaving=tuple(key for key in along if key in chosen["leaving"]),
        files=files,
        files_leaving=tuple(key for key in files if str(key) in chosen["files_leaving"]),
        notes=tuple(one.id for one in parts.notes if str(one.id) in chosen["notes"]),
        words=reading.text(sent, "words"),
    )
    cases.split_case(case.reference, parting, by=request.actor)
    return "split"


@dataclass(frozen=True, slots=True)
class Left(Panel):
    template: ClassVar[str] = "staff/deeds/left.html"
    left: tuple[LeftBehind, ...]


@panel("main", order=60)
def left(case: CaseView, by: Actor) -> Panel | None:
    found = cases.left_behind(case, seen_by=by)
    return Left(found) if found else None


@dataclass(frozen=True, slots=True)
class Half(Panel):
    template: ClassVar[str] = "staff/deeds/half.html"
    references: tuple[str, ...]


@panel("side", order=15)
def half(case: CaseView, by: Actor) -> Panel | None:
    found = cases.other_half(case, seen_by=by)
    return Half(found) if found else None
