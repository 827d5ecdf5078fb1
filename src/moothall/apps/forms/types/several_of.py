"""Several of some options: checkboxes, perhaps with one that rules out the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.types.options import (
    Option,
    label_of,
    meant,
    option_mistakes,
    options_from,
    options_schema,
)
from moothall.kernel import feel
from moothall.ui.questions.outline import Checkboxes, Item, Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralOf(Kind):
    type: ClassVar[str] = "several-of"
    about: ClassVar[str] = "Checkboxes: any number of options; an `exclusive` one rules out all others."
    example: ClassVar[str] = """\
ask: dangers
type: several-of
label: Is any of this among it?
name: what is among it
options:
  - value: asbestos
    label: Asbestos
  - value: needles
    label: Needles or syringes
  - value: none
    label: None of these
    exclusive: yes
"""
    feel_type: ClassVar[feel.Type] = feel.LIST(feel.TEXT)
    layout: ClassVar[Layout] = Layout.BLOCK
    settings_schema: ClassVar[Mapping[str, JSON]] = {"options": options_schema(exclusive=True)}
    settings_required: ClassVar[tuple[str, ...]] = ("options",)
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Select {name}",
        "exclusive": "Select {name}, or select “{none}”",
        "unknown": "Select from the options listed",
    }

    options: tuple[Option, ...]

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(options=options_from(settings["options"]))

    def read(self, question: Question, entry: Entry) -> Outcome:
        said = [text for text in entry.every(question.key) if text.strip()]
        if not said:
            return question.left_blank()
        chosen = {option for text in said if (option := meant(self.options, text))}
        if any(meant(self.options, text) is None for text in said):
            return question.refuse("unknown")
        alone = [option for option in self.options if option.exclusive and option in chosen]
        if alone and len(chosen) > 1:
            return question.refuse("exclusive", none=alone[0].label)
        return Outcome([option.value for option in self.options if option in chosen])

    def answer_schema(self) -> dict[str, JSON]:
        values: list[JSON] = [option.value for option in self.options]
        return {"type": "array", "items": {"enum": values}, "minItems": 1, "uniqueItems": True}

    def feel_value(self, value: JSON) -> feel.Value:
        return tuple(str(each) for each in value) if isinstance(value, list) else None

    def words(self, value: JSON) -> tuple[str, ...]:
        chosen = value if isinstance(value, list) else [value]
        return tuple(label_of(self.options, each) for each in chosen)

    def retype(self, question: Question, value: JSON) -> Typed:
        return {question.key: tuple(str(each) for each in value) if isinstance(value, list) else ()}

    def condition_type(self) -> feel.Type:
        return feel.LIST(feel.choice(*(option.value for option in self.options)))

    def mistakes(self) -> tuple[str, ...]:
        found = option_mistakes(self.options)
        if sum(option.exclusive for option in self.options) > 1:
            found += ("Only one option can be exclusive. Keep `exclusive: yes` on the one that means none.",)
        return found

    def widget(self, question: Question) -> Widget:
        items = tuple(
            Item(value=o.value, label=o.label, hint=o.hint, exclusive=o.exclusive) for o in self.options
        )
        return Checkboxes(name=question.key, items=items)
