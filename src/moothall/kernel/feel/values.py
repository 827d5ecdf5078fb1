"""The values of the language, and how they equal, compare and are written.

Numbers are decimals of 34 digits, lists are tuples, contexts are dicts with text keys. A value of
any other Python class is null to an expression: there is nothing of it to reach.
"""

from __future__ import annotations

import decimal
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Union

from moothall.kernel.feel.meter import Meter

NUMBERS = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
DEEPEST_INPUT = 32
_LONGEST_PLAIN = 40


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A duration of years and months; `total` counts months, negative when it goes back."""

    total: int

    @property
    def years(self) -> int:
        return abs(self.total) // 12 * (-1 if self.total < 0 else 1)

    @property
    def months(self) -> int:
        return abs(self.total) % 12 * (-1 if self.total < 0 else 1)


@dataclass(frozen=True, slots=True)
class Range:
    """All values from `start` to `end`; an end that is not `closed` is itself left out."""

    start: Value
    end: Value
    start_closed: bool = True
    end_closed: bool = True


Value = Union[  # noqa: UP007 — a type that holds itself is written as a string, which | refuses
    None,
    bool,
    int,
    Decimal,
    str,
    date,
    time,
    timedelta,
    Months,
    Range,
    Sequence["Value"],
    Mapping[str, "Value"],
]

_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "text",
    date: "date",
    time: "time",
    datetime: "datetime",
    timedelta: "duration",
    Months: "months",
    Range: "range",
    tuple: "list",
    dict: "context",
}
_ORDERED = frozenset({"number", "text", "date", "time", "datetime", "duration", "months"})
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def kind_of(value: Value) -> str:
    """`number`, `text`, `list` … for a value that went through `take_in`."""
    return _KINDS[type(value)]


def take_in(value: object, meter: Meter, depth: int = 0) -> Value:
    """The value as the language knows it, lists and contexts copied; null for anything foreign.

    Whole numbers and floats become decimals. Deeper than 32 levels is null. Pays a step per element.
    """
    kind = type(value)
    if kind is Decimal:
        return value if value.is_finite() and abs(value.adjusted()) <= NUMBERS.Emax else None  # type: ignore[attr-defined, return-value]  # `kind` says what it is
    if kind in _KINDS and kind not in (tuple, dict, Range):
        return value  # type: ignore[return-value]  # `kind` says so
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int | float):
        return _number_from_python(value)
    if depth >= DEEPEST_INPUT:
        return None
    if isinstance(value, Range):
        ends = (take_in(value.start, meter, depth + 1), take_in(value.end, meter, depth + 1))
        return Range(*ends, value.start_closed, value.end_closed)
    if isinstance(value, list | tuple):
        meter.spend(1 + len(value))
        return tuple(take_in(item, meter, depth + 1) for item in value)
    if isinstance(value, Mapping):
        meter.spend(1 + len(value))
        return {str(key): take_in(item, meter, depth + 1) for key, item in value.items()}
    return None


def _number_from_python(value: int | float) -> Decimal | None:
    try:
        number = (
            NUMBERS.create_decimal(repr(value)) if isinstance(value, float) else NUMBERS.create_decimal(value)
        )
    except (ArithmeticError, ValueError):
        return None
    return number if number.is_finite() else None


def weigh(value: Value, meter: Meter) -> None:
    """Pay for everything inside, so that no result is larger written out than its budget."""
    if type(value) is tuple:
        meter.spend(1 + len(value))
        for item in value:
            weigh(item, meter)
    elif type(value) is dict:
        meter.spend(1 + len(value))
        for item in value.values():
            weigh(item, meter)
    elif type(value) is str:
        meter.spend_on(value)


def equal(left: Value, right: Value, meter: Meter) -> bool | None:
    """True, false, or null for values of different kinds; null equals only null."""
    if left is None or right is None:
        return left is None and right is None
    if type(left) is not type(right):
        return None
    if type(left) is tuple and type(right) is tuple:
        return _equal_lists(left, right, meter)
    if type(left) is dict and type(right) is dict:
        meter.spend(1 + len(left))
        if left.keys() != right.keys():
            return False
        return _equal_lists(tuple(left.values()), tuple(right[key] for key in left), meter)
    return left == right


def _equal_lists(left: tuple[Value, ...], right: tuple[Value, ...], meter: Meter) -> bool | None:
    if len(left) != len(right):
        return False
    answer: bool | None = True
    for one, other in zip(left, right, strict=True):
        meter.spend(1)
        same = equal(one, other, meter)
        if same is False:
            return False
        if same is None:
            answer = None
    return answer


def ordered(sign: str, left: Value, right: Value) -> bool | None:
    """`left < right` and its kin; null where the two have no order."""
    if type(left) is not type(right) or _KINDS.get(type(left)) not in _ORDERED:
        return None
    try:
        return _ORDERS[sign](left, right)
    except TypeError:  # a time with an offset has no order with one without
        return None


def within(value: Value, span: Range) -> bool | None:
    """Whether a value lies in a range; null where it cannot be compared with the ends."""
    after = ordered(">=" if span.start_closed else ">", value, span.start)
    before = ordered("<=" if span.end_closed else "<", value, span.end)
    if after is False or before is False:
        return False
    return None if after is None or before is None else True


def whole(number: Decimal) -> int | None:
    """The number as a Python int; null when it has a fraction or more than twelve digits."""
    if number.adjusted() > 11:
        return None
    as_int = int(number)
    return as_int if as_int == number else None


def write_number(number: Decimal) -> str:
    """Plain digits without trailing noughts; with an exponent only past forty places."""
    if number == 0:
        return "0"
    plain = number.normalize(NUMBERS)
    if abs(plain.adjusted()) > _LONGEST_PLAIN:
        return str(plain)
    return format(plain, "f")


def write_duration(duration: timedelta | Months) -> str:
    """ISO 8601: `P1DT2H`, `-P1Y6M`, `PT0S`, `P0M`."""
    if isinstance(duration, Months):
        years, months = divmod(abs(duration.total), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-" if duration.total < 0 else "") + "P" + text
    sign, size = ("-", -duration) if duration < timedelta(0) else ("", duration)
    minutes, seconds = divmod(size.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{size.microseconds:06d}".rstrip("0") if size.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{size.days}D" if size.days else ""
    return f"{sign}P{days}" + (f"T{clock}" if clock else "") if days or clock else "PT0S"


def _write_moment(moment: time | datetime) -> str:
    zone = getattr(moment.tzinfo, "key", None)
    text = moment.replace(tzinfo=None).isoformat()
    text = text.rstrip("0") if moment.microsecond else text
    if zone:
        return f"{text}@{zone}"
    offset = moment.isoformat()[len(moment.replace(tzinfo=None).isoformat()) :]
    return text + ("Z" if offset == "+00:00" else offset)


def write(value: Value, meter: Meter, inside: bool = False) -> str:
    """The value as text, as an expression would write it; texts are quoted only inside a list or context."""
    match value:
        case None:
            text = "null"
        case bool():
            text = "true" if value else "false"
        case Decimal():
            text = write_number(value)
        case str():
            text = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if inside else value
        case datetime() | time():
            text = _write_moment(value)
        case date():
            text = value.isoformat()
        case timedelta() | Months():
            text = write_duration(value)
        case Range():
            ends = f"{write(value.start, meter, True)}..{write(value.end, meter, True)}"
            text = f"{'[' if value.start_closed else '('}{ends}{']' if value.end_closed else ')'}"
        case tuple():
            text = "[" + ", ".join(write(item, meter, True) for item in value) + "]"
        case dict():
            text = "{" + ", ".join(f"{key}: {write(item, meter, True)}" for key, item in value.items()) + "}"
        case _:
            text = "null"
    meter.spend_characters(len(text))
    return text
