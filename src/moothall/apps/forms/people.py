"""Several people and one form: who takes part, where they are reached, and what of each other they see.

Whoever began fills in their own part; everybody else of `people:` is asked by a link, and has a draft of their own for
theirs (`parts.py`). What they see of the first person's answers is copied into it, so that what somebody has signed
is kept beside the signature; nothing of theirs is ever in the first person's draft.
"""

from __future__ import annotations

from collections.abc import Iterable

from moothall.apps.forms.answers import JSON, Answers
from moothall.apps.forms.drafts import Draft
from moothall.apps.forms.form import Form, Participant
from moothall.apps.forms.question import Question
from moothall.apps.forms.types.person import Person
from moothall.apps.forms.walk import email_held, relevant, walk
from moothall.apps.forms.wording import Said, answers_in_words

#: The types of question by which somebody signs for what they have seen.
SIGNING = frozenset(("signature", "declaration", "consent"))


_SOURCE = "form:"


def source_of(draft: Draft) -> str:
    """How a file of a draft came: with which form, and with whose part of it."""
    return f"{_SOURCE}{draft.service}" + (f":{draft.person}" if draft.person else "")


def person_of(source: str) -> str:
    """With whose part of a form a file came; "" for whoever began, and for all that came otherwise."""
    return source.partition(_SOURCE)[2].partition(":")[2] if source.startswith(_SOURCE) else ""


def bound_parts(question: Question, value: JSON) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What an answer says to its binding, in lines; of a person each of its parts, `subject.person` as `subject.name`,
    `subject.email` and so on."""
    if not isinstance(question.kind, Person) or not isinstance(value, dict):
        return ((question.binding, question.kind.words(value)),)
    whose = question.binding.partition(".")[0]
    given = ((part, value.get(part.key)) for part in question.kind.parts(question))
    return tuple((f"{whose}.{part.key}", part.kind.words(said)) for part, said in given if said is not None)


def email_of(answers: Answers, one: Participant) -> str:
    """Where they are reached; "" as long as nobody has said."""
    return email_held(answers.value(one.email))


def name_of(form: Form, answers: Answers, one: Participant) -> str:
    """What they are called, as whoever began says; "" where nobody has asked."""
    question = form.whole.questions.get(one.named or one.email)
    value = answers.value(question.key) if question else None
    if question is None or value is None:
        return ""
    if isinstance(question.kind, Person):
        return question.kind.words(value)[0]
    return ", ".join(question.kind.words(value)) if one.named else ""


def seen_by(form: Form, answers: Answers, one: Participant) -> Answers:
    """The answers of whoever began that one person sees: those that count."""
    if not one.sees:
        return Answers()
    counted = relevant(form.part(), answers)
    return counted.only(way for way in counted if _top(way) in one.sees)


def seen_in_words(form: Form, answers: Answers, one: Participant) -> tuple[Said, ...]:
    """The same as people read it, with nothing to change."""
    if not one.sees:
        return ()
    said = answers_in_words(form.part(), relevant(form.part(), answers))
    return tuple(each for each in said if _top(each.question) in one.sees)


def copied(answers: Answers, one: Participant) -> Answers:
    """What of somebody's draft is a copy of what they see."""
    return answers.only(way for way in answers if _top(way) in one.sees)


def own_answers(answers: Answers, one: Participant) -> Answers:
    """What of somebody's draft is their own."""
    return answers.only(way for way in answers if _top(way) not in one.sees)


def changed_between(before: Answers, now: Answers) -> tuple[str, ...]:
    """The questions and groups that are answered otherwise now, in order."""
    ways = dict.fromkeys((*now, *before))
    other = (way for way in ways if before.value(way) != now.value(way) or (way in before) != (way in now))
    return tuple(dict.fromkeys(_top(way) for way in other))


def without_signatures(form: Form, answers: Answers) -> Answers:
    """What somebody has answered, without what they signed: that has to be signed again."""
    questions = form.whole.questions
    signed = (
        way for way in answers if (found := questions.get(way.rpartition("/")[2])) and _signs(found.kind.type)
    )
    return answers.without(signed)


def labels_of(form: Form, keys: Iterable[str]) -> tuple[str, ...]:
    """What questions and groups are called, in the order of the form."""
    wanted, own = frozenset(keys), form.part()
    found = {key: question.label for key, question in own.questions.items() if key in wanted}
    found |= {key: group.title for key, group in own.groups.items() if key in wanted}
    return tuple(found.values())


def first_unseen(form: Form, answers: Answers, one: Participant) -> str:
    """The title of the section with an answer they are to see and that is still missing; "" when all are there."""
    own = form.part()
    titles = {section.key: section.title for section in own.sections}
    for step in walk(own, answers).missing:
        asked = {question.key for question in step.questions} | {_top(step.way)}
        if asked.intersection((*one.sees, one.email)):
            return titles.get(step.section, "")
    return ""


def _signs(kind: str) -> bool:
    return kind in SIGNING


def _top(way: str) -> str:
    return way.partition("/")[0]
