"""What somebody must declare before they go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.text import clean_code
from moothall.apps.forms.types.stated import STATEMENT, agreed, paragraphs, statement_schema, wording
from moothall.apps.forms.types.yes_no import SAID
from moothall.kernel import feel
from moothall.ui.questions.outline import Checkboxes, FieldGroup, GroupField, Item, Widget

_TICK = N_("I confirm this")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Kind):
    type: ClassVar[str] = "declaration"
    about: ClassVar[str] = (
        "A statement with one box that must be ticked. The words declared to are kept with the answer, so a later "
        "change of the form does not change what somebody declared."
    )
    example: ClassVar[str] = """\
ask: declared
type: declaration
label: Declaration
statement:
  - What I have told you is correct as far as I know.
  - I will tell the council if anything changes.
tick: I confirm that this is true
"""
    feel_type: ClassVar[feel.Type] = feel.BOOLEAN
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 25
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "statement": {**STATEMENT, "description": "What is declared: a text, or a list of paragraphs."},
        "tick": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "description": "Beside the box; “I confirm this” when left out.",
        },
    }
    settings_required: ClassVar[tuple[str, ...]] = ("statement",)
    sentences: ClassVar[Mapping[str, str]] = {"missing": "Select “{tick}” to continue"}
    usual_name: ClassVar[str] = "the declaration"

    statement: tuple[str, ...]
    tick: str = _TICK

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(statement=paragraphs(settings, "statement"), tick=settings.get("tick") or _(_TICK))

    def fields(self, question: Question) -> tuple[str, ...]:
        return (_box(question),)

    def read(self, question: Question, entry: Entry) -> Outcome:
        """Optional, it may be left without a tick; that is then no declaration."""
        said = clean_code(entry.text(_box(question))).lower()
        if SAID.get(said) is not True:
            if not question.required:
                return Outcome()
            problem = question.problem("missing", "agree", tick=self.tick)
            return Outcome(problems=(problem,))
        return Outcome({"agreed": True, "statement": [*self.statement, self.tick]})

    def answer_schema(self) -> dict[str, JSON]:
        return {
            "type": "object",
            "required": ["agreed", "statement"],
            "additionalProperties": False,
            "properties": {"agreed": {"const": True}, "statement": statement_schema()},
        }

    def feel_value(self, value: JSON) -> feel.Value:
        return agreed(value, "agreed")

    def words(self, value: JSON) -> tuple[str, ...]:
        """The box's words, then what it stood under."""
        *stated, tick = wording(value) or ("",)
        return (tick, *stated)

    def search_text(self, value: JSON) -> str:
        return ""

    def retype(self, question: Question, value: JSON) -> Typed:
        return {_box(question): ("yes",)} if agreed(value, "agreed") else {}

    def widget(self, question: Question) -> Widget:
        box = Checkboxes(name=_box(question), items=(Item(value="yes", label=self.tick),))
        return FieldGroup(
            name=question.key, statement=self.statement, fields=(GroupField(key=box.name, widget=box),)
        )


def _box(question: Question) -> str:
    return f"{question.key}-agree"
