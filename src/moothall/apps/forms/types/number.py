"""A number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.text import clean_code
from moothall.apps.forms.types.figures import (
    Fault,
    Figure,
    as_json,
    decimals_of,
    figure_in,
    figure_of,
    typed_as,
    written,
)
from moothall.kernel import feel
from moothall.ui.questions.outline import TextInput, Widget

MOST_DECIMALS = 6


def limit_schema(description: str) -> dict[str, JSON]:
    """JSON Schema of a setting that is a number."""
    return {
        "type": "number",
        "minimum": -999_999_999_999,
        "maximum": 999_999_999_999,
        "description": description,
        "x-instead": "Write a number in figures, without commas, such as 100 or 0.5.",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Kind):
    type: ClassVar[str] = "number"
    about: ClassVar[str] = (
        "A number, whole unless `decimals` says otherwise. “1,200”, “about 30”, “three” and “30 metres” are understood."
    )
    example: ClassVar[str] = """\
ask: people_living_there
type: number
label: How many people live at the property?
name: the number of people
min: 1
max: 50
"""
    feel_type: ClassVar[feel.Type] = feel.NUMBER
    layout: ClassVar[Layout] = Layout.SHORT
    seconds: ClassVar[int] = 15
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "min": limit_schema("The smallest number accepted; 0 when left out."),
        "max": limit_schema("The largest number accepted."),
        "decimals": {
            "type": "integer",
            "minimum": 0,
            "maximum": MOST_DECIMALS,
            "description": "How many digits after the point are accepted; none when left out.",
        },
        "step": limit_schema("Only multiples of this are accepted, such as 5."),
        "unit": {
            "type": "string",
            "minLength": 1,
            "maxLength": 20,
            "description": "What is counted, shown behind the field: metres, hours a week. People may type it too.",
            "x-floats": True,
        },
    }
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "{Name} must be a number, like 30",
        "not_whole": "{Name} must be a whole number, like 30",
        "too_many_decimals": "{Name} must have {most} decimal places or fewer",
        "too_small": "{Name} must be {least} or more",
        "too_large": "{Name} must be {most} or less",
        "not_step": "{Name} must be a multiple of {step}",
        "shortened": "Enter {name} in full, in figures, like {fact}",
        "several": "Enter one number. If you are not sure, enter your best guess",
        "decimal_comma": "{Name} must be a number. Use a full stop for decimals, like 1.5",
        "too_many_digits": "{Name} has too many digits",
    }
    usual_name: ClassVar[str] = "the number"

    min: float = 0
    max: float | None = None
    decimals: int = 0
    step: float | None = None
    unit: str = ""

    @property
    def least(self) -> Decimal:
        return Decimal(str(self.min))

    def read(self, question: Question, entry: Entry) -> Outcome:
        typed = entry.text(question.key)
        if not clean_code(typed):
            return question.left_blank()
        found = self.understood(typed)
        if isinstance(found, Fault):
            return question.refuse(found.code, fact=found.fact)
        fault = self._fault_of(found)
        if fault is not None:
            return question.refuse(
                fault.code, fact=fault.fact, least=fault.fact, most=fault.fact, step=fault.fact
            )
        return Outcome(self.kept(found))

    def understood(self, typed: str) -> Figure:
        return figure_in(typed, self._units())

    def kept(self, figure: Decimal) -> JSON:
        return as_json(figure)

    def shown(self, figure: Decimal) -> str:
        """The figure in a sentence."""
        return written(figure)

    def _units(self) -> tuple[str, ...]:
        unit = self.unit.casefold()
        return tuple({unit, unit.removesuffix("s")} - {""})

    def _fault_of(self, figure: Decimal) -> Fault | None:
        if decimals_of(figure) > self.decimals:
            return Fault("too_many_decimals", str(self.decimals)) if self.decimals else Fault("not_whole")
        if figure < self.least:
            return Fault("too_small", self.shown(self.least))
        if self.max is not None and figure > Decimal(str(self.max)):
            return Fault("too_large", self.shown(Decimal(str(self.max))))
        if self.step and figure % Decimal(str(self.step)):
            return Fault("not_step", written(Decimal(str(self.step))))
        return None

    def answer_schema(self) -> dict[str, JSON]:
        most: dict[str, JSON] = {} if self.max is None else {"maximum": self.max}
        return {"type": "number" if self.decimals else "integer", "minimum": self.min, **most}

    def feel_value(self, value: JSON) -> feel.Value:
        return figure_of(value)

    def words(self, value: JSON) -> tuple[str, ...]:
        figure = figure_of(value)
        if figure is None:
            return (str(value),)
        return (f"{written(figure)} {self.unit}".strip(),)

    def retype(self, question: Question, value: JSON) -> Typed:
        figure = figure_of(value)
        return {question.key: (typed_as(figure) if figure is not None else str(value),)}

    def mistakes(self) -> tuple[str, ...]:
        found = []
        if self.max is not None and self.min > self.max:
            found.append(f"`min: {self.min}` is more than `max: {self.max}`. Swap them, or leave one out.")
        if self.step is not None and self.step <= 0:
            found.append("`step` must be more than 0. Write the distance between two answers, such as 5.")
        elif self.step and decimals_of(Decimal(str(self.step))) > self.decimals:
            found.append(
                f"`step: {self.step}` needs more `decimals` than {self.decimals}. Write `decimals:` too."
            )
        return tuple(found)

    def widget(self, question: Question) -> Widget:
        return TextInput(
            name=question.key,
            inputmode="" if self.min < 0 else "decimal" if self.decimals else "numeric",
            spellcheck=False,
            width=self._width(),
            suffix=self.unit,
        )

    def _width(self) -> str:
        longest = len(str(int(self.max))) + self.decimals if self.max is not None else 10
        return "3" if longest <= 3 else "5" if longest <= 5 else "10"
