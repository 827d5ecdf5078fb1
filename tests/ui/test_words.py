"""Dates, times, counts as GOV.UK writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from moothall.ui import words

TODAY = date(2026, 3, 2)


def test_dates() -> None:
    assert words.day(TODAY) == "Monday 2 March 2026"
    assert words.short_day(TODAY) == "2 March 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05am"),
        (12, 0, "midday"),
        (15, 0, "3pm"),
        (15, 5, "3:05pm"),
        (9, 30, "9:30am"),
    ],
)
def test_times(hour: int, minute: int, said: str) -> None:
    assert words.time(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == said


def test_moments_are_said_in_local_time() -> None:
    assert words.moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026 at 12:30am"


@pytest.mark.parametrize(("value", "said"), [(0, "0"), (999, "999"), (1000, "1,000+"), (5000, "1,000+")])
def test_counts_stop(value: int, said: str) -> None:
    assert words.count(value) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 3, 2), "due today"),
        (date(2026, 3, 3), "due tomorrow"),
        (date(2026, 3, 6), "due Friday 6 March"),
        (date(2026, 4, 1), "due 1 April 2026"),
        (date(2026, 3, 1), "1 day overdue"),
        (date(2026, 2, 20), "10 days overdue"),
    ],
)
def test_due_dates_in_words(due: date, said: str) -> None:
    assert words.due(due, TODAY) == said


def test_plurals() -> None:
    assert [words.plural(n, "case") for n in (0, 1, 2, 1000)] == [
        "0 cases",
        "1 case",
        "2 cases",
        "1,000+ cases",
    ]
    assert words.plural(2, "reply", "replies") == "2 replies"


def test_a_reference_is_escaped() -> None:
    assert "&lt;" in words.reference("<b>")


def test_a_long_text_is_folded_where_a_word_ends_and_loses_none() -> None:
    short, long, lines = "word " * 130, "word " * 900, "a line\n" * 40
    assert words.folded(short.strip()) == (short.strip(), "")
    assert words.folded("x\n" * 12) == ("x\n" * 12, "")
    for text in (long, lines, "x" * 3_000, "\n" * 3_000 + "end"):
        first, rest = words.folded(text)
        assert len(first) <= 500
        assert (first + rest).replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")
    assert words.folded(long)[0].endswith("word")
    assert words.folded(lines)[0].count("\n") == 7
