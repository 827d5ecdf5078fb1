"""What a look-up is, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LOOKUP = "lookup"


class By(StrEnum):
    """How what somebody types is compared with the table's column."""

    POSTCODE = "postcode"
    TEXT = "text"
    NUMBER = "number"


class Shape(StrEnum):
    """What stands in a column: words, or days (ISO 8601, several parted by a semicolon)."""

    TEXT = "text"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Shown:
    """A column that is shown: `label` before it; of days the next `most`."""

    column: str
    label: str
    shape: Shape = Shape.TEXT
    most: int = 3


@dataclass(frozen=True, slots=True)
class Lookup:
    """A look-up as lookup.yaml says it. `choose` is the column that tells rows apart; empty when one fits."""

    file: str
    column: str
    by: By
    label: str
    name: str
    hint: str
    choose: str
    choose_label: str
    shows: tuple[Shown, ...]
    calendar: str
    nothing_found: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of an answer; `days` are the next ones, from today on."""

    label: str
    text: str = ""
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several rows: `key` is its place among them."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: `facts` of the one row; or `choices`; or neither, when nothing was found.

    `problem` is a sentence about what was typed.
    """

    facts: tuple[Fact, ...] = ()
    choices: tuple[Choice, ...] = ()
    about: str = ""
    problem: str = ""

    @property
    def found(self) -> bool:
        return bool(self.facts)


class NoData(Exception):
    """The table is not there or cannot be read: the page says so, the log says why."""
