"""A stretch of time from one day to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Layout, Outcome, Question
from moothall.apps.forms.types.date import Date
from moothall.apps.forms.types.date import in_words as day_in_words
from moothall.apps.forms.types.date_typed import PARTS
from moothall.apps.forms.types.parts import (
    Part,
    Parted,
    sub_question,
)
from moothall.kernel import feel
from moothall.ui.languages import BASE, words_language


def _label_schema(description: str) -> dict[str, JSON]:
    return {"type": "string", "minLength": 1, "maxLength": 60, "description": description, "x-floats": True}


def _days_schema(description: str) -> dict[str, JSON]:
    return {"type": "integer", "minimum": 1, "maximum": 40000, "description": description}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange(Parted):
    type: ClassVar[str] = "date-range"
    about: ClassVar[str] = (
        "From one day to another, both included, each typed as a date is. Conditions read `stay.from` and `stay.to`."
    )
    example: ClassVar[str] = """\
ask: stay
type: date-range
label: When will the road be closed?
name: the closure
earliest: today
longest: 28
"""
    feel_type: ClassVar[feel.Type] = feel.CONTEXT
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 35
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        **Date.settings_schema,
        "from": _label_schema("Over the first day; “First day” when left out."),
        "to": _label_schema("Over the last day; “Last day” when left out."),
        "longest": _days_schema("The most days accepted, both included."),
        "shortest": _days_schema("The fewest days accepted, both included."),
    }
    sentences: ClassVar[Mapping[str, str]] = {
        "from_missing": "Enter {name}",
        "to_missing": "Enter {name}",
        "wrong_order": "{Last} must be the same as or after {first}",
        "too_long": "There must be {most} days or fewer from {first} to {last}",
        "too_short": "There must be {least} days or more from {first} to {last}",
    }
    usual_name: ClassVar[str] = "the dates"

    earliest: str = ""
    latest: str = ""
    start: str = N_("First day")
    end: str = N_("Last day")
    longest: int | None = None
    shortest: int | None = None

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        renamed = {{"from": "start", "to": "end"}.get(name, name): held for name, held in settings.items()}
        return cls(**renamed)

    def parts(self, question: Question | None = None) -> tuple[Part, Part]:
        kind = Date(earliest=self.earliest, latest=self.latest)
        start = Part(key="from", kind=kind, label=_(self.start), name=_inside(_(self.start)))
        return (start, Part(key="to", kind=kind, label=_(self.end), name=_inside(_(self.end))))

    def read(self, question: Question, entry: Entry) -> Outcome:
        outcome = Parted.read(self, question, entry)
        values = outcome.value
        if not isinstance(values, dict):
            return outcome
        days = (date.fromisoformat(str(values["to"])) - date.fromisoformat(str(values["from"]))).days + 1
        if days < 1:
            return self._wrong(question, "wrong_order")
        if self.longest is not None and days > self.longest:
            return self._wrong(question, "too_long")
        if self.shortest is not None and days < self.shortest:
            return self._wrong(question, "too_short")
        return outcome

    def _wrong(self, question: Question, code: str) -> Outcome:
        """Said at the last day."""
        first, last = self.parts()
        at = sub_question(question, last)
        sentence = question.say(
            code,
            first=first.name,
            last=last.name,
            Last=last.name[:1].upper() + last.name[1:],
            most=self.longest,
            least=self.shortest,
        )
        problem = at.problem("missing", parts=PARTS)
        return Outcome(
            problems=(
                type(problem)(
                    question=question.key, field=problem.field, sentence=sentence, parts=PARTS, cell=at.key
                ),
            )
        )

    def words(self, value: JSON) -> tuple[str, ...]:
        held = value if isinstance(value, dict) else {}
        try:
            first, last = (date.fromisoformat(str(held.get(key))) for key in ("from", "to"))
        except ValueError:
            return (str(value),)
        if first == last:
            return (day_in_words(first),)
        return (_("{first} to {last}").format(first=day_in_words(first), last=day_in_words(last)),)

    def mistakes(self) -> tuple[str, ...]:
        found = Date(earliest=self.earliest, latest=self.latest).mistakes()
        if self.longest is not None and self.shortest is not None and self.shortest > self.longest:
            found += (f"`shortest: {self.shortest}` is more than `longest: {self.longest}`. Swap them.",)
        return found


def _inside(label: str) -> str:
    """A label as it stands inside a sentence: "First day" is the first day."""
    low = label[:1].lower() + label[1:]
    if words_language() != BASE or low.startswith(("the ", "a ", "your ")):
        return low
    return f"the {low}"
