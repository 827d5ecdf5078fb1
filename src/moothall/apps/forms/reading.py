"""What was posted for one page, understood: answers, problems, and everything typed kept for showing again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON, TYPED, Answer, Answers
from moothall.apps.forms.form import Form
from moothall.apps.forms.question import Entry, Outcome, PostedFile, Problem, Question, Typed, Upload
from moothall.apps.forms.text import storable
from moothall.apps.forms.ways import step_at
from moothall.kernel.characters import is_readable
from moothall.ui.pages import UNREADABLE
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

    `page` is its address. Of an item of a group, answers, problems and what was typed go by the way to each question
    (`scope` and its key); `page_typed` and `page_problems` by its key alone, as the page has it.
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
    scope: str = ""
    #: All is well and saved, and yet the page comes back: a file was added, and perhaps another follows.
    stay: bool = False

    @property
    def ok(self) -> bool:
        return not self.problems and not self.more

    @property
    def page_typed(self) -> Typed:
        return {name.removeprefix(self.scope): values for name, values in self.typed.items()}

    @property
    def page_problems(self) -> tuple[Problem, ...]:
        return on_page(self.problems, self.scope)

    def kept(self, question: str, digest: str) -> Reading:
        """The same reading, once the file of `question` is kept under `digest`."""
        answer = self.answers[question]
        if not isinstance(answer.value, dict | list):
            raise ValueError(f"Question {question!r} holds no file.")
        value = _named(answer.value, digest)
        return replace(self, answers=self.answers.with_({question: replace(answer, value=value)}))

    def not_kept(self, question: str, held: Answer | None, sentence: str) -> Reading:
        """The same reading, where the file of `question` could not be kept: what was `held` before stays."""
        answer, answers = self.answers[question], self.answers.without((question,))
        files = answer.value if isinstance(answer.value, list) else []
        there: list[JSON] = [one for one in files if isinstance(one, dict) and one.get("digest")]
        if there:
            answers = answers.with_({question: replace(answer, value=there)})
        elif held is not None:
            answers = answers.with_({question: held})
        problem = Problem(question, question.removeprefix(self.scope), sentence)
        return replace(self, answers=answers, problems=(*self.problems, problem))


def read_page(
    form: Form,
    page: str,
    posted: Posted,
    files: Mapping[str, PostedFile] | None = None,
    *,
    held: Answers | None = None,
    source: str = TYPED,
    item: str = "",
) -> Reading:
    """Read what was posted for the page at an address.

    `held`: the answers so far, which decide what the page shows and keep a photo that is not sent again. `item`: what
    the page said of the item it is for. Never raises for what was typed; raises KeyError for a page that is not in
    the form.
    """
    before = held or Answers()
    step = step_at(form, before, page, item)
    questions = step.questions if step else form.page(page.rpartition("/")[2]).questions
    scope = step.scope if step else ""
    typed = _typed(questions, posted)
    read = _Read(scope)
    for question in questions:
        key = scope + question.key
        entry = Entry(typed, files or {}, before.get(key))
        read.take(question, _unreadable(question, posted) or question.kind.read(question, entry), source)
        typed = {**typed, **read.settled(question)}
        if question.kind.keeps_held and key in before and key not in read.given and not read.waits(question):
            read.given[key] = before[key]
    return Reading(
        page,
        Answers(read.given),
        tuple(read.problems),
        {scope + name: values for name, values in typed.items()},
        tuple(read.uploads),
        tuple(scope + question.key for question in questions),
        tuple(read.more),
        scope,
        read.stay,
    )


@dataclass(slots=True)
class _Read:
    """What has been made of a page so far."""

    scope: str
    given: dict[str, Answer] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
    stay: bool = False

    def settled(self, question: Question) -> dict[str, tuple[str, ...]]:
        """What is to stand in the fields of a question that is shown as it is kept."""
        answer = self.given.get(self.scope + question.key) if question.kind.settles else None
        if answer is None or answer.value is None:
            return {}
        return {
            **dict.fromkeys(question.kind.fields(question), ()),
            **question.kind.retype(question, answer.value),
        }

    def take(self, question: Question, outcome: Outcome, source: str) -> None:
        key = self.scope + question.key
        self.problems += [replace(problem, question=key) for problem in outcome.problems]
        if outcome.ask_more:
            self.more.append(outcome.ask_more)
        elif not outcome.problems or (question.kind.keeps_held and outcome.value is not None):
            self.given[key] = Answer(question.kind.type, outcome.value, source)
        for upload in (outcome.upload, *outcome.uploads):
            if upload is not None:
                self.uploads.append(replace(upload, question=key))
        self.stay = self.stay or outcome.stay

    def waits(self, question: Question) -> bool:
        """Is something more to be asked, so that there is no answer yet?"""
        return any(more.question == question.key for more in self.more)


def _named(value: dict[str, JSON] | list[JSON], digest: str) -> JSON:
    """A file, or the first of several that has no digest yet, by its digest; the same file twice is there once."""
    if isinstance(value, dict):
        return {**value, "digest": digest}
    named: list[JSON] = []
    waiting = True
    for one in value:
        if waiting and isinstance(one, dict) and not one.get("digest"):
            waiting, one = False, {**one, "digest": digest}
            if any(isinstance(other, dict) and other.get("digest") == digest for other in value):
                continue
        named.append(one)
    return named


def on_page(problems: tuple[Problem, ...], scope: str) -> tuple[Problem, ...]:
    """Problems by the keys that a page has, without the way to its item."""
    if not scope:
        return problems
    return tuple(replace(one, question=one.question.removeprefix(scope)) for one in problems)


def typed_for(form: Form, page: str, answers: Answers, typed: Typed) -> Typed:
    """What to show in the fields of `page`: what was typed, or else what the answers would have been typed as."""
    step = step_at(form, answers, page)
    questions = form.page(page.rpartition("/")[2]).questions
    return typed_in(questions, step.scope if step else "", answers, typed)


def typed_in(questions: Iterable[Question], scope: str, answers: Answers, typed: Typed) -> Typed:
    """The same of questions that are asked in a scope."""
    shown: dict[str, tuple[str, ...]] = {}
    for question in questions:
        names = question.kind.fields(question)
        verbatim = {name: typed[scope + name] for name in names if scope + name in typed}
        held = answers.get(scope + question.key)
        fits = held is not None and held.value is not None and held.type == question.kind.type
        if held is not None and fits and (question.kind.keeps_held or not verbatim):
            shown.update(question.kind.retype(question, held.value))
        shown.update(verbatim)
    return shown


def _unreadable(question: Question, posted: Posted) -> Outcome | None:
    """What is said at the field in which a character was typed that nobody can read; None where there was none."""
    for name in question.kind.fields(question):
        if not all(is_readable(value) for value in _values(posted, name)):
            part = name.removeprefix(f"{question.key}-") if name != question.key else ""
            problem = Problem(
                question.key, name, _(UNREADABLE), (part,) if part else (), name if part else ""
            )
            return Outcome(problems=(problem,))
    return None


def _values(posted: Posted, name: str) -> list[str]:
    return [value for value in posted.getlist(name)[:MOST_VALUES] if isinstance(value, str)]


def _typed(questions: tuple[Question, ...], posted: Posted) -> Typed:
    kept: dict[str, tuple[str, ...]] = {}
    for question in questions:
        for name in question.kind.fields(question):
            kept[name] = tuple(storable(value) for value in _values(posted, name))
    return kept
