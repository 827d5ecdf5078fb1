"""An amount of money in pounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Question, Typed
from moothall.apps.forms.types.figures import Fault, Figure, decimals_of, digits_in, figure_in, figure_of
from moothall.apps.forms.types.number import Number, limit_schema
from moothall.ui.questions.outline import TextInput, Widget

_UNITS = ("£", "pounds", "pound", "gbp", "quid")
_PENCE = re.compile(r"([0-9]{1,2})\s*(?:p|pence)", re.IGNORECASE)
_BOTH = re.compile(r"£?\s*([0-9,]+)\s*(?:pounds?|£)?\s*(?:and\s+)?([0-9]{2})\s*(?:p|pence)", re.IGNORECASE)
_FOREIGN = re.compile(r"[$€¥]|euros?\b|dollars?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Number):
    type: ClassVar[str] = "money"
    about: ClassVar[str] = (
        "An amount in pounds, kept to the penny. “£1,200.50”, “1200 pounds” and “50p” are understood."
    )
    example: ClassVar[str] = """\
ask: weekly_rent
type: money
label: How much is your rent each week?
name: how much your rent is
hint: For example, £120.50
"""
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "min": limit_schema("The smallest amount accepted, in pounds; 0 when left out."),
        "max": limit_schema("The largest amount accepted, in pounds."),
        "pence": {"enum": ["yes", "no"], "description": "no: whole pounds only. Yes when left out."},
    }
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "{Name} must be an amount of money, like £120 or £120.50",
        "not_whole": "{Name} must be in whole pounds, like £120",
        "too_many_decimals": "{Name} must have 2 digits for pence, like £120.50",
        "too_small": "{Name} must be {least} or more",
        "too_large": "{Name} must be {most} or less",
        "not_step": "{Name} must be a multiple of {step}",
        "shortened": "Enter {name} in full, in figures, like £{fact}",
        "several": "Enter one amount. If you are not sure, enter your best guess",
        "decimal_comma": "{Name} must be an amount of money. Use a full stop before the pence, like £1.50",
        "too_many_digits": "{Name} has too many digits",
        "foreign": "{Name} must be in pounds",
    }
    usual_name: ClassVar[str] = "the amount"

    decimals: int = 2

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        pence = settings.get("pence", "yes") == "yes"
        rest = {name: held for name, held in settings.items() if name != "pence"}
        return cls(**rest, decimals=2 if pence else 0)

    def understood(self, typed: str) -> Figure:
        text = digits_in(typed)
        if _FOREIGN.search(text):
            return Fault("foreign")
        if pence := _PENCE.fullmatch(text):
            return Decimal(int(pence[1])) / 100
        if both := _BOTH.fullmatch(text):
            text = f"{both[1]}.{both[2]}"
        return figure_in(re.sub(r"/-$|\.-$", "", text), _UNITS)

    def kept(self, figure: Decimal) -> JSON:
        return f"{figure:.2f}"

    def shown(self, figure: Decimal) -> str:
        return in_pounds(figure)

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "pattern": r"^-?[0-9]{1,15}\.[0-9]{2}$"}

    def words(self, value: JSON) -> tuple[str, ...]:
        figure = figure_of(value)
        return (in_pounds(figure) if figure is not None else str(value),)

    def search_text(self, value: JSON) -> str:
        return " ".join([*self.words(value), str(value)])

    def retype(self, question: Question, value: JSON) -> Typed:
        figure = figure_of(value)
        return {
            question.key: (in_pounds(figure).replace("£", "").replace(",", "") if figure is not None else "",)
        }

    def mistakes(self) -> tuple[str, ...]:
        found = Number.mistakes(self)
        fine = [
            each for each in (self.min, self.max) if each is not None and decimals_of(Decimal(str(each))) > 2
        ]
        return (
            *found,
            *(f"{each} is less than a penny exact. Write pounds and pence, such as 10.50." for each in fine),
        )

    def widget(self, question: Question) -> Widget:
        return TextInput(
            name=question.key,
            inputmode="decimal" if self.decimals else "numeric",
            spellcheck=False,
            width="10",
            prefix="£",
        )


def in_pounds(amount: Decimal) -> str:
    """£1,200 and £1,200.50."""
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}£{size:,.0f}" if size == size.to_integral_value() else f"{sign}£{size:,.2f}"
