"""Times, stretches of days, names."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.apps.forms.types.date_range import DateRange
from moothall.apps.forms.types.name import Name
from moothall.apps.forms.types.time import Time
from moothall.apps.forms.types.time_typed import in_words, time_in
from tests.apps.forms.made import asking, said, value, wrong

OFFICE = Time(earliest="09:00", latest="17:00")
CLOSURE = DateRange(longest=7, shortest=2)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3pm", "15:00"),
        ("3 PM", "15:00"),
        ("3p.m.", "15:00"),
        ("3.30pm", "15:30"),
        ("3:30 p.m.", "15:30"),
        ("３：３０ｐｍ", "15:30"),
        ("15:00", "15:00"),
        ("15.00", "15:00"),
        ("15h30", "15:30"),
        ("1500", "15:00"),
        ("1500 hrs", "15:00"),
        ("15:00:00", "15:00"),
        ("0930", "09:30"),
        ("09:30", "09:30"),
        ("930am", "09:30"),
        ("00:15", "00:15"),
        ("24:00", "00:00"),
        ("12:30", "12:30"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("noon", "12:00"),
        ("12 noon", "12:00"),
        ("midnight", "00:00"),
        ("half past 3 in the afternoon", "15:30"),
        ("half past three pm", "15:30"),
        ("quarter to 9 in the morning", "08:45"),
        ("a quarter past 1 pm", "13:15"),
        ("ten to one pm", "12:50"),
        ("20 minutes past 8 in the evening", "20:20"),
        ("11 at night", "23:00"),
        ("2 at night", "02:00"),
        ("about 3pm", "15:00"),
        ("3 o'clock in the afternoon", "15:00"),
        ("15:00pm", "15:00"),
    ],
)
def test_a_time(typed: str, expected: str) -> None:
    assert value(said(Time(), it=typed)) == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the thing"),
        ("half past 3", "Enter whether you mean 3:30am or 3:30pm"),
        ("9:30", "Enter whether you mean 9:30am or 9:30pm"),
        ("three", "Enter whether you mean 3am or 3pm"),
        ("12", "Enter whether you mean midnight or midday"),
        ("25:00", "The thing must be a time, like 9:30am or 2:15pm"),
        ("3:75pm", "The thing must be a time, like 9:30am or 2:15pm"),
        ("teatime", "The thing must be a time, like 9:30am or 2:15pm"),
        ("15:00am", "The thing must be a time, like 9:30am or 2:15pm"),
        ("half past 13", "The thing must be a time, like 9:30am or 2:15pm"),
        ("0", "The thing must be a time, like 9:30am or 2:15pm"),
    ],
)
def test_no_time(typed: str, sentence: str) -> None:
    found = said(Time(), it=typed)
    if typed == "0":
        assert value(found) == "00:00"
    else:
        assert wrong(found) == [("it", sentence)]


def test_office_hours_leave_one_of_two() -> None:
    assert value(said(OFFICE, it="half past 3")) == "15:30"
    assert value(said(OFFICE, it="9")) == "09:00"
    assert wrong(said(OFFICE, it="8am")) == [("it", "The thing must be 9am or later")]
    assert wrong(said(OFFICE, it="5:01pm")) == [("it", "The thing must be 5pm or earlier")]
    assert Time(earliest="17:00", latest="09:00").mistakes() == (
        "`earliest: 17:00` lies after `latest: 09:00`. Swap them.",
    )


@given(st.times())
def test_a_time_in_words_is_read_back(moment: time) -> None:
    assert time_in(in_words(moment)) == moment.replace(second=0, microsecond=0, tzinfo=None)


@pytest.mark.parametrize("typed", ["Jo", "Ng", "O’Hara", "Jean-Luc  Picard", "李小龙", "X Æ A-12"])
def test_a_name(typed: str) -> None:
    assert value(said(Name(), it=f" {typed} ")) == " ".join(typed.split())


@pytest.mark.parametrize("typed", ["jo@example.com", "07700 900123", "?"])
def test_no_name(typed: str) -> None:
    sentence = "Your full name must be a name, not an e-mail address or a number"
    assert wrong(said(Name(), it=typed, more={"name": "your full name"})) == [("it", sentence)]


def test_a_name_in_parts() -> None:
    kind = Name(parts=True, title=True)
    held = value(said(kind, first="Jo", last="van der Berg"))
    assert held == {"first": "Jo", "last": "van der Berg"}
    assert kind.words({"title": "Dr", **held}) == ("Dr Jo van der Berg",)
    assert wrong(said(kind)) == [("it-first", "Enter first name"), ("it-last", "Enter last name")]
    assert value(said(kind, more={"required": False})) is None
    assert Name(title=True).mistakes() == (
        "`title` is asked for beside first and last name. Write `parts: yes` too.",
    )


def test_ones_own_name_may_be_filled_in_by_the_browser() -> None:
    assert Name().widget(asking(Name(), binding="person.name")).autocomplete == "name"
    assert Name().widget(asking(Name(), binding="subject.name")).autocomplete == ""
    group = Name(parts=True).widget(asking(Name(), binding="person.name"))
    assert [field.widget.autocomplete for field in group.fields] == ["given-name", "family-name"]


def test_from_one_day_to_another() -> None:
    typed = {"from_day": "1", "from_month": "3", "from_year": "2027", "to_day": "5 march 2027"}
    assert value(said(CLOSURE, **typed)) == {"from": "2027-03-01", "to": "2027-03-05"}
    assert CLOSURE.words({"from": "2027-03-01", "to": "2027-03-05"}) == ("1 March 2027 to 5 March 2027",)
    assert CLOSURE.words({"from": "2027-03-01", "to": "2027-03-01"}) == ("1 March 2027",)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("1/3/2027", "28/2/2027", [("it-to-day", "The last day must be the same as or after the first day")]),
        ("1/3/2027", "1/3/2027", [("it-to-day", "There must be 2 days or more from the first day to the last day")]),
        ("1/3/2027", "8/3/2027", [("it-to-day", "There must be 7 days or fewer from the first day to the last day")]),
        ("", "31/2/2027", [
            ("it-from-day", "Enter the first day"),
            ("it-to-day", "The last day must be a real date. February 2027 has 28 days"),
        ]),
    ],
)  # fmt: skip
def test_no_stretch(start: str, end: str, found: list[tuple[str, str]]) -> None:
    assert wrong(said(CLOSURE, from_day=start, to_day=end)) == found
    assert value(said(CLOSURE, more={"required": False})) is None
    assert DateRange(longest=1, shortest=2).mistakes() == (
        "`shortest: 2` is more than `longest: 1`. Swap them.",
    )
