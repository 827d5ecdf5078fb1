"""Two windows on one draft: what one of them says is merged into what the other has said since, question by question.

A page that is posted says which revision of the draft it showed. A question that was changed elsewhere since, and is
answered otherwise now, keeps the answer that was there first; the other is put beside it, until somebody chooses.
Everything else is merged silently, and a blank never takes an answer away that the page had not shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from moothall.apps.forms.answers import Answer, Answers, answers_from
from moothall.apps.forms.question import Problem
from moothall.apps.forms.reading import Reading

#: No question has more different answers waiting than this: the oldest go.
MOST_BESIDE = 9


@dataclass(frozen=True, slots=True)
class Window:
    """The showing of a page: which revision of the draft it showed (0: no draft yet), and a name of its own, so that
    the same page sent twice is not taken for two."""

    revision: int
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """When a question was last changed and by which window; `beside`: other answers, by the window that gave them."""

    revision: int
    window: str
    beside: tuple[tuple[str, Answer], ...] = field(default=(), repr=False)


#: By question.
Changes: TypeAlias = Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class Merged:
    """`problems` are those that still stand: what another window has answered meanwhile is not asked again."""

    answers: Answers
    changes: Changes
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question with several answers: the first given comes first. `marks` tell them apart in a posted page."""

    question: str
    answers: tuple[Answer, ...] = field(repr=False)

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(_mark(answer) for answer in self.answers)


def merged(
    held: Answers, changes: Changes, reading: Reading, window: Window | None, *, revision: int
) -> Merged:
    """What stands once `reading` is in: it becomes `revision`. Without a window the newest answer stays."""
    answers, changed, problems = dict(held.items()), dict(changes), list(reading.problems)
    for question in reading.asked:
        given, there, last = reading.answers.get(question), held.get(question), changes.get(question)
        if last is None or window is None or not _elsewhere(last, window):
            if _put(answers, question, given):
                changed[question] = _now(last, revision, window, given)
                _bring_back(answers, changed, question)
        elif given is None or given.value is None:
            if _said_nothing(question, reading):
                problems = [problem for problem in problems if problem.question != question or there is None]
            if there is None and given is not None:
                answers[question] = given
        elif there is None or there.value is None:
            answers[question] = given
            changed[question] = _now(last, revision, window, given)
        elif not _same(given, there):
            changed[question] = _beside(last, window, given)
    return Merged(Answers(answers), changed, tuple(problems))


def conflicts(answers: Answers, changes: Changes) -> tuple[Conflict, ...]:
    """The questions with several answers, in the order of the answers."""
    return tuple(
        Conflict(key, (held, *(answer for _, answer in changes[key].beside)))
        for key, held in answers.items()
        if key in changes and changes[key].beside
    )


def chosen(
    answers: Answers, changes: Changes, marks: Mapping[str, str], *, revision: int
) -> tuple[Answers, Changes]:
    """The answers with those whose marks were chosen, by question; a mark that is not there chooses nothing."""
    taken, settled = dict(answers.items()), dict(changes)
    for conflict in conflicts(answers, changes):
        mark = marks.get(conflict.question)
        if mark in conflict.marks:
            taken[conflict.question] = conflict.answers[conflict.marks.index(mark)]
            settled[conflict.question] = Change(revision, "")
    return Answers(taken), settled


def changed_since(changes: Changes, window: Window, questions: Iterable[str]) -> bool:
    """Has another window changed one of `questions` since `window` was shown?"""
    return any(key in changes and _elsewhere(changes[key], window) for key in questions)


def changes_from(written: str) -> Changes:
    """From `changes_text`."""
    return {
        key: Change(
            entry[0],
            entry[1],
            tuple((each["window"], answers_from({"a": each["answer"]})["a"]) for each in entry[2:]),
        )
        for key, entry in json.loads(written).items()
    }


def changes_text(changes: Changes) -> str:
    """As JSON, short: it is written at every page."""
    return json.dumps(
        {
            key: [
                change.revision,
                change.window,
                *({"window": who, "answer": Answers({"a": a}).as_json()["a"]} for who, a in change.beside),
            ]
            for key, change in changes.items()
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _elsewhere(change: Change, window: Window) -> bool:
    return change.revision > window.revision and change.window != window.name


def _put(answers: dict[str, Answer], question: str, given: Answer | None) -> bool:
    """Put an answer in the place of the one before; was that another?"""
    before = answers.pop(question, None)
    if given is not None:
        answers[question] = given
    return given is None or before is None or not _same(given, before)


def _now(last: Change | None, revision: int, window: Window | None, given: Answer | None) -> Change:
    """Changed just now; what stood beside it stays beside it, unless it is the same as this."""
    beside = last.beside if last else ()
    kept = tuple(each for each in beside if given is None or not _same(each[1], given))
    return Change(revision, window.name if window else "", kept)


def _bring_back(answers: dict[str, Answer], changed: dict[str, Change], question: str) -> None:
    """An answer taken away leaves its place to the newest of those beside it."""
    given, change = answers.get(question), changed[question]
    if change.beside and (given is None or given.value is None):
        answers[question] = change.beside[-1][1]
        changed[question] = replace(change, beside=change.beside[:-1])


def _beside(last: Change, window: Window, given: Answer) -> Change:
    """The newest answer of each window, each answer once."""
    others = [each for each in last.beside if each[0] != window.name and not _same(each[1], given)]
    return replace(last, beside=(*others, (window.name, given))[-MOST_BESIDE:])


def _same(one: Answer, other: Answer) -> bool:
    return one.type == other.type and one.value == other.value


def _said_nothing(question: str, reading: Reading) -> bool:
    """Nothing was typed for it. (A file that was refused leaves the one that is held, which is an answer.)"""
    return not any(
        any(values) for name, values in reading.typed.items() if name.partition("-")[0] == question
    )


def _mark(answer: Answer) -> str:
    return hashlib.sha256(Answers({"a": answer}).as_text().encode("utf-8", "replace")).hexdigest()[:12]
