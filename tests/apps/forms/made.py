"""Forms made in a line, for tests."""

from __future__ import annotations

import io
from textwrap import dedent

from moothall.apps.catalogue.api import Mistake, PartFile, PartSource, Service, read_yaml
from moothall.apps.forms.api import (
    FORM_PART,
    JSON,
    Answer,
    Answers,
    Condition,
    Form,
    Kind,
    Page,
    Problem,
    Question,
    Reading,
    posted,
    read_page,
)
from moothall.kernel import feel

SERVICE = Service(slug="fly-tipping", digest="d" * 64, name="Report", team="waste", confidentiality="staff")


def asking(kind: Kind, key: str = "it", **more: object) -> Question:
    """A question of this type, labelled "What is it?"."""
    return Question(key=key, kind=kind, **{"label": "What is it?", "name": "the thing", **more})


def form_of_one(kind: Kind, **more: object) -> Form:
    return Form((Page(key="page", title="", questions=(asking(kind, **more),)),))


def said(
    kind: Kind, *, more: dict[str, object] | None = None, files: object = None, **typed: str | list[str]
) -> Reading:
    """What becomes of typing: `said(Date(), day="1")` types into `it-day`, `said(Email(), it="x")` into `it`."""
    fields = {name if name == "it" else f"it-{name.replace('_', '-')}": text for name, text in typed.items()}
    return read_page(form_of_one(kind, **(more or {})), "page", posted(fields), files)


def value(reading: Reading) -> JSON:
    """The answer, of a reading that has no problem."""
    assert reading.problems == ()
    return reading.answers["it"].value


def wrong(reading: Reading) -> list[tuple[str, str]]:
    """(field, sentence) of each problem."""
    assert reading.problems
    return [(problem.field, problem.sentence) for problem in reading.problems]


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


def given(**answers: tuple[str, JSON]) -> Answers:
    """`given(colour=("one-of", "red"))`"""
    return Answers({key: Answer(kind, held) for key, (kind, held) in answers.items()})


def read(text: str) -> tuple[Form, list[Mistake]]:
    """The form of a form.yaml, and its mistakes in order."""
    node, unread = read_yaml(dedent(text).encode(), "form.yaml")
    assert node is not None, unread
    source = PartSource(SERVICE, (PartFile("form.yaml", node),))
    form = FORM_PART.read(source)
    assert isinstance(form, Form)
    return form, sorted({*unread, *FORM_PART.checker.check(node), *source.mistakes})


def sound(text: str) -> Form:
    """The form of a form.yaml that has no mistake."""
    form, mistakes = read(text)
    assert mistakes == []
    return form


def told(text: str) -> list[str]:
    """The mistakes of a form.yaml as `line: sentence`."""
    return [f"{mistake.line}: {mistake.sentence}" for mistake in read(text)[1]]


def when(text: str) -> Condition:
    return Condition(feel.parse(text))


class File(io.BytesIO):
    """An upload as a web framework gives it."""

    def __init__(self, content: bytes, name: str | None = "photo.jpg", size: int | None = None) -> None:
        super().__init__(content)
        self.name = name
        self.size = len(content) if size is None else size
