"""A value that nobody is asked for: worked out from what was answered, and kept with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Outcome, Question
from moothall.kernel import feel
from moothall.ui.questions.outline import Hidden, Widget
from moothall.ui.words import short_day

MONEY, NUMBER = "money", "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculated(Kind):
    """`expression` is None where `value` cannot be read; `wrong` then says why."""

    type: ClassVar[str] = "calculated"
    about: ClassVar[str] = (
        "Worked out from the answers, never asked: an income in a year, how many live there."
    )
    example: ClassVar[str] = """\
ask: yearly_income
type: calculated
label: Your income in a year
value: 12 * 950
format: money
"""
    feel_type: ClassVar[feel.Type] = feel.ANY
    asked: ClassVar[bool] = False
    seconds: ClassVar[int] = 0
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "value": {
            "type": "string",
            "minLength": 1,
            "maxLength": 2000,
            "description": "What it comes to. An expression in FEEL over the keys of questions asked before it.",
            "examples": ["12 * monthly_income"],
            "x-instead": "Write an expression such as 12 * monthly_income.",
        },
        "format": {
            "enum": [NUMBER, MONEY],
            "description": "How a number is written: as it is, or in pounds and pence.",
        },
    }
    settings_required: ClassVar[tuple[str, ...]] = ("value",)
    sentences: ClassVar[Mapping[str, str]] = {}

    expression: feel.Expression | None = None
    format: str = NUMBER
    wrong: str = ""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        written = str(settings["value"])
        try:
            return cls(expression=feel.parse(written), format=str(settings.get("format", NUMBER)))
        except feel.FeelError as problem:
            return cls(wrong=f"{problem.message} (character {problem.column} of the expression)")

    @property
    def calculation(self) -> feel.Expression | None:
        return self.expression

    @property
    def comes_to(self) -> feel.Type:
        return feel.LIST(feel.NUMBER) if self.format == MONEY else feel.ANY

    def mistakes(self) -> tuple[str, ...]:
        return (self.wrong,) if self.wrong else ()

    def read(self, question: Question, entry: Entry) -> Outcome:
        """Nobody types it."""
        return Outcome()

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": ["string", "number", "boolean", "array"]}

    def widget(self, question: Question) -> Widget:
        return Hidden(name=question.key)

    def kept_value(self, worked_out: feel.Value) -> JSON:
        """As JSON. What JSON has no word for, such as a list of contexts, is not kept."""
        if isinstance(worked_out, Decimal):
            if worked_out == worked_out.to_integral_value() and abs(worked_out) < 10**18:
                return int(worked_out)
            number = float(worked_out)
            return number if isfinite(number) else None
        if isinstance(worked_out, date | datetime | time):
            return worked_out.isoformat()
        if isinstance(worked_out, tuple | list):
            return [self.kept_value(one) for one in worked_out]
        return worked_out if isinstance(worked_out, str | bool) else None

    def feel_value(self, value: JSON) -> feel.Value:
        """For decisions about a kept revision."""
        if isinstance(value, bool | str):
            return value
        if isinstance(value, int | float):
            return Decimal(str(value))
        return tuple(self.feel_value(one) for one in value) if isinstance(value, list) else None

    def words(self, value: JSON) -> tuple[str, ...]:
        if isinstance(value, bool):
            return (_("Yes") if value else _("No"),)
        if isinstance(value, list):
            return tuple(line for one in value for line in self.words(one))
        if isinstance(value, int | float):
            return (_pounds(value) if self.format == MONEY else _number(value),)
        return (_day(value),) if isinstance(value, str) else ()


def _pounds(value: float) -> str:
    sign = "−" if value < 0 else ""
    pounds = f"{abs(Decimal(str(value))):,.2f}"
    return f"{sign}£{pounds.removesuffix('.00')}"


def _number(value: float) -> str:
    written = f"{Decimal(str(value)):,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _day(value: str) -> str:
    """A date as people write it; any other text as it is."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return value
    return short_day(found)
