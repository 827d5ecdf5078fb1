"""What the types share whose answer only means something together with the words that were put to somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Question, Typed
from moothall.apps.forms.text import clean_code
from moothall.apps.forms.types.yes_no import SAID
from moothall.kernel import feel
from moothall.ui.questions.outline import Checkboxes, FieldGroup, GroupField, Item, Widget

#: Paragraphs of a statement, as form.yaml writes them: one text, or a list.
STATEMENT: dict[str, JSON] = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": 3000},
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 20,
            "items": {"type": "string", "minLength": 1, "maxLength": 1000},
        },
    ],
    "x-instead": "Write the sentences somebody agrees to, in one text or in a list.",
}


def paragraphs(settings: Mapping[str, Any], key: str) -> tuple[str, ...]:
    held = settings.get(key, ())
    return (held,) if isinstance(held, str) else tuple(held)


def agreed(value: JSON, key: str) -> bool:
    """Whether an answer {key: yes or no, …} says yes."""
    return isinstance(value, dict) and value.get(key) is True


def wording(value: JSON) -> tuple[str, ...]:
    """The statement an answer was given to."""
    held = value.get("statement") if isinstance(value, dict) else None
    return tuple(str(each) for each in held) if isinstance(held, list) else ()


def statement_schema() -> dict[str, JSON]:
    return {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked(Kind):
    """A statement with one box under it."""

    feel_type: ClassVar[feel.Type] = feel.BOOLEAN
    layout: ClassVar[Layout] = Layout.BLOCK
    #: What an answer calls the tick.
    yes: ClassVar[str]

    statement: tuple[str, ...]
    tick: str

    def fields(self, question: Question) -> tuple[str, ...]:
        return (_box(question),)

    def ticked(self, question: Question, entry: Entry) -> bool:
        """Only a clear yes is one."""
        return SAID.get(clean_code(entry.text(_box(question))).lower()) is True

    def put(self) -> list[JSON]:
        """The words that are kept with an answer: the statement, then the box's."""
        return [*self.statement, self.tick]

    def feel_value(self, value: JSON) -> feel.Value:
        return agreed(value, self.yes)

    def search_text(self, value: JSON) -> str:
        return ""

    def retype(self, question: Question, value: JSON) -> Typed:
        return {_box(question): ("yes",)} if agreed(value, self.yes) else {}

    def widget(self, question: Question) -> Widget:
        box = Checkboxes(name=_box(question), items=(Item(value="yes", label=self.tick),))
        return FieldGroup(
            name=question.key, statement=self.statement, fields=(GroupField(key=box.name, widget=box),)
        )


def _box(question: Question) -> str:
    return f"{question.key}-agree"
