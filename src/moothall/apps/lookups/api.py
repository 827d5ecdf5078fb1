"""The door of `lookups`."""

from __future__ import annotations

from moothall.apps.lookups.calendars import calendar_of
from moothall.apps.lookups.definitions import Answer, By, Choice, Fact, Lookup, NoData, Shape, Shown
from moothall.apps.lookups.queries import answer, as_written, days_from, lookup_of

__all__ = [
    "Answer",
    "By",
    "Choice",
    "Fact",
    "Lookup",
    "NoData",
    "Shape",
    "Shown",
    "answer",
    "as_written",
    "calendar_of",
    "days_from",
    "lookup_of",
]
