"""The question types as they may be looked at: what each asks, reads, says and gives, found by using it.

Nothing here is written by hand for one type. The example of a type is read as form.yaml is; what people really type
(`real_typing.py`), and some that nobody should, is read by the reader of the pages. The staff's pages of questions
and docs/reference/questions.md are made of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice

from moothall.apps.catalogue.api import PartFile, PartSource, Service, mapping, read_yaml, sequence
from moothall.apps.forms.answers import JSON
from moothall.apps.forms.form import Form
from moothall.apps.forms.question import Kind, Problem, Question, Typed
from moothall.apps.forms.reader import read_form
from moothall.apps.forms.reading import Reading, posted, read_page
from moothall.apps.forms.real_typing import SAMPLES
from moothall.apps.forms.types import KINDS
from moothall.kernel import clock
from moothall.kernel.actors import STAFF_CLASS

PAGE = "example"
#: The day on which everything is read, so that what a type shows is the same on every day.
_DAY = datetime(2026, 4, 1, 12, tzinfo=UTC)
#: What a type is looked for under, in the order of the page.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "Words": ("short-text", "long-text"),
    "Choices": ("yes-no", "one-of", "several-of", "rating", "ranking"),
    "Numbers and money": ("number", "money", "percentage"),
    "Days and times": ("date", "date-range", "time"),
    "People": ("name", "person", "email", "phone"),
    "Places": ("address", "place", "uprn"),
    "Numbers that others give": (
        "national-insurance-number", "nhs-number", "vehicle-registration", "company-number", "charity-number",
        "bank-account",
    ),
    "Photos and files": ("photo", "file", "files"),
    "Agreeing and signing": ("declaration", "consent", "signature"),
    "Several rows": ("table",),
    "Never asked": ("calculated", "from-context"),
}  # fmt: skip
#: What is put into one field after another, or into all of them, to hear every sentence that can be heard.
_WRONG = (
    "", "x", "0", "-7", "999999999999", "31/2/2026", "1/1/1801", "1/1/2199", "99:99", "a@b", "12345678", "ABC",
    "1.234", "word " * 1200,
)  # fmt: skip
#: What is read with the places that a database knows, so not alike everywhere.
LOOKED_UP = frozenset(("address", "place"))
#: So many sentences are shown at the most, and so much is tried for them.
MOST_SHOWN, MOST_TRIED = 6, 80


@dataclass(frozen=True, slots=True)
class Setting:
    """A key that form.yaml may say of this type."""

    key: str
    must: bool
    says: str
    example: str = ""

    @classmethod
    def of(cls, key: str, schema: JSON, *, must: bool) -> Setting:
        """From what its JSON Schema says."""
        said = mapping(schema)
        example = next(iter(sequence(said.get("examples"))), "")
        return cls(key, must, str(said.get("description", "")), str(example))


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What somebody typed, and what it was read as: for people, and as it is kept."""

    typed: str
    words: str
    kept: str


@dataclass(frozen=True, slots=True)
class State:
    """The example as a page shows it at one time. Each has a form of its own, so that no two fields have one name."""

    title: str
    form: Form
    typed: Typed
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What a type says of itself. `asked`: whether anybody is asked it; `states_of` and `readings_of` show how."""

    type: str
    family: str
    about: str
    yaml: str
    asked: bool
    settings: tuple[Setting, ...]
    sentences: tuple[tuple[str, str], ...]
    bindings: tuple[str, ...]
    conditions: str
    schema: str
    layout: str


def families() -> Iterator[tuple[str, tuple[type[Kind], ...]]]:
    """Every family with its types."""
    for name, types in FAMILIES.items():
        yield name, tuple(KINDS[one] for one in types)


@cache
def exhibit(name: str) -> Exhibit:
    """The exhibit of a type; made once. Raises KeyError for no type."""
    kind = KINDS[name]
    _, question = _asked(kind, 0)
    return Exhibit(
        type=name,
        family=next(family for family, types in FAMILIES.items() if name in types),
        about=kind.about,
        yaml=kind.example,
        asked=kind.asked,
        settings=tuple(
            Setting.of(key, schema, must=key in kind.settings_required)
            for key, schema in kind.settings_schema.items()
        ),
        sentences=tuple(kind.sentences.items()),
        bindings=tuple(sorted(kind.bindings)),
        conditions=str(kind.feel_type),
        schema=json.dumps(question.kind.answer_schema(), indent=1, ensure_ascii=False),
        layout=str(kind.layout),
    )


@cache
def readings_of(name: str) -> tuple[ReadAs, ...]:
    """What people really type, and what it is read as. What is a place is looked for among those that are known."""
    kind = KINDS[name]
    return tuple(_readings(*_asked(kind, 0))) if kind.asked else ()


@cache
def states_of(name: str) -> tuple[State, ...]:
    """The example empty, filled in, and with each sentence that can be provoked."""
    kind = KINDS[name]
    return tuple(_states(kind)) if kind.asked else ()


def _asked(kind: type[Kind], number: int) -> tuple[Form, Question]:
    """A form that asks the example alone, under a key that no other has."""
    example = re.sub(r"(?m)^(ask: \w+)", rf"\1_{number}" if number else r"\1", kind.example)
    lines = example.rstrip("\n").split("\n")
    written = "\n".join(["- " + lines[0], *(f"  {line}" for line in lines[1:])])
    indented = "\n".join(f"  {line}" for line in written.split("\n"))
    yaml = f"pages:\n- page: {PAGE}\n  title: Example\n  questions:\n{indented}\n"
    node, _ = read_yaml(yaml.encode(), f"the example of {kind.type}")
    if node is None:
        raise ValueError(f"The example of {kind.type} cannot be read.")
    source = PartSource(Service("example", "", "Example", "", STAFF_CLASS), (PartFile("form.yaml", node),))
    form = read_form(source)
    return form, next(iter(form.questions.values()))


def _readings(form: Form, question: Question) -> Iterator[ReadAs]:
    for sample in SAMPLES.get(question.kind.type, ()):
        if any(text in ("today", "tomorrow") for text in sample.values()):
            continue  # whoever reads it does so on another day
        reading = _read(form, question, sample)
        answer = reading.answers.get(question.key)
        if reading.problems or answer is None or answer.value is None:
            continue
        typed = ", ".join(text for text in sample.values() if text)
        words = ", ".join(question.kind.words(answer.value))
        yield ReadAs(typed, words, json.dumps(answer.value, ensure_ascii=False))


def _read(form: Form, question: Question, sample: Mapping[str, str]) -> Reading:
    with clock.stopped_at(_DAY):
        return read_page(
            form, PAGE, posted({f"{question.key}{suffix}": text for suffix, text in sample.items()})
        )


def _states(kind: type[Kind]) -> Iterator[State]:
    """Empty, filled in with the first that people type, then with each sentence that can be provoked."""
    form, question = _asked(kind, 1)
    yield State("Before anything is typed", form, {})
    number = 2
    for sample in SAMPLES.get(kind.type, ())[:1]:
        form, question = _asked(kind, number)
        yield State("Filled in", form, _read(form, question, sample).page_typed)
        number += 1
    heard: set[str] = set()
    form, question = _asked(kind, number)
    for attempt in islice(_wrong(question, kind), MOST_TRIED):
        reading = _read(form, question, attempt)
        sentences = [problem.sentence for problem in reading.problems]
        if not sentences or heard.issuperset(sentences):
            continue
        heard.update(sentences)
        title = f"Error: {'; '.join(sentences)}"
        yield State(title, form, _shortened(reading.page_typed), reading.page_problems)
        if len(heard) >= MOST_SHOWN:
            return
        number += 1
        form, question = _asked(kind, number)


def _wrong(question: Question, kind: type[Kind]) -> Iterator[Mapping[str, str]]:
    suffixes = [name.removeprefix(question.key) for name in question.kind.fields(question)] or [""]
    right = next(iter(SAMPLES.get(kind.type, ({},))), {})
    for text in _WRONG:
        yield dict.fromkeys(suffixes, text)
    for suffix in suffixes:
        for text in _WRONG:
            yield {**right, suffix: text}


def _shortened(typed: Typed) -> Typed:
    return {name: tuple(text[:200] for text in texts) for name, texts in typed.items()}
