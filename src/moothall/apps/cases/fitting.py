"""What of a case's answers fits the form of another service: by key and by binding, what stays behind, what it asks."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.apps.cases.models import Case
from moothall.apps.cases.reading import form_of_case
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms import api as forms
from moothall.ui.languages import BASE, speaking


@dataclass(frozen=True, slots=True)
class Along:
    """An answer that goes along: what it answered, and what it answers there."""

    key: str
    label: str
    there: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the other form asks besides."""

    key: str
    label: str
    required: bool
    type: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """`carried` are the answers under the other form's keys; `along`, `left` and `asked` say it in words."""

    carried: forms.Answers
    along: tuple[Along, ...]
    left: tuple[forms.Said, ...]
    asked: tuple[Asked, ...]


def fitting(case: Case, wanted: catalogue.PinnedService, given: forms.Answers) -> Fitting:
    """How the answers of `case` would stand under the service `wanted`."""
    with speaking(BASE):
        here, there = form_of_case(case), forms.form_of(wanted)
        return fit_into(here, there, given)


def fit_into(here: forms.Form, there: forms.Form, given: forms.Answers) -> Fitting:
    carried = forms.carry_over(here, there, given)
    taken = forms.carried_from(here, there, given)
    said = forms.answers_in_words(here, given)
    went = {source: wanted for wanted, source in taken.items()}
    along = tuple(
        Along(one.question, one.label, _label(there, went[one.question]), one.lines)
        for one in said
        if one.question in went
    )
    left = tuple(one for one in said if one.question not in went and not one.blank)
    return Fitting(carried, along, left, asked_of(there, carried))


def asked_of(form: forms.Form, answers: forms.Answers) -> tuple[Asked, ...]:
    """The questions on the way that are not answered yet, as far as the way can be known. Blank optional ones too."""
    found = []
    for address in forms.missing_pages(form, answers):
        step = forms.step_at(form, answers, address)
        for question in step.questions if step else ():
            if step and question.kind.asked and (step.scope + question.key) not in answers:
                found.append(Asked(question.key, question.label, question.required, question.kind.type))
    return tuple(found)


def _label(form: forms.Form, way: str) -> str:
    question = form.questions.get(way.rpartition("/")[2])
    return question.label if question else ""
