"""What lies from one to another: numbers and days of answers, and the days on which cases were made, as the engine
compares them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from moothall.apps.cases.statements import Value
from moothall.apps.cases.wanted import Answered, Wanted
from moothall.ground.engine import on_postgresql
from moothall.kernel import clock

#: Of a column its comparison and the bound.
Bound: TypeAlias = "tuple[str, Value]"


def between(span: Answered) -> tuple[str, list[Bound]]:
    """The column of a span and its bounds. What is neither a number nor a day is a bound that nothing reaches."""
    said = [(sign, text) for sign, text in ((">=", span.least), ("<=", span.most)) if text]
    try:
        return "day", [(sign, date.fromisoformat(text).isoformat()) for sign, text in said]
    except ValueError:
        pass
    try:
        numbers = [(sign, Decimal(text)) for sign, text in said]
        if all(number.is_finite() and abs(number) < Decimal(10) ** 12 for _, number in numbers):
            return "number", [(sign, _number(number)) for sign, number in numbers]
    except InvalidOperation:
        pass
    return "number", [(">", _number(Decimal(10) ** 12))]


def _number(number: Decimal) -> Value:
    """As the engine compares: SQLite keeps decimals as numbers of its own."""
    return f"{number:f}" if on_postgresql() else float(number)


def made_between(wanted: Wanted) -> tuple[Bound, ...]:
    """When the cases asked for were made: from the beginning of one day to the end of another."""
    return tuple(_made(wanted.made_from, wanted.made_to))


def _made(first: date | None, last: date | None) -> Iterator[Bound]:
    if first is not None:
        yield ">=", _begins(max(first, date(1970, 1, 1)))
    if last is not None:
        yield "<", _begins(max(date(1970, 1, 1), min(last, date(9998, 1, 1))) + timedelta(days=1))


def _begins(day: date) -> Value:
    """The moment at which a day begins here."""
    moment = datetime.combine(day, time(), clock.LOCAL_ZONE).astimezone(UTC)
    return moment if on_postgresql() else str(moment.replace(tzinfo=None))
