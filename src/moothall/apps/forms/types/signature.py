"""A signature, by typing one's name under what is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.types.name import MOST, Name
from moothall.apps.forms.types.parts import Part, group_fields, read_parts, retyped
from moothall.apps.forms.types.stated import STATEMENT, paragraphs, statement_schema, wording
from moothall.kernel import feel
from moothall.ui.questions.outline import FieldGroup, Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Kind):
    type: ClassVar[str] = "signature"
    about: ClassVar[str] = (
        "A signature by typing one’s full name under a statement. Statement and name are kept together; when it was "
        "signed is known from the answer’s own time."
    )
    example: ClassVar[str] = """\
ask: signed
type: signature
label: Sign your application
name: your full name to sign
statement: I apply for the licence and will keep to its conditions.
"""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 25
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "statement": {**STATEMENT, "description": "What is signed: a text, or a list of paragraphs."},
    }
    settings_required: ClassVar[tuple[str, ...]] = ("statement",)
    bindings: ClassVar[frozenset[str]] = frozenset({"person.signature"})
    sentences: ClassVar[Mapping[str, str]] = {
        "signed_missing": "Type {name}",
        "signed_wrong": "Type {name}, not an e-mail address or a number",
        "signed_too_long": "{Name} must be {most} characters or less",
    }
    usual_name: ClassVar[str] = "your full name to sign"

    statement: tuple[str, ...]

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(statement=paragraphs(settings, "statement"))

    def _part(self, question: Question) -> Part:
        named = question.name or self.usual_name
        return Part(
            key="signed", kind=Name(), label=_("Type your full name"), name=named, required=question.required
        )

    def fields(self, question: Question) -> tuple[str, ...]:
        return (f"{question.key}-signed",)

    def read(self, question: Question, entry: Entry) -> Outcome:
        values, problems = read_parts(question, (self._part(question),), entry)
        if problems or not values:
            return Outcome(problems=problems)
        return Outcome({"signed": values["signed"], "statement": list(self.statement)})

    def answer_schema(self) -> dict[str, JSON]:
        return {
            "type": "object",
            "required": ["signed", "statement"],
            "additionalProperties": False,
            "properties": {
                "signed": {"type": "string", "minLength": 1, "maxLength": 4 * MOST},
                "statement": statement_schema(),
            },
        }

    def feel_value(self, value: JSON) -> feel.Value:
        return str(value.get("signed", "")) if isinstance(value, dict) else None

    def words(self, value: JSON) -> tuple[str, ...]:
        signed = str(value.get("signed", "")) if isinstance(value, dict) else str(value)
        return (f"Signed: {signed}", *wording(value))

    def search_text(self, value: JSON) -> str:
        return str(self.feel_value(value) or "")

    def retype(self, question: Question, value: JSON) -> Typed:
        return retyped(question, (self._part(question),), value)

    def widget(self, question: Question) -> Widget:
        return FieldGroup(
            name=question.key,
            statement=self.statement,
            fields=group_fields(question, (self._part(question),)),
        )
