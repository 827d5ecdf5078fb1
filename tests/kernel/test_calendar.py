from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workshop.holidays_table import TABLE, table

from moothall.kernel.calendar import (
    ClosingDay,
    Division,
    OutsideCalendar,
    Skipped,
    WorkingCalendar,
    holidays_of,
)

ENGLAND = WorkingCalendar(Division.ENGLAND_AND_WALES)
SCOTLAND = WorkingCalendar(Division.SCOTLAND)
ULSTER = WorkingCalendar(Division.NORTHERN_IRELAND)

GOV_UK = Path(__file__).resolve().parents[3] / "shared" / "data" / "holidays-govuk" / "bank-holidays.json"

#: Where our calendar is right and the copy of GOV.UK's list that we compare with (February 2026) is older:
#: proclaimed on 3 February 2026 under section 1(3) of the Banking and Financial Dealings Act 1971.
NEWER_THAN_THE_COPY = {(Division.SCOTLAND, date(2026, 6, 15))}


@pytest.mark.parametrize(
    ("calendar", "day", "reason"),
    [
        (ENGLAND, date(2020, 5, 4), None),
        (ENGLAND, date(2020, 5, 8), "Early May bank holiday"),
        (ENGLAND, date(2022, 6, 2), "Spring bank holiday"),
        (ENGLAND, date(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (ENGLAND, date(2022, 9, 19), "Bank holiday for the State Funeral of Queen Elizabeth II"),
        (SCOTLAND, date(2023, 5, 8), "Bank holiday for the coronation of King Charles III"),
        (ENGLAND, date(2021, 12, 27), "Christmas Day (substitute day)"),
        (ENGLAND, date(2021, 12, 28), "Boxing Day (substitute day)"),
        (ENGLAND, date(2024, 4, 1), "Easter Monday"),
        (SCOTLAND, date(2024, 4, 1), None),
        (SCOTLAND, date(2024, 1, 2), "2nd January"),
        (ENGLAND, date(2024, 1, 2), None),
        (SCOTLAND, date(2024, 12, 2), "St Andrew’s Day (substitute day)"),
        (SCOTLAND, date(2026, 6, 15), "World Cup bank holiday"),
        (ENGLAND, date(2026, 6, 15), None),
        (SCOTLAND, date(2025, 8, 4), "Summer bank holiday"),
        (ENGLAND, date(2025, 8, 25), "Summer bank holiday"),
        (ULSTER, date(2025, 3, 17), "St Patrick’s Day"),
        (ULSTER, date(2026, 7, 13), "Battle of the Boyne (Orangemen’s Day) (substitute day)"),
        (ENGLAND, date(2026, 11, 21), "Saturday"),
        (ENGLAND, date(2027, 12, 26), "Sunday"),
    ],
)
def test_a_day_says_why_it_is_not_worked(calendar, day, reason):
    assert calendar.why_not(day) == reason
    assert calendar.is_working(day) is (reason is None)


def test_what_is_open_at_weekends_is_shut_on_holidays_and_on_closing_days() -> None:
    council = WorkingCalendar(Division.ENGLAND_AND_WALES, (ClosingDay(date(2026, 11, 28), "moving house"),))
    shut = {date(2026, 11, 28), date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)}
    days = (date(2026, 11, 27) + timedelta(days=n) for n in range(33))
    assert {day for day in days if council.is_shut(day)} == shut
    second = date(2027, 1, 2)
    assert {one for one in Division if WorkingCalendar(one).is_shut(second)} == {Division.SCOTLAND}


def test_the_day_of_receipt_is_day_nought():
    assert ENGLAND.add(date(2026, 11, 16), 5).due == date(2026, 11, 23)
    assert ENGLAND.add(date(2026, 11, 21), 1).due == date(2026, 11, 23)
    assert ENGLAND.add(date(2026, 11, 20), 0).due == date(2026, 11, 20)
    assert ENGLAND.add(date(2026, 11, 21), 0).due == date(2026, 11, 23)


def test_a_count_proves_itself_in_words():
    counting = WorkingCalendar(Division.ENGLAND_AND_WALES, (ClosingDay(date(2024, 4, 2), "staff day"),)).add(
        date(2024, 3, 28), 1
    )
    assert counting.due == date(2024, 4, 3)
    assert counting.skipped == (
        Skipped(date(2024, 3, 29), "Good Friday"),
        Skipped(date(2024, 3, 30), "Saturday"),
        Skipped(date(2024, 3, 31), "Sunday"),
        Skipped(date(2024, 4, 1), "Easter Monday"),
        Skipped(date(2024, 4, 2), "the council is closed: staff day"),
    )


def test_freedom_of_information_counts_the_holidays_of_every_part():
    everywhere = WorkingCalendar(
        Division.ENGLAND_AND_WALES, also=(Division.SCOTLAND, Division.NORTHERN_IRELAND)
    )
    assert everywhere.why_not(date(2025, 12, 1)) == "St Andrew’s Day (substitute day) in Scotland"
    assert everywhere.why_not(date(2025, 3, 17)) == "St Patrick’s Day in Northern Ireland"
    assert everywhere.why_not(date(2025, 12, 25)) == "Christmas Day"


days = st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 1, 1))


@given(days, st.integers(min_value=1, max_value=60), st.sampled_from(list(Division)))
def test_adding_and_counting_agree(start, working_days, division):
    calendar = WorkingCalendar(division)
    counting = calendar.add(start, working_days)
    assert calendar.is_working(counting.due)
    assert calendar.between(start, counting.due) == working_days
    assert calendar.between(counting.due, start) == -working_days
    assert (counting.due - start).days == working_days + len(counting.skipped)
    assert all(not calendar.is_working(skipped.day) for skipped in counting.skipped)


def test_outside_the_known_years_is_said():
    with pytest.raises(OutsideCalendar, match="2000 to 2100"):
        ENGLAND.is_working(date(1999, 12, 31))
    with pytest.raises(OutsideCalendar):
        ENGLAND.add(date(2100, 12, 1), 10_000)
    with pytest.raises(OutsideCalendar):
        ENGLAND.add(date.max, 1)
    with pytest.raises(ValueError, match="forwards"):
        ENGLAND.add(date(2026, 1, 5), -1)


def test_the_shipped_table_is_what_the_maintained_package_says():
    assert TABLE.read_text() == table(), "Run: python workshop/holidays_table.py"


@pytest.mark.outside_data
@pytest.mark.parametrize("division", list(Division))
def test_every_holiday_is_the_one_that_gov_uk_lists(division):
    if not GOV_UK.exists():
        pytest.skip(f"needs {GOV_UK}")
    listed = {
        date.fromisoformat(event["date"]) for event in json.loads(GOV_UK.read_text())[division]["events"]
    }
    ours = {day for year in range(2012, 2029) for day in holidays_of(division, year)}
    newer = {day for where, day in NEWER_THAN_THE_COPY if where is division}
    assert ours ^ listed <= newer
    assert newer <= ours


@pytest.mark.outside_data
@pytest.mark.parametrize("division", list(Division))
def test_every_working_day_is_one_by_gov_uk(division):
    if not GOV_UK.exists():
        pytest.skip(f"needs {GOV_UK}")
    listed = {
        date.fromisoformat(event["date"]) for event in json.loads(GOV_UK.read_text())[division]["events"]
    }
    calendar, day = WorkingCalendar(division), date(2012, 1, 1)
    while day < date(2029, 1, 1):
        if (division, day) not in NEWER_THAN_THE_COPY:
            assert calendar.is_working(day) is (day.weekday() < 5 and day not in listed), day
        day += timedelta(days=1)
