"""How good something is, on a scale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.types.figures import digits_in, figure_of
from moothall.kernel import feel
from moothall.ui.questions.outline import Item, Radios, Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Kind):
    type: ClassVar[str] = "rating"
    about: ClassVar[str] = (
        "A point on a scale, by radio buttons. Each point may have its words, or the two ends alone."
    )
    example: ClassVar[str] = """\
ask: satisfied
type: rating
label: How satisfied were you with the repair?
name: how satisfied you were
points: [Very dissatisfied, Dissatisfied, Neither, Satisfied, Very satisfied]
"""
    feel_type: ClassVar[feel.Type] = feel.NUMBER
    layout: ClassVar[Layout] = Layout.SHORT
    seconds: ClassVar[int] = 8
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "points": {
            "type": "array",
            "minItems": 2,
            "maxItems": 11,
            "items": {"type": "string", "minLength": 1, "maxLength": 60},
            "description": "What each point says, the lowest first. The lowest is kept as 1 (see `start`).",
            "x-floats": True,
        },
        "many": {
            "type": "integer",
            "minimum": 2,
            "maximum": 11,
            "description": "How many points there are when they have no words of their own; 5 when left out.",
        },
        "start": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1,
            "description": "What the lowest point is kept as.",
        },
        "lowest": {
            "type": "string",
            "maxLength": 60,
            "description": "What the lowest point means.",
            "x-floats": True,
        },
        "highest": {
            "type": "string",
            "maxLength": 60,
            "description": "What the highest point means.",
            "x-floats": True,
        },
    }
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Select {name}",
        "unknown": "Select a number from {least} to {most}",
    }

    points: tuple[str, ...] = ()
    many: int = 5
    start: int = 1
    lowest: str = ""
    highest: str = ""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(**{**settings, "points": tuple(settings.get("points", ()))})

    @property
    def scale(self) -> range:
        return range(self.start, self.start + (len(self.points) or self.many))

    def read(self, question: Question, entry: Entry) -> Outcome:
        said = digits_in(entry.text(question.key)).casefold()
        if not said:
            return question.left_blank()
        for point in self.scale:
            if said in (str(point), self.label(point).casefold(), self._words_at(point).casefold()):
                return Outcome(point)
        number = re.match(r"0*([0-9]{1,2})(?:\s*(?:/|out of)\s*[0-9]{1,2})?$", said)
        if number and int(number[1]) in self.scale:
            return Outcome(int(number[1]))
        return question.refuse("unknown", least=self.scale[0], most=self.scale[-1])

    def _words_at(self, point: int) -> str:
        if self.points:
            return self.points[point - self.start]
        return self.lowest if point == self.scale[0] else self.highest if point == self.scale[-1] else ""

    def label(self, point: int) -> str:
        """Words alone where every point has some; else the number, with its words if any."""
        said = self._words_at(point)
        return said if self.points else f"{point} – {said}" if said else str(point)

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "integer", "minimum": self.scale[0], "maximum": self.scale[-1]}

    def feel_value(self, value: JSON) -> feel.Value:
        return figure_of(value)

    def words(self, value: JSON) -> tuple[str, ...]:
        point = value if isinstance(value, int) and value in self.scale else None
        if point is None:
            return (str(value),)
        return (
            self.label(point) if not self.points else f"{self.label(point)} ({point} of {self.scale[-1]})",
        )

    def search_text(self, value: JSON) -> str:
        return ""

    def retype(self, question: Question, value: JSON) -> Typed:
        return {question.key: (str(value),)}

    def mistakes(self) -> tuple[str, ...]:
        if self.points and (self.lowest or self.highest):
            return ("`points` says what every point means. Take out `lowest` and `highest`.",)
        if len({point.casefold() for point in self.points}) < len(self.points):
            return ("Two points say the same. Give each point its own words.",)
        return ()

    def widget(self, question: Question) -> Widget:
        items = tuple(Item(value=str(point), label=self.label(point)) for point in self.scale)
        return Radios(name=question.key, items=items)
