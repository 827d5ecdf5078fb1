"""A whole form filled in without pages: for journeys, demonstrations, and ways in that have all answers at once.

What is given is what somebody would type, page by page along their own path, so every rule of the form holds here
as it does on the public site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeAlias

from moothall.apps.forms.adding import ANOTHER, NO, YES, item_for, read_list
from moothall.apps.forms.answers import TYPED, Answers
from moothall.apps.forms.form import Form
from moothall.apps.forms.question import PostedFile, Problem, Question, Upload
from moothall.apps.forms.reading import Reading, on_page, posted, read_page
from moothall.apps.forms.walk import Step, missing_pages, relevant
from moothall.apps.forms.ways import step_at


@dataclass(slots=True)
class GivenFile:
    """A file that was not posted by a browser."""

    name: str
    content: bytes = field(repr=False)
    _at: BytesIO = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._at = BytesIO(self.content)

    @property
    def size(self) -> int:
        return len(self.content)

    def read(self, n: int = -1, /) -> bytes:
        return self._at.read(n)

    def seek(self, position: int, /) -> int:
        return self._at.seek(position)


#: For one question: text, several choices, the parts of a date or an address, or a file.
Given: TypeAlias = "str | Sequence[str] | Mapping[str, str] | PostedFile"
#: For a form, by question; for a group a list of what is given for each of its items.
AllGiven: TypeAlias = "Mapping[str, Given | Sequence[AllGiven]]"


@dataclass(frozen=True, slots=True)
class Filled:
    """`answers` that count; `asked` every question that was put, in order. With `problems`, the way ended at `page`.

    `ended` is the page where the form says that it is not for this person. `unused`: what was given and never asked.
    """

    answers: Answers
    asked: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    page: str = ""
    ended: str = ""
    unused: tuple[str, ...] = ()


@dataclass(slots=True)
class _Filling:
    """A form being filled in, one page after another."""

    form: Form
    given: AllGiven
    keep: Callable[[Upload], str] | None
    source: str
    answers: Answers = field(default_factory=Answers)
    asked: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def whole(self) -> Filled:
        while missing := missing_pages(self.form, self.answers):
            step = self._step(missing[0])
            if step is None or step.page.end:
                return self._filled(ended=step.page.key if step else "")
            problems = self._list(step) if step.group else self._page(step)
            if problems:
                return self._filled(problems=on_page(problems, step.scope), page=step.address)
        return self._filled()

    def _step(self, address: str) -> Step | None:
        """The page, with an id for the item it would add."""
        step = step_at(self.form, self.answers, address)
        return step_at(self.form, self.answers, address, item_for(step)) if step else None

    def _list(self, step: Step) -> tuple[Problem, ...]:
        wanted = _part(_scoped(self.given, step.place), step.page.key)
        self.used.add(f"{step.place}{step.page.key}")
        choice = YES if len(step.items) < len(wanted) else NO
        said = read_list(self.form, self.answers, step, posted({ANOTHER: choice}), source=self.source)
        if said.problems or not said.onward:
            self._learn(said.reading)
            return said.problems
        added = self._step(said.onward)
        if added is None or added.address == step.address:
            return (Problem(step.way, ANOTHER, f"There is nothing to ask about another {step.page.key}"),)
        return self._list(added) if added.group else self._page(added)

    def _page(self, step: Step) -> tuple[Problem, ...]:
        given = _scoped(self.given, step.place)
        values, files = fields_of(step.questions, given)
        reading = read_page(
            self.form, step.address, posted(values), files,
            held=self.answers, source=self.source, item=item_for(step),
        )  # fmt: skip
        self.asked += [question.key for question in step.questions]
        self.used.update(f"{step.place}{question.key}" for question in step.questions)
        if not reading.ok:
            return reading.problems or _unsettled(reading)
        for upload in reading.uploads:
            if self.keep is not None:
                reading = reading.kept(upload.question, self.keep(upload))
        self._learn(reading)
        return ()

    def _learn(self, reading: Reading) -> None:
        self.answers = self.answers.without(reading.asked).with_(reading.answers)

    def _filled(self, problems: tuple[Problem, ...] = (), page: str = "", ended: str = "") -> Filled:
        unused = tuple(way for way in _given_ways(self.form, self.given) if way not in self.used)
        answers = relevant(self.form, self.answers)
        return Filled(answers, tuple(self.asked), problems, page, ended, unused)


def fill_in(
    form: Form,
    given: AllGiven,
    *,
    keep: Callable[[Upload], str] | None = None,
    source: str = TYPED,
) -> Filled:
    """Answer page after page from `given`, by question; what is not given is left empty.

    `keep` stores a file and returns its digest. Ends at the first page with a problem. Never raises for what is given.
    """
    return _Filling(form, given, keep, source).whole()


def _scoped(given: AllGiven, place: str) -> AllGiven:
    """What is given for one item: `people/2/` is the second of `people`."""
    steps = place.split("/")[:-1]
    for key, number in zip(steps[::2], steps[1::2], strict=True):
        items = _part(given, key)
        given = items[int(number) - 1] if int(number) <= len(items) else {}
    return given


def _part(given: AllGiven, key: str) -> Sequence[AllGiven]:
    """What is given for the items of a group."""
    found = given.get(key)
    if not isinstance(found, Sequence) or isinstance(found, str):
        return ()
    return tuple(item for item in found if isinstance(item, Mapping))


def _given_ways(form: Form, given: AllGiven, place: str = "") -> Iterator[str]:
    """Every question that something is given for."""
    for key, value in given.items():
        if key in form.groups:
            for number, item in enumerate(_part(given, key), 1):
                yield from _given_ways(form, item, f"{place}{key}/{number}/")
        elif value != "":
            yield f"{place}{key}"


def _unsettled(reading: Reading) -> tuple[Problem, ...]:
    """Nothing is wrong, but nobody is there to be asked which."""
    return tuple(
        Problem(more.question, more.question, more.said or "Say exactly which one is meant")
        for more in reading.more
    )


def fields_of(
    questions: Sequence[Question], given: AllGiven
) -> tuple[dict[str, list[str]], dict[str, PostedFile]]:
    """What a browser would post for `questions`: values by field name, and files by question.

    Of a question of several fields, the one that bears its own name goes by the part "".
    """
    values: dict[str, list[str]] = {}
    files: dict[str, PostedFile] = {}
    for question in questions:
        said = given.get(question.key)
        names = question.kind.fields(question)
        if said is None:
            continue
        if isinstance(said, str):
            values[names[0]] = [said]
        elif isinstance(said, Mapping):
            for part, text in said.items():
                name = f"{question.key}-{part.replace('_', '-')}" if part else question.key
                values[name] = [str(text)]
        elif isinstance(said, Sequence):
            values[question.key] = [text for text in said if isinstance(text, str)]
        else:
            files[question.key] = said
    return values, files
