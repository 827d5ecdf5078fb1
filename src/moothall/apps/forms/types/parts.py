"""Types made of parts: a name of two, a person, a bank account, a row of a table.

A part is a question of a simple type, asked under the key of the whole; it reads, speaks and is drawn as that type
does. What comes together belongs to the whole: its value is an object by the parts' keys.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Outcome, Problem, Question, Typed
from moothall.apps.forms.text import optional
from moothall.kernel import feel
from moothall.ui.questions.outline import FieldGroup, GroupField, SimpleWidget, Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`key` in the answer; `label` over its field; `name` as it stands in a sentence."""

    key: str
    kind: Kind
    label: str
    name: str = ""
    hint: str = ""
    required: bool = True
    binding: str = ""


def sub_question(question: Question, part: Part) -> Question:
    """The part as a question of its own, asked in fields that begin with the whole's key."""
    own = {
        code: question.errors.get(f"{part.key}_{code}") or _(sentences[f"{part.key}_{code}"])
        for code in part.kind.sentences
        if f"{part.key}_{code}" in (sentences := question.kind.sentences)
    }
    return Question(
        key=f"{question.key}-{part.key.replace('_', '-')}",
        kind=part.kind,
        label=part.label,
        hint=part.hint,
        name=part.name,
        required=part.required,
        errors=own,
        binding=part.binding,
    )


def read_parts(
    question: Question, parts: Iterable[Part], entry: Entry
) -> tuple[dict[str, JSON], tuple[Problem, ...]]:
    """(the values of the parts that have one, every problem)."""
    values: dict[str, JSON] = {}
    problems: list[Problem] = []
    for part in parts:
        asked = sub_question(question, part)
        outcome = part.kind.read(asked, entry)
        problems += (replace(each, question=question.key, cell=asked.key) for each in outcome.problems)
        if not outcome.problems and outcome.value is not None:
            values[part.key] = outcome.value
    return values, tuple(problems)


def nothing_typed(question: Question, parts: Iterable[Part], entry: Entry) -> bool:
    """Was every field of every part left empty?"""
    return not any(text.strip() for name in fields_of(question, parts) for text in entry.every(name))


def fields_of(question: Question, parts: Iterable[Part]) -> tuple[str, ...]:
    asked = [sub_question(question, part) for part in parts]
    return tuple(name for each in asked for name in each.kind.fields(each))


def group_fields(question: Question, parts: Iterable[Part]) -> tuple[GroupField, ...]:
    """The parts as a group draws them; an optional one says so."""
    found = []
    for part in parts:
        asked = sub_question(question, part)
        label = part.label if part.required else optional(part.label)
        widget = cast(SimpleWidget, part.kind.widget(asked))
        found.append(GroupField(key=asked.key, label=label, hint=part.hint, widget=widget))
    return tuple(found)


def retyped(question: Question, parts: Iterable[Part], value: JSON) -> Typed:
    held = value if isinstance(value, dict) else {}
    typed: dict[str, tuple[str, ...]] = {}
    for part in parts:
        if held.get(part.key) is not None:
            asked = sub_question(question, part)
            typed.update(part.kind.retype(asked, held[part.key]))
    return typed


def schema_of(parts: Iterable[Part]) -> dict[str, JSON]:
    """JSON Schema of the object."""
    listed = tuple(parts)
    required: list[JSON] = [part.key for part in listed if part.required]
    properties: dict[str, JSON] = {part.key: cast(JSON, part.kind.answer_schema()) for part in listed}
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


def context_in(parts: Iterable[Part], value: JSON) -> feel.Value:
    """The object as conditions see it: a part that was left blank is null."""
    if not isinstance(value, dict):
        return None
    return {
        part.key: None if value.get(part.key) is None else part.kind.feel_value(value[part.key])
        for part in parts
    }


def context_type(parts: Iterable[Part]) -> feel.Type:
    return feel.context_of({part.key: part.kind.condition_type() for part in parts})


def words_of(parts: Iterable[Part], value: JSON, *, labelled: bool = True) -> tuple[str, ...]:
    """A line for each part that has a value: "Date of birth: 27 March 1980"."""
    held: Mapping[str, JSON] = value if isinstance(value, dict) else {}
    lines = []
    for part in parts:
        if held.get(part.key) is not None:
            said = ", ".join(part.kind.words(held[part.key]))
            lines.append(f"{part.label}: {said}" if labelled else said)
    return tuple(lines)


def searched(parts: Iterable[Part], value: JSON) -> str:
    held: Mapping[str, JSON] = value if isinstance(value, dict) else {}
    found = (part.kind.search_text(held[part.key]) for part in parts if held.get(part.key) is not None)
    return " ".join(filter(None, found))


class Parted(Kind):
    """A type whose answer is always a context of its parts."""

    @abstractmethod
    def parts(self, question: Question | None = None) -> tuple[Part, ...]:
        """What is asked; of some types it hangs on what the question is bound to."""

    def fields(self, question: Question) -> tuple[str, ...]:
        return fields_of(question, self.parts(question))

    def read(self, question: Question, entry: Entry) -> Outcome:
        parts = self.parts(question)
        if not question.required and nothing_typed(question, parts, entry):
            return Outcome()
        values, problems = read_parts(question, parts, entry)
        return Outcome(problems=problems) if problems else Outcome(values)

    def answer_schema(self) -> dict[str, JSON]:
        return schema_of(self.parts())

    def feel_value(self, value: JSON) -> feel.Value:
        return context_in(self.parts(), value)

    def condition_type(self) -> feel.Type:
        return context_type(self.parts())

    def retype(self, question: Question, value: JSON) -> Typed:
        return retyped(question, self.parts(question), value)

    def widget(self, question: Question) -> Widget:
        return FieldGroup(name=question.key, fields=group_fields(question, self.parts(question)))
