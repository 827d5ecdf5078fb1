"""What the form of another service asks besides, filled in by an officer on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from moothall.apps.cases import rules
from moothall.apps.cases.deeds import RestFilledIn
from moothall.apps.cases.models import Case, TaskKind
from moothall.apps.cases.policies import WORK
from moothall.apps.cases.reading import form_of_case, service_name
from moothall.apps.cases.said import ward_said
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.services.correcting import AnswersDoNotFit
from moothall.apps.cases.writing import changing
from moothall.apps.forms import api as forms
from moothall.ground.looks.api import record_look
from moothall.kernel.actors import Actor, system
from moothall.ui.questions.outline import Asked

_SELF = system("cases")
#: The source of an answer that an officer wrote down for somebody.
WRITTEN_DOWN = "staff"


@dataclass(frozen=True, slots=True)
class Rest:
    """The questions that are not answered yet, as pages ask them, and their fields."""

    reference: str
    service_name: str
    asked: tuple[Asked, ...]
    fields: tuple[str, ...]


def rest_of(reference: str, *, seen_by: Actor) -> Rest:
    """What the form of the case still asks, as far as the way through it is known. The look is recorded."""
    case = visible(reference, seen_by)
    if seen_by.is_officer:
        record_look(seen_by, [case.stream], purpose="casework", route="cases.rest")
    form, answers = form_of_case(case), _answers(case)
    asked: list[Asked] = []
    fields: list[str] = []
    for address, keys in _open_pages(form, answers).items():
        for one in forms.outline(form, address).questions:
            if one.key in keys:
                asked.append(replace(one, conditional=False))
                fields += form.questions[one.key].kind.fields(form.questions[one.key])
    return Rest(case.reference, service_name(case.service), tuple(asked), tuple(fields))


def fill_in_rest(reference: str, typed: Mapping[str, str | Iterable[str]], *, by: Actor) -> bool:
    """Write down what was asked besides; True when there is nothing more to type: a photo may still be missing.

    Raises AnswersDoNotFit with the form's own problems.
    """
    with changing(reference, by=by, may=WORK) as change:
        case = change.case
        rules.is_open.demand(case.status)
        kept = forms.answers_of(case.stream, seen_by=_SELF)
        before = kept.answers if kept else forms.Answers()
        form = form_of_case(case)
        after = _read(form, before, typed)
        rules.says_something_else.demand(len(after) != len(before))
        revision = forms.record_revision(
            case.stream, after, source=WRITTEN_DOWN, by=by, after=kept.number if kept else 0
        )
        case.ward = ward_said(form, after) or case.ward
        change.answers_changed = True
        change.tell(RestFilledIn(revision.key, revision.digest, revision.number))
        done = not _open_pages(form, after)
        if done:
            change.finish_tasks(TaskKind.REST)
        return done


def _open_pages(form: forms.Form, answers: forms.Answers) -> dict[str, frozenset[str]]:
    """The pages that still have to be answered, with the keys that can be typed; nothing inside a group, no files."""
    found = {}
    for address in forms.missing_pages(form, answers):
        step = forms.step_at(form, answers, address)
        if step is None or step.scope or step.group is not None:
            continue
        keys = {
            one.key
            for one in step.questions
            if one.key not in answers and one.kind.asked and not one.kind.keeps_held and one.kind.fields(one)
        }
        if keys:
            found[address] = frozenset(keys)
    return found


def _read(form: forms.Form, before: forms.Answers, typed: Mapping[str, str | Iterable[str]]) -> forms.Answers:
    after, problems = before, []
    for address, keys in _open_pages(form, before).items():
        reading = forms.read_page(form, address, forms.posted(typed), held=before, source=WRITTEN_DOWN)
        problems += [one for one in reading.problems if one.question in keys]
        after = after.with_({key: one for key, one in reading.answers.items() if key in keys})
    if problems:
        raise AnswersDoNotFit(tuple(problems))
    return after


def _answers(case: Case) -> forms.Answers:
    kept = None if case.erased else forms.answers_of(case.stream, seen_by=_SELF)
    return kept.answers if kept else forms.Answers()
