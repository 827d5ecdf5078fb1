"""Functions on text. Positions count from 1, and from -1 at the end."""

from __future__ import annotations

from decimal import Decimal

from moothall.kernel.feel.functions.table import function
from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.types import ANY, BOOLEAN, LIST, NUMBER, TEXT
from moothall.kernel.feel.values import Value, whole, write


@function("string", (ANY,), gives=TEXT, example="string(1.50)", answer='"1.5"')
def string(meter: Meter, value: Value) -> Value:
    """Any value written as text; null stays null."""
    return None if value is None else write(value, meter)


@function("string length", (TEXT,), gives=NUMBER, example='string length("bins")', answer="4")
def string_length(meter: Meter, text: str) -> Value:
    """How many characters a text has."""
    return Decimal(len(text))


@function("upper case", (TEXT,), gives=TEXT, example='upper case("bs1 5tr")', answer='"BS1 5TR"')
def upper_case(meter: Meter, text: str) -> Value:
    """The text in capitals."""
    return text.upper()


@function("lower case", (TEXT,), gives=TEXT, example='lower case("Exampleton")', answer='"exampleton"')
def lower_case(meter: Meter, text: str) -> Value:
    """The text in small letters."""
    return text.lower()


@function(
    "substring",
    (TEXT, NUMBER),
    (TEXT, NUMBER, NUMBER),
    gives=TEXT,
    example='substring("Exampleton", 1, 3)',
    answer='"Exa"',
)
def substring(meter: Meter, text: str, start: Decimal, length: Decimal | None = None) -> Value:
    """The part of a text from a position, to its end or of a length; a negative start counts from the end."""
    first = whole(start)
    if not first or abs(first) > len(text):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    size = int(length) if length.adjusted() < 12 else len(text)
    return text[begin : begin + size] if size >= 1 else None


@function(
    "substring before",
    (TEXT, TEXT),
    gives=TEXT,
    example='substring before("12 High Street", " ")',
    answer='"12"',
)
def substring_before(meter: Meter, text: str, match: str) -> Value:
    """What stands before the first match; an empty text when there is none."""
    return text.partition(match)[0] if match and match in text else ""


@function(
    "substring after",
    (TEXT, TEXT),
    gives=TEXT,
    example='substring after("12 High Street", " ")',
    answer='"High Street"',
)
def substring_after(meter: Meter, text: str, match: str) -> Value:
    """What stands after the first match; an empty text when there is none."""
    return text.partition(match)[2] if match else text


@function("contains", (TEXT, TEXT), gives=BOOLEAN, example='contains("green bin", "bin")', answer="true")
def contains(meter: Meter, text: str, match: str) -> Value:
    """Whether a text contains another."""
    return match in text


@function("starts with", (TEXT, TEXT), gives=BOOLEAN, example='starts with("BS1 5TR", "BS1")', answer="true")
def starts_with(meter: Meter, text: str, match: str) -> Value:
    """Whether a text begins with another."""
    return text.startswith(match)


@function(
    "ends with", (TEXT, TEXT), gives=BOOLEAN, example='ends with("a@gov.uk", ".gov.uk")', answer="false"
)
def ends_with(meter: Meter, text: str, match: str) -> Value:
    """Whether a text ends with another."""
    return text.endswith(match)


@function(
    "string join",
    (LIST(ANY),),
    (LIST(ANY), TEXT),
    gives=TEXT,
    example='string join(["bin", "bag"], ", ")',
    answer='"bin, bag"',
)
def string_join(meter: Meter, list: tuple[Value, ...], delimiter: str = "") -> Value:
    """The texts of a list one after another, with a delimiter between; nulls are left out."""
    texts = [item for item in list if item is not None]
    for text in texts:
        if not isinstance(text, str):
            return None
        meter.spend_characters(len(text) + len(delimiter))
    return delimiter.join(str(text) for text in texts)
