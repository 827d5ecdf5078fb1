"""A time of day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import ClassVar

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.text import clean_code
from moothall.apps.forms.types.time_typed import Either, in_words, time_in
from moothall.kernel import feel
from moothall.ui.questions.outline import TextInput, Widget
from moothall.ui.words import hour_and_minute

_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_LIMIT: dict[str, JSON] = {
    "type": "string",
    "pattern": f"^{_CLOCK}$",
    "x-instead": 'Write a time of 24 hours in quotes, such as "09:30".',
}


def said(moment: time) -> str:
    """3pm, in the language that is spoken; it is typed back as in English, which is understood in every one."""
    return hour_and_minute(moment.hour, moment.minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Kind):
    type: ClassVar[str] = "time"
    about: ClassVar[str] = (
        "A time of day. “3pm”, “15:00”, “1500”, “half past 3 in the afternoon” and “noon” are understood. A time that "
        "could be morning or evening is asked about, unless `earliest` and `latest` leave only one."
    )
    example: ClassVar[str] = """\
ask: heard_at
type: time
label: What time did the noise start?
name: the time the noise started
hint: For example, 9:30am or 11pm
"""
    feel_type: ClassVar[feel.Type] = feel.TIME
    layout: ClassVar[Layout] = Layout.SHORT
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "earliest": {**_LIMIT, "description": 'The first time accepted, such as "09:00".'},
        "latest": {**_LIMIT, "description": 'The last time accepted, such as "17:30".'},
    }
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "{Name} must be a time, like 9:30am or 2:15pm",
        "either": "Enter whether you mean {morning} or {evening}",
        "too_early": "{Name} must be {limit} or later",
        "too_late": "{Name} must be {limit} or earlier",
    }
    usual_name: ClassVar[str] = "the time"

    earliest: str = ""
    latest: str = ""

    def read(self, question: Question, entry: Entry) -> Outcome:
        typed = clean_code(entry.text(question.key))
        if not typed:
            return question.left_blank()
        found = time_in(typed, self._possible)
        if found is None:
            return question.refuse("wrong")
        if isinstance(found, Either):
            return question.refuse("either", morning=said(found.morning), evening=said(found.evening))
        if self.earliest and found < time.fromisoformat(self.earliest):
            return question.refuse("too_early", limit=said(time.fromisoformat(self.earliest)))
        if self.latest and found > time.fromisoformat(self.latest):
            return question.refuse("too_late", limit=said(time.fromisoformat(self.latest)))
        return Outcome(f"{found:%H:%M}")

    def _possible(self, moment: time) -> bool:
        clock = f"{moment:%H:%M}"
        return (not self.earliest or clock >= self.earliest) and (not self.latest or clock <= self.latest)

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "pattern": f"^{_CLOCK}$"}

    def feel_value(self, value: JSON) -> feel.Value:
        return _stored(value)

    def words(self, value: JSON) -> tuple[str, ...]:
        moment = _stored(value)
        return (said(moment) if moment else str(value),)

    def retype(self, question: Question, value: JSON) -> Typed:
        """By 24 hours at midnight and noon, in words otherwise."""
        moment = _stored(value)
        if moment is None:
            return {question.key: (str(value),)}
        return {question.key: (in_words(moment),)}

    def mistakes(self) -> tuple[str, ...]:
        if self.earliest and self.latest and self.earliest > self.latest:
            return (f"`earliest: {self.earliest}` lies after `latest: {self.latest}`. Swap them.",)
        return ()

    def widget(self, question: Question) -> Widget:
        return TextInput(name=question.key, spellcheck=False, width="10")


def _stored(value: JSON) -> time | None:
    if not isinstance(value, str) or not re.fullmatch(_CLOCK, value):
        return None
    return time.fromisoformat(value)
