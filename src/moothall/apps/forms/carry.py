"""Answers from one form to another, when a request was made under the wrong service."""

from __future__ import annotations

from dataclasses import replace

import jsonschema

from moothall.apps.forms.answers import GROUP, JSON, Answer, Answers
from moothall.apps.forms.form import Form
from moothall.apps.forms.question import Question
from moothall.apps.forms.walk import walk

CARRIED = "carried-over"


def carried_from(from_form: Form, to_form: Form, answers: Answers) -> dict[str, str]:
    """Of each question of `to_form` that `carry_over` answers, the way to the answer it takes."""
    taken = {}
    for person in ("", *(one.key for one in to_form.people if from_form.participant(one.key))):
        one, other = from_form.part(person), to_form.part(person)
        given = _given(one, answers)
        for wanted in other.questions.values():
            source = None if other.home(wanted.key) else _source_of(wanted, given)
            if source is not None and _possible(wanted, answers[source.key].value):
                taken[wanted.key] = source.key
        taken |= {way: way for way in _groups_over(one, other, answers)}
    return taken


def carry_over(from_form: Form, to_form: Form, answers: Answers) -> Answers:
    """The answers of `from_form` that fit a question of `to_form`, under its keys.

    A question takes the answer of the same key, or else of the same binding, if it is of the same type and still a
    possible answer there (an option that the other form does not have is left behind). Blank answers stay behind.
    """
    carried: dict[str, Answer] = {}
    for person in ("", *(one.key for one in to_form.people if from_form.participant(one.key))):
        carried |= _part_over(from_form.part(person), to_form.part(person), answers)
    return Answers(carried)


def _part_over(from_form: Form, to_form: Form, answers: Answers) -> dict[str, Answer]:
    """The answers of one person's part: what is theirs never comes to stand in another's."""
    given = _given(from_form, answers)
    carried = _groups_over(from_form, to_form, answers)
    for wanted in to_form.questions.values():
        if to_form.home(wanted.key):
            continue
        source = _source_of(wanted, given)
        if source is not None and _possible(wanted, answers[source.key].value):
            carried[wanted.key] = replace(answers[source.key], source=CARRIED)
    return carried


def _given(form: Form, answers: Answers) -> dict[str, Question]:
    """The questions outside groups that were answered on the way."""
    return {
        question.key: question
        for step in walk(form, answers)
        for question in step.questions
        if not step.scope and answers.value(question.key) is not None
    }


def _groups_over(from_form: Form, to_form: Form, answers: Answers) -> dict[str, Answer]:
    """Answers in groups, where both forms have the same question in the same group."""
    carried: dict[str, Answer] = {}
    for step in walk(from_form, answers):
        for question in step.questions if step.scope else ():
            way = step.scope + question.key
            held, wanted = answers.get(way), to_form.question_at(way)
            same = held is not None and wanted is not None and wanted.kind.type == held.type
            if held and wanted and same and held.value is not None and _possible(wanted, held.value):
                carried[way] = replace(held, source=CARRIED)
        if step.group is not None and to_form.group_at(step.way) and (done := answers.get(step.way)):
            carried[step.way] = replace(done, source=CARRIED)
    return carried


def carry_forward(to_form: Form, answers: Answers) -> Answers:
    """The answers of an unfinished form that fit `to_form`, a newer version of it: same key, same type, still possible.

    Unlike `carry_over` what was typed stays what was typed, a question left blank is not asked again while it may be
    left blank, and what is off the path today is there when the path comes back to it. Of somebody's part what they
    see of the first person's stays with it.
    """
    return Answers({way: answer for way, answer in answers.items() if _still_fits(to_form, way, answer)})


def _still_fits(form: Form, way: str, answer: Answer) -> bool:
    question = form.whole.question_at(way)
    if question is None or question.kind.type != answer.type:
        return question is None and answer.type == GROUP and form.whole.group_at(way) is not None
    return not question.required if answer.value is None else _possible(question, answer.value)


def _source_of(wanted: Question, given: dict[str, Question]) -> Question | None:
    same_key = given.get(wanted.key)
    if same_key is not None and same_key.kind.type == wanted.kind.type:
        return same_key
    if not wanted.binding:
        return None
    return next(
        (q for q in given.values() if q.binding == wanted.binding and q.kind.type == wanted.kind.type), None
    )


def _possible(question: Question, value: JSON) -> bool:
    validator = jsonschema.Draft202012Validator(question.kind.answer_schema())
    return bool(validator.is_valid(value))
