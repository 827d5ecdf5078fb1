"""Working days as public law in the United Kingdom counts them.

The day something is received is day 0; day 1 is the next working day. A day is not worked when it is a Saturday, a
Sunday, a public holiday of the division (Christmas Day and Good Friday at common law; bank holidays under the Banking
and Financial Dealings Act 1971, section 1, with the one-off days that the King proclaims), or one of the council's
own closing days. Every day left out is returned with its reason, so that a clock can prove itself in words.

Days come from a shipped table that is written from the maintained package `holidays`; no network.
`docs/decisions/0010-holidays.md` says how they compare with GOV.UK's own list and how to correct one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from moothall.kernel import holidays_table
from moothall.kernel.holidays_table import NAMES

FIRST_YEAR, LAST_YEAR = 2000, 2100

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
_WEEKEND = {_SATURDAY: "Saturday", _SUNDAY: "Sunday"}


class Division(StrEnum):
    """The three parts of the United Kingdom with bank holidays of their own, named as on GOV.UK."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


_TABLES = {
    Division.ENGLAND_AND_WALES: holidays_table.ENGLAND_AND_WALES,
    Division.SCOTLAND: holidays_table.SCOTLAND,
    Division.NORTHERN_IRELAND: holidays_table.NORTHERN_IRELAND,
}
#: Public holidays also where they fall on a weekend and another day is the bank holiday in their place: month, day.
_EVERYWHERE = {(1, 1), (12, 25), (12, 26)}
_AT_WEEKENDS = {
    Division.ENGLAND_AND_WALES: _EVERYWHERE,
    Division.SCOTLAND: _EVERYWHERE | {(1, 2), (11, 30)},
    Division.NORTHERN_IRELAND: _EVERYWHERE | {(3, 17), (7, 12)},
}
_PLACE = {
    Division.ENGLAND_AND_WALES: "England and Wales",
    Division.SCOTLAND: "Scotland",
    Division.NORTHERN_IRELAND: "Northern Ireland",
}

#: Corrections of the table, day by day: a name adds or renames the day, None takes it away. Each with its source.
CORRECTIONS: Mapping[tuple[Division, date], str | None] = {}


class OutsideCalendar(ValueError):
    """A day before 2000 or after 2100, where nobody knows the holidays."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Working days are known from {FIRST_YEAR} to {LAST_YEAR}; {day:%-d %B} {day.year} is outside."
        )


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A day on which the council itself does not work. `name` completes 'the council is closed: …'."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that did not count, and why: 'Saturday', 'Good Friday', 'the council is closed: staff day'."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Counting:
    """`due` is the last day; `skipped` are the days after the start and before `due` that did not count, in order."""

    due: date
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of a council in `division` with its own `closing_days`.

    `also` names further divisions whose holidays count too: for freedom of information a bank holiday in any part of
    the United Kingdom is no working day (Freedom of Information Act 2000, section 10(6)).
    """

    division: Division
    closing_days: tuple[ClosingDay, ...] = ()
    also: tuple[Division, ...] = ()
    _closed: Mapping[date, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_closed", {closing.day: closing.name for closing in self.closing_days})

    def why_not(self, day: date) -> str | None:
        """Why `day` is not worked, in words, or None when it is. Raises OutsideCalendar."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise OutsideCalendar(day)
        if day.weekday() >= _SATURDAY:
            return _WEEKEND[day.weekday()]
        holiday = holidays_of(self.division, day.year).get(day)
        if holiday:
            return holiday
        for division in self.also:
            elsewhere = holidays_of(division, day.year).get(day)
            if elsewhere:
                return f"{elsewhere} in {_PLACE[division]}"
        name = self._closed.get(day)
        return None if name is None else f"the council is closed: {name}"

    def is_working(self, day: date) -> bool:
        """Raises OutsideCalendar."""
        return self.why_not(day) is None

    def is_shut(self, day: date) -> bool:
        """Whether even what is open at weekends is closed: on a public holiday, and on an own closing day, whatever day
        of the week it is. Raises OutsideCalendar."""
        why = self.why_not(day)
        if why is None or day.weekday() < _SATURDAY:
            return why is not None
        return day in self._closed or (day.month, day.day) in _AT_WEEKENDS[self.division]

    def add(self, start: date, working_days: int) -> Counting:
        """`working_days` (0 or more) working days after `start`, which is day 0 whether worked or not.

        Nought is the same day, or the next working day when `start` is none. Raises OutsideCalendar when the count
        leaves the known years, ValueError when it is negative.
        """
        if working_days < 0:
            raise ValueError("Working days are counted forwards: write 0 or more.")
        day, left, skipped = start, working_days, []
        if left == 0 and (reason := self.why_not(day)):
            skipped.append(Skipped(day, reason))
            left = 1
        while left:
            day = self._next(day)
            reason = self.why_not(day)
            if reason is None:
                left -= 1
            else:
                skipped.append(Skipped(day, reason))
        return Counting(day, tuple(skipped))

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` is the earlier.

        `between(a, add(a, n).due) == n` for every n of 1 or more. Raises OutsideCalendar.
        """
        if end < start:
            return -self.between(end, start)
        count, day = 0, start
        while day < end:
            day = self._next(day)
            count += self.is_working(day)
        return count

    @staticmethod
    def _next(day: date) -> date:
        if day >= date(LAST_YEAR, 12, 31):
            raise OutsideCalendar(day)
        return day + _DAY


@cache
def _listed(division: Division) -> Mapping[int, str]:
    """The lines of the division's table by year."""
    return {int(line[:4]): line[5:] for line in _TABLES[division].split("\n") if line}


@cache
def holidays_of(division: Division, year: int) -> Mapping[date, str]:
    """The weekdays of `year` that are public holidays in `division`, with their names as on GOV.UK."""
    days: dict[date, str | None] = {}
    for entry in _listed(division)[year].split():
        days[date(year, int(entry[:2]), int(entry[2:4]))] = " and ".join(map(_named, entry[4:]))
    days |= {
        day: name for (where, day), name in CORRECTIONS.items() if where is division and day.year == year
    }
    return {day: name for day, name in sorted(days.items()) if name is not None}


def _named(letter: str) -> str:
    """A small letter is the substitute for a day that fell on a weekend."""
    return NAMES[letter.upper()] + (" (substitute day)" if letter.islower() else "")
