"""Clocks in words."""

from __future__ import annotations

import json
from datetime import date

from moothall.apps.deadlines.models import ClockEntry, Kind
from moothall.kernel import clock as time
from moothall.ui import words

_WEEKEND = ("Saturday", "Sunday")


def day_in_words(day: date, *, year: bool = True) -> str:
    """'Thursday 9 April 2026', whatever the machine's locale."""
    return words.day(day) if year else words.day_of_year(day)


def working_days(count: int) -> str:
    return {0: "no working day", 1: "1 working day"}.get(count, f"{count} working days")


def sentence_of(entry: ClockEntry, before: ClockEntry | None) -> list[str]:
    """What an entry says; `before` is the entry ahead of it."""
    day = time.local(entry.at).date()
    due = f"Due {day_in_words(entry.due_on)}."
    if entry.kind == Kind.STARTED:
        told = f"You have {working_days(entry.working_days)}. Received {day_in_words(day)}."
        return [told, *_not_counted(entry), due]
    if entry.kind == Kind.RESTARTED:
        told = f"Counted again from {day_in_words(day)}, with {working_days(entry.working_days)}."
        return [told, *_not_counted(entry), due]
    if entry.kind in (Kind.RESUMED, Kind.CAME) and before is not None:
        return [_pause(time.local(before.at).date(), day, entry.working_days), *_not_counted(entry), due]
    if entry.kind == Kind.PAUSED:
        return [f"Paused since {day_in_words(day)} while we wait for the resident."]
    if entry.kind == Kind.CONTINUED:
        return [f"Going on {day_in_words(day)}: it was not finished after all.", due]
    if entry.kind == Kind.AGREED:
        return [f"A later day was agreed {day_in_words(day)}.", due]
    if entry.kind == Kind.STILL:
        return [f"Not finished after all, {day_in_words(day)}: it is paused as it was before."]
    paused = before is not None and before.kind == Kind.PAUSED
    counted = time.local(before.at).date() if before is not None and paused else day
    return [f"Finished {day_in_words(day)}{_in_time(counted, entry.due_on)}."]


def _pause(since: date, until: date, lost: int) -> str:
    if since == until:
        return f"Paused on {day_in_words(since, year=False)} while we waited for the resident: nothing added."
    short = (until - since).days < 7
    days = f"{since:%A} to {until:%A}" if short else f"{day_in_words(since)} to {day_in_words(until)}"
    return f"Paused {days} while we waited for the resident: {working_days(lost)} added."


def _not_counted(entry: ClockEntry) -> list[str]:
    """The days passed over: weekends together, each other day by its name."""
    named, weekend = [], False
    for iso, reason in json.loads(entry.skipped):
        if reason in _WEEKEND:
            weekend = True
        else:
            named.append(f"{day_in_words(date.fromisoformat(iso), year=False)} ({reason})")
    listed = named + (["weekends"] if weekend else [])
    if not listed:
        return []
    said = ", ".join(listed[:-1]) + (" and " if listed[:-1] else "") + listed[-1]
    verb = "does" if len(listed) == 1 and not weekend else "do"
    return [f"{said[0].upper()}{said[1:]} {verb} not count."]


def _in_time(day: date, due: date) -> str:
    return ", in time" if day <= due else ", after it was due"
