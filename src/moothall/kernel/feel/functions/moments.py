"""Functions on dates, times and durations. Now and today are the kernel's clock, which tests stop."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from moothall.kernel import clock
from moothall.kernel.feel.functions.table import function
from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.moments import (
    months_between,
    offset_zone,
    read_date,
    read_datetime,
    read_duration,
    read_time,
)
from moothall.kernel.feel.types import DATE, DATETIME, DURATION, NUMBER, TEXT, TIME
from moothall.kernel.feel.values import Value, whole

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


@function(
    "date",
    (TEXT,),
    (DATE,),
    (DATETIME,),
    (NUMBER, NUMBER, NUMBER),
    gives=DATE,
    example='date("2026-11-21")',
    answer="date(2026, 11, 21)",
    written="date(text), date(date and time) or date(year, month, day)",
)
def to_date(
    meter: Meter, value: str | date | Decimal, month: Decimal = Decimal(1), day: Decimal = Decimal(1)
) -> Value:
    """A date from a text, from the date part of a date and time, or from three numbers."""
    if isinstance(value, str):
        return read_date(value)
    if isinstance(value, date):
        return _day(value)
    parts = [whole(part) for part in (value, month, day)]
    return date(*[part for part in parts if part is not None]) if None not in parts else None


@function(
    "time",
    (TEXT,),
    (TIME,),
    (DATETIME,),
    (NUMBER, NUMBER, NUMBER),
    (NUMBER, NUMBER, NUMBER, DURATION),
    gives=TIME,
    example='time("09:30:00")',
    answer="time(9, 30, 0)",
    written="time(text), time(date and time) or time(hour, minute, second[, offset])",
)
def to_time(
    meter: Meter,
    value: str | time | datetime | Decimal,
    minute: Decimal = Decimal(0),
    second: Decimal = Decimal(0),
    offset: Value = None,
) -> Value:
    """A time of day from a text, from a date and time, or from numbers."""
    if isinstance(value, str):
        return read_time(value)
    if isinstance(value, datetime):
        return value.timetz()
    if isinstance(value, time):
        return value
    hours, minutes, micro = whole(value), whole(minute), whole(second * 10**6 // 1)
    if hours is None or minutes is None or micro is None:
        return None
    zone = offset_zone(offset) if isinstance(offset, timedelta) else None
    return time(hours, minutes, *divmod(micro, 10**6), tzinfo=zone)


@function(
    "date and time",
    (TEXT,),
    (DATETIME,),
    (DATE, TIME),
    (DATETIME, TIME),
    gives=DATETIME,
    example='date and time(date("2026-11-21"), time("09:30:00"))',
    answer='@"2026-11-21T09:30:00"',
    written="date and time(text) or date and time(date, time)",
)
def to_datetime(meter: Meter, value: str | date, at: time | None = None) -> Value:
    """A date and time from a text, or from a date and a time."""
    if isinstance(value, str):
        return read_datetime(value)
    return datetime.combine(_day(value), at) if at is not None else value


@function("duration", (TEXT,), gives=DURATION, example='duration("P2DT3H").hours', answer="3")
def to_duration(meter: Meter, text: str) -> Value:
    """A duration from a text: `P1Y6M` in years and months, `P2DT3H` in days and time, `-P1D` backwards."""
    return read_duration(text)


@function(
    "years and months duration",
    (DATE, DATE),
    (DATETIME, DATETIME),
    (DATE, DATETIME),
    (DATETIME, DATE),
    gives=DURATION,
    example='years and months duration(@"1990-05-10", @"2026-05-09").years',
    answer="35",
)
def between(meter: Meter, start: date, end: date) -> Value:
    """The whole months from one date to another: the way to an age."""
    return months_between(_day(start), _day(end))


@function("today", (), gives=DATE, example="today() = today()", answer="true")
def today(meter: Meter) -> Value:
    """The date in the United Kingdom."""
    return clock.today()


@function("now", (), gives=DATETIME, example='now() > @"2020-01-01T00:00:00Z"', answer="true")
def now(meter: Meter) -> Value:
    """The date and time in the United Kingdom, with its offset."""
    return clock.local(clock.now())


@function(
    "day of week", (DATE,), (DATETIME,), gives=TEXT, example='day of week(@"2026-11-21")', answer='"Saturday"'
)
def day_of_week(meter: Meter, date: date) -> Value:
    """The English name of the day."""
    return _WEEKDAYS[date.weekday()]


@function(
    "day of year", (DATE,), (DATETIME,), gives=NUMBER, example='day of year(@"2026-02-01")', answer="32"
)
def day_of_year(meter: Meter, date: date) -> Value:
    """The day's number in its year."""
    return Decimal(date.timetuple().tm_yday)


@function(
    "week of year", (DATE,), (DATETIME,), gives=NUMBER, example='week of year(@"2026-01-01")', answer="1"
)
def week_of_year(meter: Meter, date: date) -> Value:
    """The ISO week's number; weeks begin on Monday."""
    return Decimal(date.isocalendar().week)


@function(
    "month of year",
    (DATE,),
    (DATETIME,),
    gives=TEXT,
    example='month of year(@"2026-11-21")',
    answer='"November"',
)
def month_of_year(meter: Meter, date: date) -> Value:
    """The English name of the month."""
    return _MONTHS[date.month - 1]
