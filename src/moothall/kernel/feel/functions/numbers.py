"""Functions on numbers: decimals of 34 digits, exact for money."""

from __future__ import annotations

import decimal
from datetime import timedelta
from decimal import Decimal
from typing import cast

from moothall.kernel.feel.functions.table import function
from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.types import BOOLEAN, DURATION, NULL, NUMBER, TEXT, Type
from moothall.kernel.feel.values import NUMBERS, Months, Value, whole

_WIDEST_SCALE = 6000
_GROUPINGS = {" ", ",", "."}


def _itself(arguments: tuple[Type, ...]) -> Type:
    return arguments[0] if arguments else NUMBER


def rounded(number: Decimal, scale: Decimal, how: str) -> Value:
    """`number` with `scale` places, or null when the scale is no whole number the format can hold."""
    places = whole(scale)
    if places is None or abs(places) > _WIDEST_SCALE:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    roomy = decimal.Context(prec=40 + abs(number.adjusted()) + abs(places), rounding=how)
    return NUMBERS.plus(number.quantize(Decimal((0, (1,), -places)), context=roomy))


@function(
    "number",
    (TEXT,),
    (NUMBER,),
    (TEXT, TEXT, TEXT),
    (TEXT, TEXT, NULL),
    (TEXT, NULL, TEXT),
    (TEXT, NULL, NULL),
    gives=NUMBER,
    example='number("1,250.50", ",", ".")',
    answer="1250.50",
)
def number(
    meter: Meter, text: str | Decimal, grouping: str | None = None, decimal_mark: str | None = None
) -> Value:
    """The number a text says, leaving out a grouping mark (space, comma or full stop); null when it says none."""
    if isinstance(text, Decimal):
        return text
    if (grouping and grouping not in _GROUPINGS) or (decimal_mark and decimal_mark not in {".", ","}):
        return None
    if grouping and grouping == decimal_mark:
        return None
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(decimal_mark, ".") if decimal_mark else plain
    if not plain.isascii() or not set(plain) <= set("0123456789.+-eE") or not plain:
        return None
    return NUMBERS.create_decimal(plain)


@function("decimal", (NUMBER, NUMBER), gives=NUMBER, example="decimal(2.675, 2)", answer="2.68")
def to_decimal(meter: Meter, number: Decimal, scale: Decimal) -> Value:
    """Rounded to so many places, halves to the even neighbour."""
    return rounded(number, scale, decimal.ROUND_HALF_EVEN)


@function("floor", (NUMBER,), (NUMBER, NUMBER), gives=NUMBER, example="floor(1.9)", answer="1")
def floor(meter: Meter, number: Decimal, scale: Decimal = Decimal(0)) -> Value:
    """The next number down with no fraction, or with so many places."""
    return rounded(number, scale, decimal.ROUND_FLOOR)


@function("ceiling", (NUMBER,), (NUMBER, NUMBER), gives=NUMBER, example="ceiling(1.1)", answer="2")
def ceiling(meter: Meter, number: Decimal, scale: Decimal = Decimal(0)) -> Value:
    """The next number up with no fraction, or with so many places."""
    return rounded(number, scale, decimal.ROUND_CEILING)


@function("round up", (NUMBER, NUMBER), gives=NUMBER, example="round up(5.021, 2)", answer="5.03")
def round_up(meter: Meter, number: Decimal, scale: Decimal) -> Value:
    """Rounded away from nought."""
    return rounded(number, scale, decimal.ROUND_UP)


@function("round down", (NUMBER, NUMBER), gives=NUMBER, example="round down(5.029, 2)", answer="5.02")
def round_down(meter: Meter, number: Decimal, scale: Decimal) -> Value:
    """Rounded towards nought."""
    return rounded(number, scale, decimal.ROUND_DOWN)


@function("round half up", (NUMBER, NUMBER), gives=NUMBER, example="round half up(5.125, 2)", answer="5.13")
def round_half_up(meter: Meter, number: Decimal, scale: Decimal) -> Value:
    """Rounded to the nearest, halves away from nought: what people expect of a bill."""
    return rounded(number, scale, decimal.ROUND_HALF_UP)


@function(
    "round half down", (NUMBER, NUMBER), gives=NUMBER, example="round half down(5.125, 2)", answer="5.12"
)
def round_half_down(meter: Meter, number: Decimal, scale: Decimal) -> Value:
    """Rounded to the nearest, halves towards nought."""
    return rounded(number, scale, decimal.ROUND_HALF_DOWN)


@function("modulo", (NUMBER, NUMBER), gives=NUMBER, example="modulo(-12, 5)", answer="3")
def modulo(meter: Meter, dividend: Decimal, divisor: Decimal) -> Value:
    """What is left after dividing, with the divisor's sign; null when dividing by nought."""
    left = NUMBERS.remainder(dividend, divisor)
    return left if not left or (left < 0) == (divisor < 0) else NUMBERS.add(left, divisor)


@function("sqrt", (NUMBER,), gives=NUMBER, example="sqrt(16)", answer="4")
def sqrt(meter: Meter, number: Decimal) -> Value:
    """The square root; null below nought."""
    return NUMBERS.sqrt(number)


@function("log", (NUMBER,), gives=NUMBER, example="log(1)", answer="0")
def log(meter: Meter, number: Decimal) -> Value:
    """The natural logarithm; null at and below nought."""
    meter.spend(10)
    return NUMBERS.ln(number) if number > 0 else None


@function("exp", (NUMBER,), gives=NUMBER, example="exp(0)", answer="1")
def exp(meter: Meter, number: Decimal) -> Value:
    """Euler's number raised to a power; null when too large."""
    meter.spend(10)
    return NUMBERS.exp(number)


@function("odd", (NUMBER,), gives=BOOLEAN, example="odd(5)", answer="true")
def odd(meter: Meter, number: Decimal) -> Value:
    """Whether a whole number is odd."""
    return NUMBERS.remainder(number, Decimal(2)) in (1, -1)


@function("even", (NUMBER,), gives=BOOLEAN, example="even(5)", answer="false")
def even(meter: Meter, number: Decimal) -> Value:
    """Whether a whole number is even."""
    return NUMBERS.remainder(number, Decimal(2)) == 0


@function("abs", (NUMBER,), (DURATION,), gives=_itself, example="abs(-10)", answer="10")
def absolute(meter: Meter, number: Value) -> Value:
    """A number or duration without its minus."""
    if isinstance(number, Months):
        return Months(abs(number.total))
    return NUMBERS.abs(number) if isinstance(number, Decimal) else abs(cast(timedelta, number))
