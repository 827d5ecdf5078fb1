"""How we write dates, times, counts and references: the filters of every template, as GOV.UK's style guide has them."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from markupsafe import Markup, escape

from moothall.kernel import clock
from moothall.ui.languages import words_language

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
#: Counting stops here: nobody needs to know whether it is 1,208 or 1,213, and counting them all is slow.
MANY = 1000
#: Most pages and messages say the same few days: so many are remembered in the words of each language.
DAYS = 1000


def day(value: date | datetime) -> str:
    """Monday 2 March 2026."""
    return _day(words_language(), _date(value))


@lru_cache(maxsize=DAYS)
def _day(language: str | None, value: date) -> str:
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday_named(value.weekday()), day=value.day, month=month_named(value.month), year=value.year
    )


def short_day(value: date | datetime) -> str:
    """2 March 2026."""
    return _short_day(words_language(), _date(value))


@lru_cache(maxsize=DAYS)
def _short_day(language: str | None, value: date) -> str:
    return _("{day} {month} {year}").format(day=value.day, month=month_named(value.month), year=value.year)


def day_of_year(value: date) -> str:
    """Monday 2 March."""
    return _day_of_year(words_language(), _date(value))


@lru_cache(maxsize=DAYS)
def _day_of_year(language: str | None, value: date) -> str:
    return _("{weekday} {day} {month}").format(
        weekday=weekday_named(value.weekday()), day=value.day, month=month_named(value.month)
    )


def weekday_named(number: int) -> str:
    """Monday is 0."""
    return _(WEEKDAYS[number])


def month_named(number: int) -> str:
    """January is 1."""
    return _(MONTHS[number - 1])


def time(value: datetime) -> str:
    """3pm, 3:05pm, midday or midnight."""
    found = clock.local(value)
    return hour_and_minute(found.hour, found.minute)


def hour_and_minute(hour: int, minute: int) -> str:
    """3pm, 3:05pm, midday or midnight."""
    return _hour_and_minute(words_language(), hour, minute)


@lru_cache(maxsize=24 * 60)
def _hour_and_minute(language: str | None, hour: int, minute: int) -> str:
    if minute == 0 and hour in (0, 12):
        return _("midday") if hour else _("midnight")
    shown = f"{hour % 12 or 12}:{minute:02d}" if minute else f"{hour % 12 or 12}"
    return (_("{time}am") if hour < 12 else _("{time}pm")).format(time=shown)


def moment(value: datetime) -> str:
    """2 March 2026 at 3:05pm."""
    return _("{day} at {time}").format(day=short_day(value), time=time(value))


def count(value: int) -> str:
    """999, and 1,000+ from there on."""
    return f"{value}" if value < MANY else f"{MANY:,}+"


def number(value: int) -> str:
    """1,234."""
    return f"{value:,}"


def reference(value: str) -> Markup:
    """BAR-7K4-M9Q-XT8, never broken over two lines."""
    return Markup(f'<span class="reference">{escape(value)}</span>')  # noqa: S704 — escaped where it is put in


def spelled(value: str) -> Markup:
    """Letters that are read from left to right whatever stands around them."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(value)


def due(value: date, today: date) -> str:
    """A due date in words, as near as somebody at work thinks of it: `due tomorrow`, `3 days overdue`."""
    days = (value - today).days
    if days < -1:
        return f"{number(-days)} days overdue"
    if days in (-1, 0, 1):
        return {-1: "1 day overdue", 0: "due today", 1: "due tomorrow"}[days]
    return f"due {day_of_year(value)}" if days < 7 else f"due {short_day(value)}"


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


#: Of a long text so much is read at once, where so much less would stay.
_AT_ONCE, _LINES, _WORTH_IT = 500, 8, 200


def folded(text: str) -> tuple[str, str]:
    """The beginning of a long text, and what is folded away behind it: nothing of one that is not much longer."""
    lines = text.splitlines(keepends=True)
    end = min(_AT_ONCE, len("".join(lines[:_LINES])))
    if len(text) - end < _WORTH_IT and len(lines) <= 2 * _LINES:
        return text, ""
    if end == _AT_ONCE:
        end = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1 or end
    return text[:end].rstrip(), text[end:].lstrip()


def _date(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


FILTERS = {
    "capitalise": capitalise,
    "count": count,
    "day": day,
    "due": due,
    "folded": folded,
    "machine": machine,
    "moment": moment,
    "number": number,
    "plural": plural,
    "reference": reference,
    "short_day": short_day,
    "spelled": spelled,
    "time": time,
}
