"""Reading dates, times and durations as ISO 8601 writes them, and asking for their parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from moothall.kernel.feel.values import Months, Range, Value

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?"
_OFFSET = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?"
_PLACE = r"(?:@(?P<place>[A-Za-z_]{1,30}(?:/[A-Za-z_+-]{1,30}){0,2}))?"
_DATES = re.compile(_DATE)
_TIMES = re.compile(_TIME + _OFFSET)
_DATETIMES = re.compile(_DATE + "(?:T" + _TIME + _OFFSET + _PLACE + ")?")
_MONTHS = re.compile(r"(?P<sign>-)?P(?:(?P<years>[0-9]{1,9})Y)?(?:(?P<months>[0-9]{1,9})M)?")
_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<days>[0-9]{1,9})D)?"
    r"(?P<clock>T(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?"
    r"(?:(?P<seconds>[0-9]{1,9})(?:\.(?P<fraction>[0-9]{1,9}))?S)?)?"
)


def read_date(text: str) -> date | None:
    """`2026-11-21`; null for anything else, a day that never was among them."""
    found = _DATES.fullmatch(text)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """`09:30:00`, `09:30:00Z`, `09:30:00+01:00`."""
    found = _TIMES.fullmatch(text)
    try:
        return _time_of(found, read_offset(found["zone"])) if found else None
    except ValueError:
        return None


def read_datetime(text: str) -> datetime | None:
    """`2026-11-21T09:30:00`, with an offset or `@Europe/London`; a date alone is its midnight."""
    found = _DATETIMES.fullmatch(text)
    if not found or (found["zone"] and found["place"]):
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if not found["hour"]:
            return datetime.combine(day, time())
        zone: tzinfo | None = ZoneInfo(found["place"]) if found["place"] else read_offset(found["zone"])
        return datetime.combine(day, _time_of(found, zone))
    except (ValueError, OSError, KeyError):  # KeyError: a zone nobody knows
        return None


def _time_of(found: re.Match[str], zone: tzinfo | None) -> time:
    micro = int((found["fraction"] or "0").ljust(6, "0")[:6])
    return time(int(found["hour"]), int(found["minute"]), int(found["second"]), micro, tzinfo=zone)


def read_offset(text: str | None) -> tzinfo | None:
    """`Z` or `+01:00`; raises ValueError beyond fourteen hours."""
    if not text:
        return None
    if text == "Z":
        return UTC
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    if minutes > 59 or any(part > 59 for part in seconds):
        raise ValueError(text)
    return offset_zone(
        timedelta(hours=hours, minutes=minutes, seconds=sum(seconds)) * (-1 if text[0] == "-" else 1)
    )


def offset_zone(offset: timedelta) -> tzinfo:
    """A fixed offset from UTC; raises ValueError beyond fourteen hours."""
    if abs(offset) > timedelta(hours=14):
        raise ValueError("No place on earth is more than 14 hours from UTC.")
    return timezone(offset) if offset else UTC


def read_duration(text: str) -> timedelta | Months | None:
    """`P1Y6M` in months, or `P2DT3H` in days and time; null when both are mixed."""
    if found := _MONTHS.fullmatch(text):
        if found["years"] is None and found["months"] is None:
            return None
        total = int(found["years"] or 0) * 12 + int(found["months"] or 0)
        return Months(-total if found["sign"] else total)
    found = _DURATION.fullmatch(text)
    if not found or text.endswith(("P", "T")):
        return None
    micro = int((found["fraction"] or "0").ljust(6, "0")[:6])
    try:
        size = timedelta(
            days=int(found["days"] or 0),
            hours=int(found["hours"] or 0),
            minutes=int(found["minutes"] or 0),
            seconds=int(found["seconds"] or 0),
            microseconds=micro,
        )
        return -size if found["sign"] else size
    except OverflowError:
        return None


def read_literal(text: str) -> Value:
    """What stands after an @: a date, time, date and time or duration, whichever it reads as."""
    for read in (read_date, read_time, read_datetime, read_duration):
        value = read(text)
        if value is not None:
            return value
    return None


def add_months(day: date, months: Months) -> date | None:
    """The same day so many months on, or the last of that month when it is shorter; null past year 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months.total, 12)
    if not 1 <= year <= 9999:
        return None
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=min(day.day, last))
        except ValueError:
            continue
    return None


def months_between(start: date, end: date) -> Months:
    """Whole months from one date to another, negative when it goes back."""
    if end < start:
        return Months(-months_between(end, start).total)
    total = (end.year - start.year) * 12 + end.month - start.month
    return Months(total - (end.day < start.day))


def _offset(moment: Value) -> Value:
    return moment.utcoffset() if isinstance(moment, time | datetime) else None


def _clock(size: timedelta, unit: int, within: int) -> Decimal:
    seconds = abs(size) // timedelta(seconds=1)
    return Decimal((seconds // unit) % within * (-1 if size < timedelta(0) else 1))


_DATE_PARTS: dict[str, Callable[[date], Value]] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(day.isoweekday()),
}
_TIME_PARTS: dict[str, Callable[[time], Value]] = {
    "hour": lambda at: Decimal(at.hour),
    "minute": lambda at: Decimal(at.minute),
    "second": lambda at: Decimal(at.second),
    "time offset": _offset,
    "timezone": lambda at: getattr(at.tzinfo, "key", None),
}
_DURATION_PARTS: dict[str, Callable[[timedelta], Value]] = {
    "days": lambda size: _clock(size, 86400, 10**9),
    "hours": lambda size: _clock(size, 3600, 24),
    "minutes": lambda size: _clock(size, 60, 60),
    "seconds": lambda size: _clock(size, 1, 60),
}
_MONTHS_PARTS: dict[str, Callable[[Months], Value]] = {
    "years": lambda size: Decimal(size.years),
    "months": lambda size: Decimal(size.months),
}
_RANGE_PARTS: dict[str, Callable[[Range], Value]] = {
    "start": lambda span: span.start,
    "end": lambda span: span.end,
    "start included": lambda span: span.start_closed,
    "end included": lambda span: span.end_closed,
}
PARTS: dict[type, dict[str, Callable[..., Value]]] = {
    date: {**_DATE_PARTS},
    time: {**_TIME_PARTS},
    datetime: {**_DATE_PARTS, **_TIME_PARTS},
    timedelta: {**_DURATION_PARTS},
    Months: {**_MONTHS_PARTS},
    Range: {**_RANGE_PARTS},
}
