"""Yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.text import clean_code
from moothall.kernel import feel
from moothall.ui.questions.outline import Item, Radios, Widget

#: Other ways in (a chat, a text message, an adviser's keyboard) say it in these words too.
SAID = {
    **dict.fromkeys(("yes", "y", "true", "yeah", "yep", "1", "on"), True),
    **dict.fromkeys(("no", "n", "false", "nope", "0", "off"), False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Kind):
    type: ClassVar[str] = "yes-no"
    about: ClassVar[str] = "Two radio buttons, Yes and No. A condition reads it as true or false."
    example: ClassVar[str] = """\
ask: saw_it_happen
type: yes-no
label: Did you see it happen?
name: you saw it happen
"""
    feel_type: ClassVar[feel.Type] = feel.BOOLEAN
    layout: ClassVar[Layout] = Layout.SHORT
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "yes_hint": {"type": "string", "description": "A hint under Yes.", "x-floats": True},
        "no_hint": {"type": "string", "description": "A hint under No.", "x-floats": True},
    }
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Select yes if {name}",
        "unknown": "Select yes or no",
    }

    yes_hint: str = ""
    no_hint: str = ""

    def read(self, question: Question, entry: Entry) -> Outcome:
        said = clean_code(entry.text(question.key)).lower().rstrip(".!")
        if not said:
            return question.left_blank()
        if said not in SAID:
            return question.refuse("unknown")
        return Outcome(SAID[said])

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "boolean"}

    def words(self, value: JSON) -> tuple[str, ...]:
        return (_("Yes") if value else _("No"),)

    def search_text(self, value: JSON) -> str:
        return ""

    def retype(self, question: Question, value: JSON) -> Typed:
        return {question.key: ("yes" if value else "no",)}

    def widget(self, question: Question) -> Widget:
        items = (
            Item(value="yes", label=_("Yes"), hint=self.yes_hint),
            Item(value="no", label=_("No"), hint=self.no_hint),
        )
        return Radios(name=question.key, items=items, inline=not (self.yes_hint or self.no_hint))
