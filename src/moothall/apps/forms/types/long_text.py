"""As many words as it takes, with line breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question
from moothall.apps.forms.text import clean, length_of
from moothall.kernel import feel
from moothall.ui.questions.outline import TextArea, Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText(Kind):
    type: ClassVar[str] = "long-text"
    about: ClassVar[str] = (
        "As many words as it takes, with line breaks. A line break counts as one character."
    )
    example: ClassVar[str] = """\
ask: what_happened
type: long-text
label: What happened?
name: what happened
max_length: 2000
binding: case.description
"""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    layout: ClassVar[Layout] = Layout.BLOCK
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "max_length": {
            "type": "integer",
            "minimum": 1,
            "maximum": 20000,
            "description": "The most characters accepted; 5,000 when left out.",
        },
        "show_count": {
            "type": "boolean",
            "description": "yes: say under the field how many characters are left.",
        },
        "rows": {
            "type": "integer",
            "minimum": 2,
            "maximum": 30,
            "description": "Lines shown; 5 when left out.",
        },
    }
    bindings: ClassVar[frozenset[str]] = frozenset(
        {"case.description", "case.urgent_words", "place.description"}
    )
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "too_long": "{Name} must be {most} characters or less. You have typed {typed}",
    }

    max_length: int = 5000
    show_count: bool = False
    rows: int = 5

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(**{**settings, "show_count": settings.get("show_count") == "yes"})

    def read(self, question: Question, entry: Entry) -> Outcome:
        text = clean(entry.text(question.key))
        if not text:
            return question.left_blank()
        length = length_of(text)
        if length > self.max_length:
            return question.refuse("too_long", most=f"{self.max_length:,}", typed=f"{length:,}")
        return Outcome(text)

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}

    def words(self, value: JSON) -> tuple[str, ...]:
        return tuple(str(value).split("\n"))

    def widget(self, question: Question) -> Widget:
        return TextArea(
            name=question.key,
            rows=self.rows,
            max_length=self.max_length if self.show_count else None,
        )
