"""What was posted for one page, understood: answers, problems, and everything typed kept for showing again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from moothall.apps.forms.answers import TYPED, Answer, Answers
from moothall.apps.forms.form import Form
from moothall.apps.forms.question import Entry, PostedFile, Problem, Question, Typed, Upload
from moothall.apps.forms.text import storable
from moothall.apps.forms.ways import step_at
from moothall.ui.questions.outline import More

#: No page has more values under one name than this.
MOST_VALUES = 200


class Posted(Protocol):
    """What a web framework makes of a posted form (Django's QueryDict); `posted(…)` makes one for other ways in."""

    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class _Given:
    values: Mapping[str, list[str]]

    def getlist(self, key: str, /) -> list[str]:
        return self.values.get(key, [])


def posted(values: Mapping[str, str | Iterable[str]]) -> Posted:
    """`Posted` from a plain mapping: for journeys, other ways in, and tests."""
    return _Given({key: [each] if isinstance(each, str) else list(each) for key, each in values.items()})


@dataclass(frozen=True, slots=True)
class Reading:
    """`answers`: what was understood. `problems`: in the order of the page. `typed`: verbatim, for showing again.

    `more`: what is to be asked next on the same page, nothing being wrong (which of these addresses?).
    """

    page: str
    answers: Answers
    problems: tuple[Problem, ...]
    typed: Typed = field(repr=False)
    uploads: tuple[Upload, ...] = ()
    #: The questions this page showed: a draft replaces their answers and leaves all others.
    asked: tuple[str, ...] = ()
    more: tuple[More, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems and not self.more

    def kept(self, question: str, digest: str) -> Reading:
        """The same reading, once the file of `question` is kept under `digest`."""
        answer = self.answers[question]
        if not isinstance(answer.value, dict):
            raise ValueError(f"Question {question!r} holds no file.")
        value = {**answer.value, "digest": digest}
        return replace(self, answers=self.answers.with_({question: replace(answer, value=value)}))


def read_page(
    form: Form,
    page: str,
    posted: Posted,
    files: Mapping[str, PostedFile] | None = None,
    *,
    held: Answers | None = None,
    source: str = TYPED,
) -> Reading:
    """Read what was posted for `page`.

    `held`: the answers so far, which decide what the page shows and keep a photo that is not sent again.
    Never raises for what was typed; raises KeyError for a page that is not in the form.
    """
    before = held or Answers()
    step = step_at(form, before, page)
    questions = step.questions if step else form.page(page).questions
    typed = _typed(questions, posted)
    given: dict[str, Answer] = {}
    problems: list[Problem] = []
    uploads: list[Upload] = []
    more: list[More] = []
    for question in questions:
        outcome = question.kind.read(question, Entry(typed, files or {}, before.get(question.key)))
        problems += outcome.problems
        if outcome.ask_more:
            more.append(outcome.ask_more)
        elif not outcome.problems:
            given[question.key] = Answer(question.kind.type, outcome.value, source)
        elif question.kind.keeps_held and question.key in before:
            given[question.key] = before[question.key]
        if outcome.upload:
            uploads.append(outcome.upload)
    asked = tuple(question.key for question in questions)
    return Reading(page, Answers(given), tuple(problems), typed, tuple(uploads), asked, tuple(more))


def typed_for(form: Form, page: str, answers: Answers, typed: Typed) -> Typed:
    """What to show in the fields of `page`: what was typed, or else what the answers would have been typed as."""
    shown: dict[str, tuple[str, ...]] = {}
    for question in form.page(page).questions:
        verbatim = {name: typed[name] for name in question.kind.fields(question) if name in typed}
        held = answers.get(question.key)
        fits = held is not None and held.value is not None and held.type == question.kind.type
        if held is not None and fits and (question.kind.keeps_held or not verbatim):
            shown.update(question.kind.retype(question, held.value))
        shown.update(verbatim)
    return shown


def _typed(questions: tuple[Question, ...], posted: Posted) -> Typed:
    kept: dict[str, tuple[str, ...]] = {}
    for question in questions:
        for name in question.kind.fields(question):
            values = posted.getlist(name)[:MOST_VALUES]
            kept[name] = tuple(storable(value) for value in values if isinstance(value, str))
    return kept
