"""Figures as people type them, and what the types that hold one share.

Pure: text in, a Decimal or the code of what is wrong out. Nothing that could mean two figures is guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.text import clean_code

#: No council form counts further; a float of JSON still holds every one of them exactly.
MOST_DIGITS = 15

_ABOUT = re.compile(
    r"^(?:about|approx(?:imately|\.)?|around|roughly|circa|nearly|almost|~|c\.)\s*", re.IGNORECASE
)
_SHORTENED = re.compile(
    r"([0-9][0-9.,]*)\s*(k|m|mn|mil|million|thousand|bn|billion|hundred|grand)", re.IGNORECASE
)
_TIMES = {"k": 3, "thousand": 3, "grand": 3, "hundred": 2, "bn": 9, "billion": 9}
_SEVERAL = re.compile(r"[0-9.,]+\s*(?:-|to|or|and|/)\s*[0-9.,]+", re.IGNORECASE)
_PLAIN = re.compile(r"([0-9]+)?(?:\.([0-9]*))?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([, '’])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]*)?")
_MENDED = str.maketrans("OoIl", "0011")
_WORDS = {
    word: figure
    for figure, word in enumerate(
        (
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
        )
    )
} | {"none": 0, "nil": 0, "no": 0, "a dozen": 12}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` names the sentence; `fact` is what it says."""

    code: str
    fact: str = ""


Figure: TypeAlias = "Decimal | Fault"


def digits_in(typed: str) -> str:
    """`typed` with the digits of any script made 0 to 9, wide letters narrow, dashes plain."""
    return "".join(
        str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char
        for char in clean_code(typed)
    )


def figure_in(typed: str, units: tuple[str, ...] = ()) -> Figure:
    """The figure typed: "1,200.50", "about 30", "30 metres" (`units` may follow or go before), "three"."""
    text = _ABOUT.sub("", digits_in(typed)).strip()
    if text.casefold() in _WORDS:
        return Decimal(_WORDS[text.casefold()])
    text = _without(text, units)
    minus = text.startswith("-") or text.lower().startswith("minus ")
    text = re.sub(r"^(?:-|minus )\s*", "", text, flags=re.IGNORECASE)
    text = _without(text.removeprefix("+").strip(), units)
    if re.search("[0-9]", text) and re.fullmatch(r"[0-9OoIl.,' ’]+", text):
        text = text.translate(_MENDED)
    found = _unsigned(text)
    return -found if minus and isinstance(found, Decimal) else found


def _unsigned(text: str) -> Figure:
    if shortened := _SHORTENED.fullmatch(text):
        return Fault("shortened", _in_full(shortened[1], shortened[2].lower()))
    if _SEVERAL.fullmatch(text):
        return Fault("several")
    if _GROUPED.fullmatch(text):
        text = re.sub("[, '’]", "", text)
    plain = _PLAIN.fullmatch(text)
    if plain is None or not (plain[1] or plain[2]):
        return Fault("decimal_comma" if re.fullmatch("[0-9]+,[0-9]+", text) else "wrong")
    whole, decimals = (plain[1] or "0").lstrip("0") or "0", (plain[2] or "").rstrip("0")
    if len(whole) + len(decimals) > MOST_DIGITS:
        return Fault("too_many_digits")
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def _without(text: str, units: tuple[str, ...]) -> str:
    low = text.casefold()
    for unit in sorted(units, key=len, reverse=True):
        if low.endswith(unit.casefold()):
            return text[: len(text) - len(unit)].strip()
        if low.startswith(unit.casefold()):
            return text[len(unit) :].strip()
    return text


def _in_full(figure: str, word: str) -> str:
    """What "1.2m" would be in full, to be shown; nothing is taken from it."""
    try:
        return written(Decimal(figure.replace(",", "")) * 10 ** _TIMES.get(word, 6))
    except ArithmeticError:
        return "1,200,000"


def written(figure: Decimal) -> str:
    """1,200.5: as people read it, without noughts at the end."""
    text = f"{figure:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed_as(figure: Decimal) -> str:
    """1200.5: as it goes back into a field."""
    return written(figure).replace(",", "")


def decimals_of(figure: Decimal) -> int:
    exponent = figure.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def figure_of(value: JSON) -> Decimal | None:
    """A figure out of JSON, however it was kept; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except ArithmeticError:
        return None
    return found if found.is_finite() else None


def as_json(figure: Decimal) -> JSON:
    """A whole number where it is one."""
    return int(figure) if figure == figure.to_integral_value() else float(figure)
