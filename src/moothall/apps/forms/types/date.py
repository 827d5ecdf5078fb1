"""A date, typed in three fields or in words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Problem, Question, Typed
from moothall.apps.forms.text import clean_code, listed
from moothall.apps.forms.types.date_typed import PARTS, Fault, date_in
from moothall.kernel import clock, feel
from moothall.ui.questions.outline import DateInput, Widget
from moothall.ui.words import short_day

_LIMIT = re.compile(r"(\d{1,4}) (day|week|month|year)s? (ago|ahead)")
_FIXED = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMED = {"today": 0, "yesterday": -1, "tomorrow": 1}
_LIMIT_SCHEMA: dict[str, JSON] = {
    "type": "string",
    "pattern": r"^(today|yesterday|tomorrow|\d{4}-\d{2}-\d{2}|\d{1,4} (day|week|month|year)s? (ago|ahead))$",
    "x-instead": "Write today, yesterday, tomorrow, a date such as 2026-04-01, or a distance such as 28 days ago.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Kind):
    type: ClassVar[str] = "date"
    about: ClassVar[str] = (
        "A date in three fields; “12 march”, “12/3/26” and “yesterday” in one of them are understood."
    )
    example: ClassVar[str] = """\
ask: seen_on
type: date
label: When did you see it?
hint: For example, 27 3 2026
name: the date you saw it
latest: today
earliest: 12 months ago
"""
    feel_type: ClassVar[feel.Type] = feel.DATE
    layout: ClassVar[Layout] = Layout.SHORT
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "earliest": {
            **_LIMIT_SCHEMA,
            "description": "The first day accepted: today, tomorrow, 2026-04-01, 28 days ago, 1 month ahead…",
        },
        "latest": {
            **_LIMIT_SCHEMA,
            "description": "The last day accepted: today, yesterday, 2027-03-31, 28 days ahead…",
        },
    }
    bindings: ClassVar[frozenset[str]] = frozenset({"case.happened_on", "person.born_on", "subject.born_on"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "incomplete": "{Name} must include a {absent}",
        "unreal": "{Name} must be a real date",
        "no_such_day": "{Name} must be a real date. {fact}",
        "short_year": "Year must include 4 numbers",
        "in_future": "{Name} must be today or in the past",
        "not_past": "{Name} must be in the past",
        "in_past": "{Name} must be today or in the future",
        "not_future": "{Name} must be in the future",
        "too_early": "{Name} must be the same as or after {limit}",
        "too_late": "{Name} must be the same as or before {limit}",
    }
    usual_name: ClassVar[str] = "the date"

    earliest: str = ""
    latest: str = ""

    def fields(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{question.key}-{part}" for part in PARTS)

    def read(self, question: Question, entry: Entry) -> Outcome:
        today = clock.today()
        typed = [clean_code(entry.text(name)) for name in self.fields(question)]
        latest = limit_on(self.latest, today)
        past = latest is not None and latest <= today
        found = date_in(typed[0], typed[1], typed[2], today=today, past=past)
        if found is None:
            return (
                Outcome(problems=(question.problem("missing", parts=PARTS),))
                if question.required
                else Outcome()
            )
        if isinstance(found, Fault):
            return Outcome(problems=(_told(question, found),))
        outside = self._outside(question, found, today)
        return Outcome(problems=(outside,)) if outside else Outcome(found.isoformat())

    def _outside(self, question: Question, day: date, today: date) -> Problem | None:
        first, last = limit_on(self.earliest, today), limit_on(self.latest, today)
        if last is not None and day > last:
            code = {"today": "in_future", "yesterday": "not_past"}.get(self.latest, "too_late")
            return question.problem(code, parts=PARTS, limit=in_words(last))
        if first is not None and day < first:
            code = {"today": "in_past", "tomorrow": "not_future"}.get(self.earliest, "too_early")
            return question.problem(code, parts=PARTS, limit=in_words(first))
        return None

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "format": "date"}

    def feel_value(self, value: JSON) -> feel.Value:
        return _stored(value)

    def words(self, value: JSON) -> tuple[str, ...]:
        day = _stored(value)
        return (in_words(day) if day else str(value),)

    def retype(self, question: Question, value: JSON) -> Typed:
        day = _stored(value)
        parts = (day.day, day.month, day.year) if day else ("", "", "")
        return {name: (str(part),) for name, part in zip(self.fields(question), parts, strict=True)}

    def mistakes(self) -> tuple[str, ...]:
        fixed = [limit for limit in (self.earliest, self.latest) if _FIXED.fullmatch(limit)]
        unreal = [limit for limit in fixed if _stored(limit) is None]
        if unreal:
            return tuple(f"{limit} is not a real date. Write one such as 2026-04-01." for limit in unreal)
        first, last = fixed if len(fixed) == 2 else ("", "")
        if first > last:
            return (f"`earliest: {first}` lies after `latest: {last}`. Swap them.",)
        return ()

    def widget(self, question: Question) -> Widget:
        return DateInput(name=question.key, birthday=question.binding == "person.born_on")


def limit_on(limit: str, today: date) -> date | None:
    """The day a limit stands for; None for no limit. Raises ValueError for what is no such day."""
    if not limit:
        return None
    if limit in _NAMED:
        return today + timedelta(days=_NAMED[limit])
    match = _LIMIT.fullmatch(limit)
    if match is None:
        return date.fromisoformat(limit)
    many = int(match[1]) * (-1 if match[3] == "ago" else 1)
    if match[2] in ("day", "week"):
        return today + timedelta(days=many * (7 if match[2] == "week" else 1))
    return _months_on(today, many * (12 if match[2] == "year" else 1))


def in_words(day: date) -> str:
    """12 March 2026."""
    return short_day(day)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _told(question: Question, fault: Fault) -> Problem:
    absent = listed(tuple(_(part) for part in fault.parts), _("and"))
    return question.problem(fault.code, parts=fault.parts, absent=absent, fact=fault.fact)


def _stored(value: JSON) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
