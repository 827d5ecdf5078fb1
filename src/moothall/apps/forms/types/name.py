"""Somebody's name: in one field, or in parts where another system needs them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Outcome, Question, Typed
from moothall.apps.forms.text import clean_line, length_of
from moothall.apps.forms.types.parts import (
    Part,
    context_in,
    context_type,
    fields_of,
    group_fields,
    nothing_typed,
    read_parts,
    retyped,
    schema_of,
    words_of,
)
from moothall.kernel import feel
from moothall.ui.questions.outline import FieldGroup, TextInput, Widget

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Kind):
    type: ClassVar[str] = "name"
    about: ClassVar[str] = (
        "Somebody's name. One field fits every name there is; `parts` asks for first and last name apart, where "
        "another system needs them so."
    )
    example: ClassVar[str] = """\
ask: your_name
type: name
label: What is your name?
name: your full name
binding: person.name
"""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "parts": {
            "enum": ["yes", "no"],
            "description": "yes: first name and last name in two fields. No when left out.",
        },
        "title": {
            "enum": ["yes", "no"],
            "description": "yes: ask for a title too, with `parts`. It may be left blank.",
        },
    }
    bindings: ClassVar[frozenset[str]] = frozenset({"on_behalf_of.name", "person.name", "subject.name"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "{Name} must be a name, not an e-mail address or a number",
        "too_long": "{Name} must be {most} characters or less",
        "first_missing": "Enter first name",
        "last_missing": "Enter last name",
    }
    usual_name: ClassVar[str] = "the full name"
    seconds: ClassVar[int] = 12

    parts: bool = False
    title: bool = False
    #: What the browser may fill in, where it is not the whole name.
    autocomplete: str = ""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(parts=settings.get("parts") == "yes", title=settings.get("title") == "yes")

    def fields(self, question: Question) -> tuple[str, ...]:
        return fields_of(question, self._parts(question.binding)) if self.parts else (question.key,)

    def read(self, question: Question, entry: Entry) -> Outcome:
        if self.parts:
            return self._read_parts(question, entry)
        text = clean_line(entry.text(question.key))
        if not text:
            return question.left_blank()
        if "@" in text or not any(char.isalpha() for char in text):
            return question.refuse("wrong")
        if length_of(text) > MOST or len(text) > 4 * MOST:
            return question.refuse("too_long", most=MOST)
        return Outcome(text)

    def _read_parts(self, question: Question, entry: Entry) -> Outcome:
        parts = self._parts(question.binding)
        if not question.required and nothing_typed(question, parts, entry):
            return Outcome()
        values, problems = read_parts(question, parts, entry)
        return Outcome(problems=problems) if problems else Outcome(values)

    def _parts(self, binding: str = "") -> tuple[Part, ...]:
        own = binding == "person.name"
        title = Part(
            key="title",
            kind=Name(autocomplete="honorific-prefix" if own else ""),
            label="Title",
            name=_("the title"),
            required=False,
        )
        first = Part(
            key="first",
            kind=Name(autocomplete="given-name" if own else ""),
            label=_("First name"),
            name=_("the first name"),
        )
        last = Part(
            key="last",
            kind=Name(autocomplete="family-name" if own else ""),
            label=_("Last name"),
            name=_("the last name"),
        )
        return (title, first, last) if self.title else (first, last)

    def answer_schema(self) -> dict[str, JSON]:
        return (
            schema_of(self._parts())
            if self.parts
            else {"type": "string", "minLength": 1, "maxLength": 4 * MOST}
        )

    def feel_value(self, value: JSON) -> feel.Value:
        return context_in(self._parts(), value) if self.parts else str(value)

    def condition_type(self) -> feel.Type:
        return context_type(self._parts()) if self.parts else feel.TEXT

    def words(self, value: JSON) -> tuple[str, ...]:
        """In one line, whichever way it was asked."""
        if isinstance(value, dict):
            return (
                " ".join(words_of(self._parts(), value, labelled=False))
                or " ".join(map(str, value.values())),
            )
        return (str(value),)

    def retype(self, question: Question, value: JSON) -> Typed:
        if self.parts:
            return retyped(question, self._parts(), value)
        return {question.key: self.words(value)}

    def mistakes(self) -> tuple[str, ...]:
        if self.title and not self.parts:
            return ("`title` is asked for beside first and last name. Write `parts: yes` too.",)
        return ()

    def widget(self, question: Question) -> Widget:
        if self.parts:
            return FieldGroup(name=question.key, fields=group_fields(question, self._parts(question.binding)))
        filled_in = self.autocomplete or ("name" if question.binding == "person.name" else "")
        narrow = self.autocomplete == "honorific-prefix"
        return TextInput(
            name=question.key, autocomplete=filled_in, spellcheck=False, width="5" if narrow else "two-thirds"
        )
