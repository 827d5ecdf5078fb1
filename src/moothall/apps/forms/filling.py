"""A whole form filled in without pages: for journeys, demonstrations, and ways in that have all answers at once.

What is given is what somebody would type, page by page along their own path, so every rule of the form holds here
as it does on the public site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeAlias

from moothall.apps.forms.answers import TYPED, Answers
from moothall.apps.forms.form import Form
from moothall.apps.forms.question import PostedFile, Problem, Question, Upload
from moothall.apps.forms.reading import Reading, posted, read_page
from moothall.apps.forms.walk import missing_pages, relevant
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


@dataclass(frozen=True, slots=True)
class Filled:
    """`answers` that count; `asked` every question that was put, in order. With `problems`, the way ended at `page`."""

    answers: Answers
    asked: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    page: str = ""


def fill_in(
    form: Form,
    given: Mapping[str, Given],
    *,
    keep: Callable[[Upload], str] | None = None,
    source: str = TYPED,
) -> Filled:
    """Answer page after page from `given`, by question; what is not given is left empty.

    `keep` stores a file and returns its digest. Ends at the first page with a problem. Never raises for what is given.
    """
    answers = Answers()
    asked: list[str] = []
    while missing := missing_pages(form, answers):
        page = missing[0]
        step = step_at(form, answers, page)
        questions = step.questions if step else ()
        values, files = fields_of(questions, given)
        reading = read_page(form, page, posted(values), files, held=answers, source=source)
        asked += reading.asked
        if not reading.ok:
            return Filled(
                relevant(form, answers), tuple(asked), reading.problems or _unsettled(reading), page
            )
        for upload in reading.uploads:
            if keep is not None:
                reading = reading.kept(upload.question, keep(upload))
        answers = answers.without(reading.asked).with_(reading.answers)
    return Filled(relevant(form, answers), tuple(asked))


def _unsettled(reading: Reading) -> tuple[Problem, ...]:
    """Nothing is wrong, but nobody is there to be asked which."""
    return tuple(
        Problem(more.question, more.question, more.said or "Say exactly which one is meant")
        for more in reading.more
    )


def fields_of(
    questions: Sequence[Question], given: Mapping[str, Given]
) -> tuple[dict[str, list[str]], dict[str, PostedFile]]:
    """What a browser would post for `questions`: values by field name, and files by question."""
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
                values[f"{question.key}-{part.replace('_', '-')}"] = [text]
        elif isinstance(said, Sequence):
            values[question.key] = list(said)
        else:
            files[question.key] = said
    return values, files
