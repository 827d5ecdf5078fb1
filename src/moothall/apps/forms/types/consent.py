"""Whether somebody agrees to a use of what they tell us, for a purpose that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Outcome, Question
from moothall.apps.forms.types.stated import STATEMENT, Ticked, agreed, paragraphs, statement_schema, wording

_TICK = N_("Yes, I agree")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Ticked):
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
statement: We may send you an e-mail about council events, at most once a month. You can stop this at any time.
"""
    yes: ClassVar[str] = "given"
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
    tick: str = _TICK

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(
            purpose=settings["purpose"],
            statement=paragraphs(settings, "statement"),
            tick=settings.get("tick") or _(_TICK),
        )

    def read(self, question: Question, entry: Entry) -> Outcome:
        """Only a clear yes is consent."""
        given = self.ticked(question, entry)
        return Outcome({"given": given, "purpose": self.purpose, "statement": self.put()})

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

    def words(self, value: JSON) -> tuple[str, ...]:
        *stated, tick = wording(value) or ("",)
        return (tick if agreed(value, "given") else _("No"), *stated)
