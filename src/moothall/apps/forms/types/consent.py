"""Whether somebody agrees to a use of what they tell us, for a purpose that is said."""

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

_TICK = N_("Yes, I agree")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Kind):
    type: ClassVar[str] = "consent"
    about: ClassVar[str] = (
        "Consent to one purpose: a box nobody has to tick. Left empty it is a refusal, and the form goes on; the "
        "purpose and the words are kept with either answer. Only for what the service does not need: consent that is "
        "needed is none."
    )
    example: ClassVar[str] = """\
ask: may_invite
type: consent
label: Hear about events near you
purpose: events
statement: We may send you an email about council events, at most once a month. You can stop this at any time.
"""
    feel_type: ClassVar[feel.Type] = feel.BOOLEAN
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 15
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "purpose": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9-]*$",
            "maxLength": 60,
            "description": "The purpose in a word, as staff and other systems know it. Never reuse it for another.",
            "examples": ["events"],
            "x-instead": "Write small letters, digits and hyphens, such as events.",
        },
        "statement": {**STATEMENT, "description": "What would be done, by whom, and how to stop it."},
        "tick": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "description": "Beside the box; “Yes, I agree” when left out.",
        },
    }
    settings_required: ClassVar[tuple[str, ...]] = ("purpose", "statement")
    sentences: ClassVar[Mapping[str, str]] = {}

    purpose: str
    statement: tuple[str, ...]
    tick: str = _TICK

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(
            purpose=settings["purpose"],
            statement=paragraphs(settings, "statement"),
            tick=settings.get("tick") or _(_TICK),
        )

    def fields(self, question: Question) -> tuple[str, ...]:
        return (_box(question),)

    def read(self, question: Question, entry: Entry) -> Outcome:
        """Only a clear yes is consent."""
        given = SAID.get(clean_code(entry.text(_box(question))).lower()) is True
        return Outcome({"given": given, "purpose": self.purpose, "statement": [*self.statement, self.tick]})

    def answer_schema(self) -> dict[str, JSON]:
        return {
            "type": "object",
            "required": ["given", "purpose", "statement"],
            "additionalProperties": False,
            "properties": {
                "given": {"type": "boolean"},
                "purpose": {"type": "string"},
                "statement": statement_schema(),
            },
        }

    def feel_value(self, value: JSON) -> feel.Value:
        return agreed(value, "given")

    def words(self, value: JSON) -> tuple[str, ...]:
        *stated, tick = wording(value) or ("",)
        return (tick if agreed(value, "given") else _("No"), *stated)

    def search_text(self, value: JSON) -> str:
        return ""

    def retype(self, question: Question, value: JSON) -> Typed:
        return {_box(question): ("yes",)} if agreed(value, "given") else {}

    def widget(self, question: Question) -> Widget:
        box = Checkboxes(name=_box(question), items=(Item(value="yes", label=self.tick),))
        return FieldGroup(
            name=question.key, statement=self.statement, fields=(GroupField(key=box.name, widget=box),)
        )


def _box(question: Question) -> str:
    return f"{question.key}-agree"
