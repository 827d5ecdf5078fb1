"""A few words on one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.postcodes import postcode_in
from moothall.apps.forms.question import Entry, Kind, Outcome, Question
from moothall.apps.forms.text import clean_line, length_of
from moothall.kernel import feel
from moothall.ui.questions.outline import TextInput, Widget

#: What the browser may fill in, by binding (WCAG 1.3.5). Only for the person's own details.
_AUTOCOMPLETE = {"person.name": "name"}
_NO_SPELLCHECK = frozenset(
    {
        "on_behalf_of.name",
        "person.name",
        "subject.name",
        "vehicle.registration",
        "place.uprn",
        "place.postcode",
    }
)
_WIDTHS = {5: "5", 10: "10", 20: "20"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(Kind):
    type: ClassVar[str] = "short-text"
    about: ClassVar[str] = (
        "A few words on one line, such as a name or where something is. "
        "Bound to `place.postcode`, it is read as a postcode."
    )
    example: ClassVar[str] = """\
ask: street_name
type: short-text
label: What is the name of the street?
name: the name of the street
max_length: 80
binding: place.description
"""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "max_length": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "description": "The most characters accepted; 200 when left out.",
        },
        "width": {
            "enum": [5, 10, 20],
            "description": "How many characters wide the field looks; left out: the whole column.",
        },
    }
    bindings: ClassVar[frozenset[str]] = frozenset(
        {
            "case.urgent_words", "person.name", "place.description", "place.postcode", "place.uprn",
            "on_behalf_of.name", "subject.name", "vehicle.registration",
        }
    )  # fmt: skip
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "too_long": "{Name} must be {most} characters or less",
        "wrong_postcode": "Enter a full UK postcode, like SW1A 1AA",
    }

    max_length: int = 200
    width: int | None = None

    def read(self, question: Question, entry: Entry) -> Outcome:
        text = clean_line(entry.text(question.key))
        if not text:
            return question.left_blank()
        if question.binding == "place.postcode":
            postcode = postcode_in(text)
            return Outcome(postcode) if postcode else question.refuse("wrong_postcode")
        if length_of(text) > self.max_length:
            return question.refuse("too_long", most=self.max_length)
        return Outcome(text)

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}

    def widget(self, question: Question) -> Widget:
        return TextInput(
            name=question.key,
            autocomplete=_AUTOCOMPLETE.get(question.binding, ""),
            spellcheck=False if question.binding in _NO_SPELLCHECK else None,
            width=_WIDTHS.get(self.width or 0, ""),
        )
