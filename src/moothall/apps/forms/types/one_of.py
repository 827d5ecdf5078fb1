"""One of several options: radio buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question
from moothall.apps.forms.types.options import (
    Option,
    label_of,
    meant,
    option_mistakes,
    options_from,
    options_schema,
)
from moothall.kernel import feel
from moothall.ui.questions.outline import Item, Radios, Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Kind):
    type: ClassVar[str] = "one-of"
    about: ClassVar[str] = "Radio buttons: exactly one option."
    example: ClassVar[str] = """\
ask: rubbish_type
type: one-of
label: What was dumped?
name: what was dumped
options:
  - value: household
    label: Household rubbish
  - value: garden
    label: Garden waste
    hint: Branches, grass, soil
"""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    layout: ClassVar[Layout] = Layout.BLOCK
    settings_schema: ClassVar[Mapping[str, JSON]] = {"options": options_schema(exclusive=False)}
    settings_required: ClassVar[tuple[str, ...]] = ("options",)
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Select {name}",
        "unknown": "Select one of the options listed",
    }

    options: tuple[Option, ...]

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(options=options_from(settings["options"]))

    def read(self, question: Question, entry: Entry) -> Outcome:
        said = entry.text(question.key)
        if not said.strip():
            return question.left_blank()
        option = meant(self.options, said)
        return Outcome(option.value) if option else question.refuse("unknown")

    def answer_schema(self) -> dict[str, JSON]:
        return {"enum": [option.value for option in self.options]}

    def words(self, value: JSON) -> tuple[str, ...]:
        return (label_of(self.options, value),)

    def condition_type(self) -> feel.Type:
        return feel.choice(*(option.value for option in self.options))

    def mistakes(self) -> tuple[str, ...]:
        return option_mistakes(self.options)

    def widget(self, question: Question) -> Widget:
        items = tuple(Item(value=o.value, label=o.label, hint=o.hint) for o in self.options)
        return Radios(name=question.key, items=items)
