"""Asking the reporter up to five things as a small form: put together, looked at, sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from markupsafe import Markup

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import QUESTION_PAGE, QUESTION_TYPES, CaseNotFound, CaseView, SmallQuestion
from moothall.apps.forms import api as forms
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.acting import why_not
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.questions import compile_page, questions_alone
from moothall.ui.routes import Request

MOST = 5
_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Slot:
    """One question as it is being put together. `options` are lines."""

    number: int
    label: str = ""
    hint: str = ""
    type: str = "short-text"
    options: str = ""
    optional: bool = False

    @property
    def empty(self) -> bool:
        return not (self.label.strip() or self.hint.strip() or self.options.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPage(Page):
    """`looked` is the form as the reporter will see it, as safe HTML; empty until somebody looks. `why_not`: why
    nothing can be asked now."""

    template: ClassVar[str] = "staff/talking/questions.html"
    case: CaseView
    words: str
    slots: tuple[Slot, ...]
    types: tuple[tuple[str, str], ...]
    more: bool
    looked: Markup
    why_not: str


def questions(request: Request, reference: str) -> HttpResponseBase:
    """The page on which they are put together; looked at; sent."""
    known = reading.reference(reference)
    try:
        case = cases.case_for(known, seen_by=request.actor)
        if request.method != "POST":
            return _page(request, case, "", (Slot(1),))
        return _pressed(request, case)
    except CaseNotFound as hidden:
        raise Http404 from hidden


def _pressed(request: Request, case: CaseView) -> HttpResponseBase:
    sent = request.POST
    words, slots = reading.text(sent, "words"), _slots(sent)
    asked = tuple(_question(one) for one in slots if not one.empty)
    if "more" in sent and len(slots) < MOST:
        return _page(request, case, words, (*slots, Slot(len(slots) + 1)))
    try:
        form = cases.preview_questions(case.reference, asked, seen_by=request.actor)
        if "send" in sent:
            cases.ask_questions(case.reference, asked, words=words, by=request.actor)
            return HttpResponseRedirect(reverse("staff-case", args=[case.reference]) + "?done=questions")
    except Refused as no:
        return _page(request, case, words, slots, problem=Problem(no.sentence, _at(no, slots)))
    return _page(request, case, words, slots, looked=_drawn(form))


def _slots(sent: QueryDict) -> tuple[Slot, ...]:
    many = min(MOST, max(1, reading.number(sent, "slots") or 1))
    return tuple(
        Slot(
            n,
            reading.text(sent, f"label-{n}"),
            reading.text(sent, f"hint-{n}"),
            reading.words(sent, f"type-{n}"),
            reading.text(sent, f"options-{n}"),
            f"optional-{n}" in sent,
        )
        for n in range(1, many + 1)
    )


def _question(one: Slot) -> SmallQuestion:
    label = " ".join(one.label.split())
    return SmallQuestion(one.type, label, " ".join(one.hint.split()), _options(one), not one.optional)


def _options(one: Slot) -> tuple[str, ...]:
    """Each once."""
    lines = (" ".join(line.split()) for line in one.options.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _at(no: Refused, slots: Sequence[Slot]) -> str:
    """The field that a rule's sentence is about, as far as that can be told."""
    found = next((one.number for one in slots if _is_wrong(one, no.code)), 1)
    return f"#options-{found}" if no.code == "CASE-132" else f"#label-{found}"


def _is_wrong(one: Slot, code: str) -> bool:
    if code == "CASE-131":
        return not one.empty and not one.label.strip()
    if code == "CASE-134":
        return max(len(one.label), len(one.hint)) > 300
    return code == "CASE-132" and one.type == "one-of" and not _question(one).has_options


def _drawn(form: forms.Form) -> Markup:
    filled = compile_page(forms.outline(form, QUESTION_PAGE)).fill(token="")
    return questions_alone(filled, level=3)


def _page(
    request: Request,
    case: CaseView,
    words: str,
    slots: tuple[Slot, ...],
    *,
    problem: Problem | None = None,
    looked: Markup = _NOTHING,
) -> HttpResponse:
    page = QuestionsPage(
        title="Ask with a small form",
        frame=staff_frame(request),
        problems=(problem,) if problem else (),
        case=case,
        words=words,
        slots=slots,
        types=tuple(QUESTION_TYPES.items()),
        more=len(slots) < MOST,
        looked=looked,
        why_not="" if problem else why_not(case, "questions", request.actor),
    )
    return show(request, page, status=422 if problem else 200)
