"""What somebody must declare before they go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Outcome, Question
from moothall.apps.forms.types.stated import STATEMENT, Ticked, paragraphs, statement_schema, wording

_TICK = N_("I confirm this")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Ticked):
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
    yes: ClassVar[str] = "agreed"
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

    tick: str = _TICK

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(statement=paragraphs(settings, "statement"), tick=settings.get("tick") or _(_TICK))

    def read(self, question: Question, entry: Entry) -> Outcome:
        """Optional, it may be left without a tick; that is then no declaration."""
        if not self.ticked(question, entry):
            if not question.required:
                return Outcome()
            problem = question.problem("missing", "agree", tick=self.tick)
            return Outcome(problems=(problem,))
        return Outcome({"agreed": True, "statement": self.put()})

    def answer_schema(self) -> dict[str, JSON]:
        return {
            "type": "object",
            "required": ["agreed", "statement"],
            "additionalProperties": False,
            "properties": {"agreed": {"const": True}, "statement": statement_schema()},
        }

    def words(self, value: JSON) -> tuple[str, ...]:
        """The box's words, then what it stood under."""
        *stated, tick = wording(value) or ("",)
        return (tick, *stated)
