"""Times of day as people type them.

Pure: text in, a time or what is wrong out. A time that could be morning or evening is asked about, never guessed,
unless only one of the two is possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from moothall.apps.forms.types.figures import digits_in

_NAMED = {"noon": (12, 0), "midday": (12, 0), "mid-day": (12, 0), "12 noon": (12, 0), "midnight": (0, 0)} | {
    "12 midnight": (0, 0), "12 midday": (12, 0),
}  # fmt: skip
_HALF = re.compile(
    r"\s*(?:in the |at )?(?P<half>a\.?\s?m\.?|p\.?\s?m\.?|morning|afternoon|evening|night)$", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})\s*(?:[:.,; h]\s*(?P<minute>[0-9]{2}))?\s*(?:h|hrs?|hours)?(?::[0-9]{2})?"
)
_FOUR = re.compile(r"(?P<hour>[0-9]{1,2})(?P<minute>[0-9]{2})\s*(?:h|hrs?|hours)?")
_SPOKEN = re.compile(
    r"(?:(?P<quarter>half|(?:a )?quarter|[a-z]+|[0-9]{1,2})(?: minutes| mins)?\s+(?P<side>past|to|after|before)\s+)"
    r"(?P<hour>[a-z]+|[0-9]{1,2})"
)
_SHORT_HALF = re.compile(r"half (?P<hour>[a-z]+|[0-9]{1,2})")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
} | {"twenty": 20, "twenty-five": 25, "half": 30, "quarter": 15, "a quarter": 15}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Either:
    """It could be either; both in words."""

    morning: time
    evening: time


def time_in(typed: str, possible: Callable[[time], bool] = lambda moment: True) -> time | Either | None:
    """The time typed; `Either` when it could be two and both are `possible`; None when it is no time."""
    text = re.sub(r"\s*o'?\s?clock", "", digits_in(typed).lower().replace("’", "'")).strip(" .")
    text = re.sub(r"^(?:at|about|around|approx(?:imately)?|roughly|~|circa)\s*", "", text).strip()
    if text in _NAMED:
        return time(*_NAMED[text])
    half = _HALF.search(text)
    found = _clock(text[: half.start()].strip() if half else text)
    if found is None:
        return None
    hour, minute, sure = found
    if half:
        return _with_half(hour, minute, half["half"][0], half["half"])
    if sure:
        return time(hour, minute)
    both = Either(time(hour % 12, minute), time(hour % 12 + 12, minute))
    fitting = [moment for moment in (both.morning, both.evening) if possible(moment)]
    return fitting[0] if len(fitting) == 1 else both


def in_words(moment: time) -> str:
    """3pm, 3:05pm, midday, midnight."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def _with_half(hour: int, minute: int, letter: str, word: str) -> time | None:
    """`letter` is that of am, pm, morning, afternoon, evening, night; a 24-hour time may carry its own half too."""
    later = word[0] in "pe" or word.startswith(("aft", "night"))
    if word.startswith("night") and (hour in (12, 0) or hour < 5):
        later = False
    if hour > 12:
        return time(hour, minute) if later else None
    if hour == 0:
        return None if later else time(0, minute)
    return time(hour % 12 + (12 if later else 0), minute)


def _clock(text: str) -> tuple[int, int, bool] | None:
    """(hour, minute, whether it is said which half of the day)."""
    if spoken := _SPOKEN.fullmatch(text):
        return _said(spoken["quarter"], spoken["side"], spoken["hour"])
    if short := _SHORT_HALF.fullmatch(text):
        return _said("half", "past", short["hour"])
    match = _CLOCK.fullmatch(text) or _FOUR.fullmatch(text)
    if match is None:
        hour = _NUMBERS.get(text, 0)
        return (hour, 0, False) if 1 <= hour <= 12 else None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour == 24 and not minute:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    sure = (
        hour == 0
        or hour > 12
        or match["hour"].startswith("0")
        or (hour == 12 and match["minute"] is not None)
    )
    return hour, minute, sure


def _said(part: str, side: str, hour_said: str) -> tuple[int, int, bool] | None:
    minutes, hour = _number(part), _number(hour_said)
    if minutes is None or hour is None or not 0 < minutes < 60 or not 1 <= hour <= 12:
        return None
    if side in ("to", "before"):
        hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
    return hour, minutes, False


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else _NUMBERS.get(text)
