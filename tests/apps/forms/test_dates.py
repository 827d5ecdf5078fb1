"""Dates as people type them. Today is Friday 20 November 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.apps.forms.api import Reading
from moothall.apps.forms.types.date import Date, in_words, limit_on
from moothall.kernel import clock
from tests.apps.forms.made import asking, only, said, value, wrong

SEEN = {"name": "the date you saw it"}
PAST = Date(latest="today")
AFTER, BEFORE = (f"The date you saw it must be the same as or {word}" for word in ("after", "before"))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.stopped_at(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        yield


def typed(day: str = "", month: str = "", year: str = "", kind: Date = PAST) -> Reading:
    return said(kind, more=SEEN, day=day, month=month, year=year)


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        (("12", "3", "2026"), "2026-03-12"),
        (("012"[1:], "03", "2026"), "2026-03-12"),
        ((" 1st ", "Mar", "2026"), "2026-03-01"),
        (("2nd", "march", "26"), "2026-03-02"),
        (("3rd", "Sept.", "'26"), "2026-09-03"),
        (("23rd", "feb", "99"), "1999-02-23"),
        (("29", "2", "2024"), "2024-02-29"),
        (("１２", "３", "２０２６"), "2026-03-12"),
        (("12 march",), "2026-03-12"),
        (("12 december",), "2025-12-12"),
        (("12th of March 2026",), "2026-03-12"),
        (("March 12, 2026",), "2026-03-12"),
        (("Thursday 12 March 2026",), "2026-03-12"),
        (("12mar26",), "2026-03-12"),
        (("12/3/26",), "2026-03-12"),
        (("12-03-2026",), "2026-03-12"),
        (("12.3.26",), "2026-03-12"),
        (("2026-03-12",), "2026-03-12"),
        (("today",), "2026-11-20"),
        (("Yesterday",), "2026-11-19"),
        (("14 days ago",), "2026-11-06"),
        (("two weeks ago",), "2026-11-06"),
        (("a week ago",), "2026-11-13"),
        (("", "12 march 2026", ""), "2026-03-12"),
        (("", "", "12/3/2026"), "2026-03-12"),
    ],
)
def test_understood(fields: tuple[str, ...], meant: str) -> None:
    assert value(typed(*fields)) == meant


def test_two_digits_of_a_year_in_a_date_that_may_lie_ahead() -> None:
    assert value(typed("1", "1", "30", Date())) == "2030-01-01"
    assert value(typed("1", "1", "46", Date())) == "2046-01-01"
    assert value(typed("1", "1", "47", Date())) == "1947-01-01"
    assert value(typed("tomorrow", kind=Date())) == "2026-11-21"
    assert value(typed("12 december", kind=Date())) == "2026-12-12"


@pytest.mark.parametrize(
    ("fields", "sentence", "parts", "field"),
    [
        (("", "", ""), "Enter the date you saw it", ("day", "month", "year"), "it-day"),
        (("12", "3", ""), "The date you saw it must include a year", ("year",), "it-year"),
        (("", "3", "2026"), "The date you saw it must include a day", ("day",), "it-day"),
        (("12", "", "2026"), "The date you saw it must include a month", ("month",), "it-month"),
        (("12", "", ""), "The date you saw it must include a month and year", ("month", "year"), "it-month"),
        (("weeks ago", "", ""), "The date you saw it must include a month and year", ("month", "year"), "it-month"),
        (("", "", "2026"), "The date you saw it must include a day and month", ("day", "month"), "it-day"),
        (("32", "1", "2026"), "The date you saw it must be a real date", ("day",), "it-day"),
        (("0", "1", "2026"), "The date you saw it must be a real date", ("day",), "it-day"),
        (("1", "13", "2026"), "The date you saw it must be a real date", ("month",), "it-month"),
        (("1", "jum", "2026"), "The date you saw it must be a real date", ("month",), "it-month"),
        (("1", "ma", "2026"), "The date you saw it must be a real date", ("month",), "it-month"),
        (("x", "y", "2026"), "The date you saw it must be a real date", ("day", "month"), "it-day"),
        (("x", "y", "z"), "The date you saw it must be a real date", ("day", "month", "year"), "it-day"),
        (("1", "1", "226"), "Year must include 4 numbers", ("year",), "it-year"),
        (("1", "1", "20266"), "The date you saw it must be a real date", ("year",), "it-year"),
        (("1", "1", "1066"), "The date you saw it must be a real date", ("year",), "it-year"),
        (("1", "1", "9999"), "The date you saw it must be a real date", ("year",), "it-year"),
        (("31", "6", "2026"), "The date you saw it must be a real date. June has 30 days", ("day",), "it-day"),
        (("29", "2", "2025"), "The date you saw it must be a real date. February 2025 has 28 days", ("day",), "it-day"),
        (("30 february",), "The date you saw it must be a real date. February 2026 has 28 days", ("day",), "it-day"),
        (("21", "11", "2026"), "The date you saw it must be today or in the past", ("day", "month", "year"), "it-day"),
    ],
)  # fmt: skip
def test_told(fields: tuple[str, ...], sentence: str, parts: tuple[str, ...], field: str) -> None:
    problem = only(typed(*fields))
    assert (problem.sentence, problem.parts, problem.field) == (sentence, parts, field)


@pytest.mark.parametrize(
    ("kind", "day", "sentence"),
    [
        (Date(latest="today"), date(2026, 11, 20), None),
        (Date(latest="yesterday"), date(2026, 11, 20), "The date you saw it must be in the past"),
        (Date(latest="yesterday"), date(2026, 11, 19), None),
        (Date(earliest="today"), date(2026, 11, 19), "The date you saw it must be today or in the future"),
        (Date(earliest="today"), date(2026, 11, 20), None),
        (Date(earliest="tomorrow"), date(2026, 11, 20), "The date you saw it must be in the future"),
        (Date(earliest="28 days ago"), date(2026, 10, 22), f"{AFTER} 23 October 2026"),
        (Date(earliest="28 days ago"), date(2026, 10, 23), None),
        (Date(latest="1 month ahead"), date(2026, 12, 21), f"{BEFORE} 20 December 2026"),
        (Date(latest="2026-04-01"), date(2026, 4, 2), f"{BEFORE} 1 April 2026"),
        (Date(latest="2026-04-01"), date(2026, 4, 1), None),
    ],
)  # fmt: skip
def test_limits(kind: Date, day: date, sentence: str | None) -> None:
    reading = typed(str(day.day), str(day.month), str(day.year), kind)
    if sentence is None:
        assert value(reading) == day.isoformat()
    else:
        assert wrong(reading) == [("it-day", sentence)]


@pytest.mark.parametrize(
    ("limit", "day"),
    [
        ("", None),
        ("today", date(2026, 3, 31)),
        ("tomorrow", date(2026, 4, 1)),
        ("2 weeks ago", date(2026, 3, 17)),
        ("1 month ago", date(2026, 2, 28)),
        ("18 years ago", date(2008, 3, 31)),
        ("11 months ahead", date(2027, 2, 28)),
        ("1 year ahead", date(2027, 3, 31)),
    ],
)
def test_what_a_limit_stands_for(limit: str, day: date | None) -> None:
    assert limit_on(limit, date(2026, 3, 31)) == day


def test_a_date_in_words_and_typed_again() -> None:
    assert in_words(date(2026, 3, 2)) == "2 March 2026"
    assert Date().words("2026-03-02") == ("2 March 2026",)
    assert Date().words("rubbish") == ("rubbish",)
    assert Date().retype(asking(Date()), "2026-03-02") == {
        "it-day": ("2",),
        "it-month": ("3",),
        "it-year": ("2026",),
    }
    assert Date().feel_value("2026-03-02") == date(2026, 3, 2)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_date_survives_being_typed_again(day: date) -> None:
    again = Date().retype(asking(Date()), day.isoformat())
    assert (
        value(said(Date(), **{name.removeprefix("it-"): text[0] for name, text in again.items()}))
        == day.isoformat()
    )


@given(st.text(), st.text(), st.text())
def test_nothing_typed_breaks_it(day: str, month: str, year: str) -> None:
    said(PAST, day=day, month=month, year=year)
