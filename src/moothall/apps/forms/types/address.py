"""An address in the United Kingdom, typed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.postcodes import postcode_in
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Problem, Question, Typed
from moothall.apps.forms.text import clean_line, length_of
from moothall.kernel import feel
from moothall.ui.questions.outline import InputGroup, LabelledInput, TextInput, Widget

#: The parts in order: key in the answer, field suffix, label, autocomplete.
PARTS = (
    ("line_1", "line-1", "Address line 1", "address-line1"),
    ("line_2", "line-2", "Address line 2 (optional)", "address-line2"),
    ("town", "town", "Town or city", "address-level2"),
    ("county", "county", "County (optional)", ""),
    ("postcode", "postcode", "Postcode", "postal-code"),
)
_NEEDED = {"line_1": "no_line_1", "town": "no_town", "postcode": "no_postcode"}
_WIDTHS = {"town": "two-thirds", "county": "two-thirds", "postcode": "10"}
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Kind):
    type: ClassVar[str] = "address"
    about: ClassVar[str] = "An address in the United Kingdom, typed by hand, its postcode put in order."
    example: ClassVar[str] = """\
ask: where
type: address
label: What is the address?
binding: place.address
"""
    feel_type: ClassVar[feel.Type] = feel.CONTEXT
    layout: ClassVar[Layout] = Layout.BLOCK
    bindings: ClassVar[frozenset[str]] = frozenset({"person.address", "place.address", "subject.address"})
    sentences: ClassVar[Mapping[str, str]] = {
        "no_line_1": "Enter address line 1, typically the building and street",
        "no_town": "Enter town or city",
        "no_postcode": "Enter postcode",
        "wrong_postcode": "Enter a full UK postcode, like SW1A 1AA",
        "too_long": "{label} must be {most} characters or less",
    }

    def fields(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{question.key}-{suffix}" for _, suffix, _, _ in PARTS)

    def read(self, question: Question, entry: Entry) -> Outcome:
        value = {part: clean_line(entry.text(f"{question.key}-{suffix}")) for part, suffix, _, _ in PARTS}
        if not question.required and not any(value.values()):
            return Outcome()
        postcode = postcode_in(value["postcode"])
        problems = [*self._missing(question, value), *self._too_long(question, value)]
        if value["postcode"] and not postcode:
            problems.append(question.problem("wrong_postcode", "postcode"))
        if problems:
            order = self.fields(question)
            return Outcome(problems=tuple(sorted(problems, key=lambda problem: order.index(problem.field))))
        return Outcome({**value, "postcode": postcode})

    def _missing(self, question: Question, value: Mapping[str, str]) -> list[Problem]:
        return [
            question.problem(_NEEDED[part], suffix)
            for part, suffix, _, _ in PARTS
            if part in _NEEDED and not value[part]
        ]

    def _too_long(self, question: Question, value: Mapping[str, str]) -> list[Problem]:
        return [
            question.problem("too_long", suffix, label=label.removesuffix(" (optional)"), most=_MOST)
            for part, suffix, label, _ in PARTS
            if part != "postcode" and length_of(value[part]) > _MOST
        ]

    def answer_schema(self) -> dict[str, JSON]:
        text: dict[str, JSON] = {"type": "string", "maxLength": _MOST}
        return {
            "type": "object",
            "required": ["line_1", "town", "postcode"],
            "additionalProperties": False,
            "properties": {part: dict(text) for part, _, _, _ in PARTS},
        }

    def feel_value(self, value: JSON) -> feel.Value:
        return {part: str(text) for part, text in value.items()} if isinstance(value, dict) else None

    def condition_type(self) -> feel.Type:
        return feel.context_of({part: feel.TEXT for part, _, _, _ in PARTS})

    def words(self, value: JSON) -> tuple[str, ...]:
        held = value if isinstance(value, dict) else {}
        return tuple(str(held[part]) for part, _, _, _ in PARTS if held.get(part))

    def search_text(self, value: JSON) -> str:
        """With the postcode both ways: SW1A 1AA and SW1A1AA."""
        held = value if isinstance(value, dict) else {}
        return " ".join([*self.words(value), str(held.get("postcode", "")).replace(" ", "")])

    def retype(self, question: Question, value: JSON) -> Typed:
        held = value if isinstance(value, dict) else {}
        return {f"{question.key}-{suffix}": (str(held.get(part, "")),) for part, suffix, _, _ in PARTS}

    def widget(self, question: Question) -> Widget:
        own = question.binding == "person.address"
        inputs = tuple(
            LabelledInput(
                label=label,
                input=TextInput(
                    name=f"{question.key}-{suffix}",
                    autocomplete=autocomplete if own else "",
                    width=_WIDTHS.get(part, ""),
                    spellcheck=False if part == "postcode" else None,
                ),
            )
            for part, suffix, label, autocomplete in PARTS
        )
        return InputGroup(name=question.key, inputs=inputs)
