"""How we write dates, times, counts and references: the filters of every template, as GOV.UK's style guide has them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from markupsafe import Markup

from moothall.kernel import clock

#: Counting stops here: nobody needs to know whether it is 1,208 or 1,213, and counting them all is slow.
MANY = 1000


def day(value: date | datetime) -> str:
    """Monday 2 March 2026."""
    found = _date(value)
    return f"{found:%A} {found.day} {found:%B} {found.year}"


def short_day(value: date | datetime) -> str:
    """2 March 2026."""
    found = _date(value)
    return f"{found.day} {found:%B} {found.year}"


def time(value: datetime) -> str:
    """3pm, 3:05pm, midday or midnight."""
    found = clock.local(value)
    if found.minute == 0 and found.hour in (0, 12):
        return "midday" if found.hour else "midnight"
    minutes = f":{found.minute:02d}" if found.minute else ""
    return f"{found.hour % 12 or 12}{minutes}{'am' if found.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """2 March 2026 at 3:05pm."""
    return f"{short_day(value)} at {time(value)}"


def count(value: int) -> str:
    """999, and 1,000+ from there on."""
    return f"{value}" if value < MANY else f"{MANY:,}+"


def number(value: int) -> str:
    """1,234."""
    return f"{value:,}"


def reference(value: str) -> Markup:
    """BAR-7K4M-9QXT, never broken over two lines."""
    return Markup('<span class="reference">{}</span>').format(value)


def due(value: date, today: date) -> str:
    """A due date in words, as near as somebody at work thinks of it: `due tomorrow`, `3 days overdue`."""
    days = (value - today).days
    if days < -1:
        return f"{number(-days)} days overdue"
    if days in (-1, 0, 1):
        return {-1: "1 day overdue", 0: "due today", 1: "due tomorrow"}[days]
    return f"due {value:%A} {value.day} {value:%B}" if days < 7 else f"due {short_day(value)}"


def plural(value: int, one: str, many: str = "") -> str:
    """`1 case`, `2 cases`, `1,000+ cases`."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def capitalise(value: str) -> str:
    """The first letter large, the others as they are."""
    return value[:1].upper() + value[1:]


def machine(value: date | datetime | UUID) -> str:
    """For `<time datetime>` and other readers that are machines."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _date(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


FILTERS = {
    "capitalise": capitalise,
    "count": count,
    "day": day,
    "due": due,
    "machine": machine,
    "moment": moment,
    "number": number,
    "plural": plural,
    "reference": reference,
    "short_day": short_day,
    "time": time,
}
