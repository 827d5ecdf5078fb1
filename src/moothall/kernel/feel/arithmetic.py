"""The five operators: what may be added to what. Everything else is null."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.moments import add_months
from moothall.kernel.feel.values import NUMBERS, Months, Value

_LARGEST_EXPONENT = 10**6
_MOST_MONTHS = 12 * 10**10


def add(left: Value, right: Value) -> Value:
    match left, right:
        case (Decimal(), Decimal()):
            return NUMBERS.add(left, right)
        case (str(), str()):
            return left + right
        case (timedelta(), timedelta()):
            return left + right
        case (Months(), Months()):
            return _months(left.total + right.total)
        case (date(), Months()):
            return add_months(left, right)
        case (datetime(tzinfo=zone), timedelta()) if zone is not None:
            return (left.astimezone(UTC) + right).astimezone(zone)
        case (date(), timedelta()):
            return left + right
        case (time(), timedelta()):
            return _turn(left, right)
        case (timedelta() | Months(), date() | time()):
            return add(right, left)
    return None


def _turn(at: time, size: timedelta) -> time:
    """The clock's hand moved on, past midnight to the morning."""
    moved = datetime.combine(date(2000, 1, 1), at.replace(tzinfo=None)) + size % timedelta(days=1)
    return moved.time().replace(tzinfo=at.tzinfo)


def subtract(left: Value, right: Value) -> Value:
    match left, right:
        case (Decimal(), Decimal()):
            return NUMBERS.subtract(left, right)
        case (date(), date()):
            return _between(right, left)
        case (time(), time()):
            day = date(2000, 1, 1)
            return datetime.combine(day, left) - datetime.combine(day, right)
        case (_, timedelta() | Months()):
            return add(left, negate(right))
    return None


def _between(start: date, end: date) -> timedelta | None:
    """What has really passed, whatever the clocks did; a date is its midnight, in UTC when the other has a zone."""
    if not isinstance(start, datetime) and not isinstance(end, datetime):
        return end - start
    zone = next((one.tzinfo for one in (start, end) if isinstance(one, datetime) and one.tzinfo), None)
    midnight = time(tzinfo=UTC if zone else None)
    first = start if isinstance(start, datetime) else datetime.combine(start, midnight)
    last = end if isinstance(end, datetime) else datetime.combine(end, midnight)
    if zone is None:
        return last - first
    if first.tzinfo is None or last.tzinfo is None:
        return None
    return last.astimezone(UTC) - first.astimezone(UTC)


def multiply(left: Value, right: Value) -> Value:
    match left, right:
        case (Decimal(), Decimal()):
            return NUMBERS.multiply(left, right)
        case (timedelta(), Decimal()):
            return _days(NUMBERS.multiply(_microseconds(left), right))
        case (Months(), Decimal()):
            return _months(NUMBERS.multiply(Decimal(left.total), right))
        case (Decimal(), timedelta() | Months()):
            return multiply(right, left)
    return None


def _microseconds(size: timedelta) -> Decimal:
    return Decimal(size // timedelta(microseconds=1))


def _days(micro: Decimal) -> timedelta | None:
    return timedelta(microseconds=int(micro)) if micro.adjusted() < 21 else None


def _months(total: int | Decimal) -> Months | None:
    """Whole months towards nought; null past 9999 years, more than any date can be moved."""
    return Months(int(total)) if -_MOST_MONTHS <= total <= _MOST_MONTHS else None


def divide(left: Value, right: Value) -> Value:
    match left, right:
        case (Decimal(), Decimal()):
            return NUMBERS.divide(left, right)
        case (timedelta(), timedelta()):
            return NUMBERS.divide(_microseconds(left), _microseconds(right))
        case (Months(), Months()):
            return NUMBERS.divide(Decimal(left.total), Decimal(right.total))
        case (timedelta(), Decimal()):
            return _days(NUMBERS.divide(_microseconds(left), right))
        case (Months(), Decimal()):
            return _months(NUMBERS.divide(Decimal(left.total), right))
    return None


def power(left: Value, right: Value) -> Value:
    if not isinstance(left, Decimal) or not isinstance(right, Decimal) or abs(right) > _LARGEST_EXPONENT:
        return None
    answer = NUMBERS.power(left, right)
    return answer if answer.is_finite() else None  # nought to a negative power raises nothing


def negate(value: Value) -> Value:
    match value:
        case Decimal():
            return NUMBERS.minus(value)
        case timedelta():
            return -value if value <= -timedelta.min else None
        case Months():
            return Months(-value.total)
    return None


_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}


def operate(sign: str, left: Value, right: Value, meter: Meter) -> Value:
    """`left sign right`; null where the two do not go together or the answer is out of bounds."""
    try:
        answer = _OPERATORS[sign](left, right)
    except (ArithmeticError, ValueError, TypeError):  # TypeError: a time with an offset less one without
        return None
    if type(answer) is str:
        meter.spend_on(answer)
    elif sign == "**":
        meter.spend(10)
    return answer
