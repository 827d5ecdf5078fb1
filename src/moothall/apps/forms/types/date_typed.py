"""Dates as people type them, understood part by part.

Pure: text in, a date or the parts that are wrong out. `today` is handed in.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.ui.words import month_named

DAY, MONTH, YEAR = PARTS = (N_("day"), N_("month"), N_("year"))

_MONTHS = tuple(name.lower() for name in calendar.month_name)
_ORDINAL = re.compile(r"(\d{1,2})\s*(?:st|nd|rd|th)?", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?")
_WORDED = re.compile(
    r"(\d{1,2})\s*(?:st|nd|rd|th)?\s*(?:of\s+)?[-/ ]*([A-Za-z]{3,10})\.?,?[-/ ]*(\d{2}|\d{4})?", re.I
)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,10})\.?\s*(\d{1,2})\s*(?:st|nd|rd|th)?,?\s*(\d{2}|\d{4})?", re.I)
_WEEKDAYS = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE
)
_RELATIVE = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}
_AGO = re.compile(r"(\d{1,3}|[a-z]+)\s+(day|week)s?\s+ago")
_COUNTED = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

#: No council form is about a year before this, or so far after today.
EARLIEST_YEAR, YEARS_AHEAD = 1880, 100


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` names the sentence, `parts` the fields that are wrong, `fact` what the sentence says about it."""

    code: str
    parts: tuple[str, ...]
    fact: str = ""


def date_in(day: str, month: str, year: str, *, today: date, past: bool) -> date | Fault | None:
    """The date typed in three fields; None when all are empty.

    A whole date typed into one field ("12 march", "12/3/26", "2 weeks ago") counts. `past`: the date asked for lies
    in the past, so "26" is never a coming year and a date without its year is the last such day.
    """
    typed = tuple(part.strip() for part in (day, month, year))
    filled = [part for part in typed if part]
    if not filled:
        return None
    if len(filled) == 1:
        whole = _whole(filled[0], today=today, past=past)
        if whole is not None:
            return whole
    absent = tuple(name for name, part in zip(PARTS, typed, strict=True) if not part)
    if absent:
        return Fault("incomplete", absent)
    return _put_together(typed, today=today, past=past)


def day_said(day: str, month: str = "", year: str = "", *, today: date) -> date | None:
    """The day typed in one field or in three; None for none and for what is no day."""
    found = date_in(day, month, year, today=today, past=False)
    return found if isinstance(found, date) else None


def _whole(text: str, *, today: date, past: bool) -> date | Fault | None:
    """A whole date in one field, a fault in it, or None when it is not a whole date."""
    said = _WEEKDAYS.sub("", text.lower().strip(" ."))
    if said in _RELATIVE:
        return today + timedelta(days=_RELATIVE[said])
    if (match := _AGO.fullmatch(said)) and (many := _counted(match[1])):
        return today - timedelta(days=many * (7 if match[2] == "week" else 1))
    if match := _ISO.fullmatch(said.upper()):
        return _put_together((match[3], match[2], match[1]), today=today, past=past)
    if match := _NUMERIC.fullmatch(said):
        return _put_together((match[1], match[2], match[3]), today=today, past=past)
    if match := _WORDED.fullmatch(said):
        return _worded(match[1], match[2], match[3], today=today, past=past)
    if match := _MONTH_FIRST.fullmatch(said):
        return _worded(match[2], match[1], match[3], today=today, past=past)
    return None


def _counted(text: str) -> int:
    """`3`, `three`; 0 for what is no number."""
    return int(text) if text.isdigit() else max(_COUNTED.index(text), 1) if text in _COUNTED else 0


def _worded(day: str, month: str, year: str | None, *, today: date, past: bool) -> date | Fault | None:
    if _month(month) is None:
        return None
    if year is not None:
        return _put_together((day, month, year), today=today, past=past)
    found = _put_together((day, month, str(today.year)), today=today, past=past)
    if isinstance(found, date) and past and found > today:
        return _put_together((day, month, str(today.year - 1)), today=today, past=past)
    return found


def _put_together(typed: tuple[str, ...], *, today: date, past: bool) -> date | Fault:
    day, month, year = _day(typed[0]), _month(typed[1]), _year(typed[2], today=today, past=past)
    wrong = tuple(name for name, part in zip(PARTS, (day, month, year), strict=True) if part is None)
    if wrong == (YEAR,):
        return Fault("short_year" if re.fullmatch(r"\d{1,3}", typed[2]) else "unreal", wrong)
    if day is None or month is None or year is None:
        return Fault("unreal", wrong)
    if not EARLIEST_YEAR <= year <= today.year + YEARS_AHEAD:
        return Fault("unreal", (YEAR,))
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return Fault("no_such_day", (DAY,), _how_many(month, year, last))
    return date(year, month, day)


def _how_many(month: int, year: int, last: int) -> str:
    named = f"{month_named(month)} {year}" if month == 2 else month_named(month)
    return _("{month} has {count} days").format(month=named, count=last)


def _day(text: str) -> int | None:
    match = _ORDINAL.fullmatch(text)
    day = int(match[1]) if match else 0
    return day if 1 <= day <= 31 else None


def _month(text: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    word = text.lower().rstrip(".")
    if len(word) < 3:
        return None
    found = next((number for number, name in enumerate(_MONTHS) if number and _means(word, name)), None)
    return found or _translated(word)


def _means(word: str, month: str) -> bool:
    """`mar`, `sept` and `september`; nothing that goes on after the month's name."""
    return month.startswith(word)


def _translated(word: str) -> int | None:
    """The month that `word` is, or begins, in the language that is spoken."""
    return next((number for number in range(1, 13) if _means(word, month_named(number).lower())), None)


def _year(text: str, *, today: date, past: bool) -> int | None:
    digits = text.lstrip("'’")
    if re.fullmatch(r"[0-9]{4}", digits):
        return int(digits)
    if not re.fullmatch(r"[0-9]{2}", digits):
        return None
    year = today.year // 100 * 100 + int(digits)
    ahead = 0 if past else 20
    return year - 100 if year > today.year + ahead else year
