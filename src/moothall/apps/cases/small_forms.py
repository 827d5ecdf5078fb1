"""A few questions of an officer as a form: what was asked, as the forms engine reads it, and what was answered.

A question is of a type that any form may have, or the very question of the case's own form: then its answer becomes one
of the case's answers, too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.cases import rules
from moothall.apps.cases.models import Case, SmallForm
from moothall.apps.cases.policies import CaseNotFound, may_see
from moothall.apps.cases.reading import form_of_case
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor

#: The one page of such a form.
QUESTION_PAGE = "questions"
TITLE = N_("We need to know more")
#: What officers choose from, with what it is called.
QUESTION_TYPES = {
    "short-text": "A few words",
    "long-text": "A longer text",
    "yes-no": "Yes or no",
    "one-of": "One of several options",
    "date": "A date",
    "photo": "A photo",
    "file": "A file",
    "address": "An address",
}


@dataclass(frozen=True, slots=True)
class SmallQuestion:
    """One question. `key` names a question of the case's own form; then the rest is as that form says."""

    type: str = "short-text"
    label: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()
    required: bool = True
    key: str = ""

    @property
    def has_options(self) -> bool:
        """Where one of several is chosen: there are several, each another, and short."""
        several = 2 <= len(set(self.options)) == len(self.options) <= 20
        return self.type != "one-of" or (several and max(map(len, self.options)) <= 200)


@dataclass(frozen=True, slots=True)
class SmallFormView:
    """A small form that waits for its answers, with what has been kept of them."""

    reference: str
    service_name: str
    form: forms.Form
    answers: forms.Answers
    owner: str
    question: UUID


def demand_questions(questions: Sequence[SmallQuestion], form: forms.Form) -> None:
    """Raises Refused for questions that cannot be asked so."""
    rules.asks_a_few.demand(len(questions))
    for one in questions:
        if one.key in form.questions:
            continue
        rules.question_has_words.demand(one.label)
        rules.question_is_short.demand(one.label, one.hint)
        rules.is_known_type.demand(one.type in QUESTION_TYPES)
        rules.has_options.demand(one.has_options)


def written(questions: Sequence[SmallQuestion]) -> str:
    """The questions as they are kept; the same make the same text."""
    return json.dumps([asdict(one) for one in questions], sort_keys=True, ensure_ascii=False)


def questions_from(text: str) -> tuple[SmallQuestion, ...]:
    return tuple(SmallQuestion(**{**one, "options": tuple(one["options"])}) for one in json.loads(text))


def small_form(questions: Sequence[SmallQuestion], of: forms.Form) -> forms.Form:
    """The form that asks `questions`, for the reporter of a case whose own form is `of`."""
    asked = tuple(_question(number, one, of) for number, one in enumerate(questions, 1))
    title = _(TITLE) if len(asked) > 1 else ""
    return forms.Form((forms.Page(key=QUESTION_PAGE, title=title, questions=asked),), language=of.language)


def _question(number: int, one: SmallQuestion, of: forms.Form) -> forms.Question:
    known = of.part().questions.get(one.key)
    if known is not None:
        return replace(known, when=None)
    kind = forms.KINDS[one.type]
    settings = {"options": _options(one.options)} if one.type == "one-of" else {}
    label = one.label.strip()
    return forms.Question(
        key=f"question_{number}",
        kind=kind.from_settings(settings),
        label=label,
        hint=one.hint.strip(),
        required=one.required,
        name=f"“{label}”",
        errors={"missing": _("Answer the question “{label}”").replace("{label}", label)},
    )


def _options(options: Sequence[str]) -> list[dict[str, str]]:
    return [{"value": f"option-{number}", "label": label} for number, label in enumerate(options, 1)]


def said(questions: Sequence[SmallQuestion], words: str, of: forms.Form) -> str:
    """The questions in words, for an e-mail and the story."""
    asked = small_form(questions, of).questions.values()
    lines = (
        [f"{number}. {one.label}" for number, one in enumerate(asked, 1)]
        if len(asked) > 1
        else [one.label for one in asked]
    )
    return "\n".join(filter(None, (words.strip(), *lines)))


def answers_said(form: forms.Form, answers: forms.Answers) -> str:
    """The answers in words, each below its question."""
    told = forms.answers_in_words(form, answers)
    return "\n".join(f"{one.label}\n{', '.join(one.lines)}" for one in told)


def preview_questions(reference: str, questions: Sequence[SmallQuestion], *, seen_by: Actor) -> forms.Form:
    """The form that would be asked, to be looked at. Raises Refused, CaseNotFound."""
    case = Case.objects.filter(reference=reference).first()
    if case is None or not may_see(seen_by, case.id, case.confidentiality):
        raise CaseNotFound(reference)
    own = form_of_case(case)
    demand_questions(questions, own)
    return small_form(questions, own)


def small_form_for(reference: str, *, seen_by: Actor) -> SmallFormView:
    """The questions that whoever holds the case has not answered yet. Raises CaseNotFound where there are none."""
    case = Case.objects.filter(reference=reference, pk__in=seen_by.holds).first()
    found = open_form(case) if case is not None else None
    if case is None or found is None:
        raise CaseNotFound(reference)
    return SmallFormView(
        case.reference, case.service, form_of(case, found), kept_of(found), case.stream, found.question_id
    )


def open_form(case: Case) -> SmallForm | None:
    """The form of a case that waits for its answers."""
    open_ones = SmallForm.objects.filter(case_id=case.id, question__settled=False)
    return open_ones.select_related("asked", "answered").first()


def form_of(case: Case, found: SmallForm) -> forms.Form:
    return small_form(questions_from(found.asked.text), form_of_case(case))


def kept_of(found: SmallForm) -> forms.Answers:
    """What has been answered so far."""
    return forms.answers_from_text(found.answered.text) if found.answered else forms.Answers()
