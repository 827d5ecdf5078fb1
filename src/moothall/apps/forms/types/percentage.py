"""A percentage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Question
from moothall.apps.forms.types.figures import Figure, figure_in, figure_of, written
from moothall.apps.forms.types.number import MOST_DECIMALS, Number, limit_schema
from moothall.ui.questions.outline import TextInput, Widget

_UNITS = ("%", "percent", "per cent", "pc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentage(Number):
    type: ClassVar[str] = "percentage"
    about: ClassVar[str] = (
        "A percentage, from 0 to 100 unless said otherwise. “50%” and “50 per cent” are understood."
    )
    example: ClassVar[str] = """\
ask: share_owned
type: percentage
label: How much of the property do you own?
name: how much you own
decimals: 1
"""
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "min": limit_schema("The smallest percentage accepted; 0 when left out."),
        "max": limit_schema("The largest percentage accepted; 100 when left out."),
        "decimals": {
            "type": "integer",
            "minimum": 0,
            "maximum": MOST_DECIMALS,
            "description": "How many digits after the point are accepted; none when left out.",
        },
    }
    sentences: ClassVar[Mapping[str, str]] = {
        **Number.sentences,
        "wrong": "{Name} must be a percentage, like 50 or 50%",
        "not_whole": "{Name} must be a whole percentage, like 50%",
        "several": "Enter one percentage. If you are not sure, enter your best guess",
        "decimal_comma": "{Name} must be a percentage. Use a full stop for decimals, like 12.5",
    }
    usual_name: ClassVar[str] = "the percentage"

    max: float | None = 100

    def understood(self, typed: str) -> Figure:
        return figure_in(typed, _UNITS)

    def shown(self, figure: Decimal) -> str:
        return f"{written(figure)}%"

    def words(self, value: JSON) -> tuple[str, ...]:
        figure = figure_of(value)
        return (f"{written(figure)}%" if figure is not None else str(value),)

    def widget(self, question: Question) -> Widget:
        return TextInput(
            name=question.key,
            inputmode="" if self.min < 0 else "decimal" if self.decimals else "numeric",
            spellcheck=False,
            width="5",
            suffix="%",
        )
