"""References that people read aloud, write on paper and type on a phone: `BAR-7K4-M9Q-XT8`.

Three letters name the council, eight random symbols name the case, the last symbol checks the other eleven.
The 32 symbols leave out 0, O, 1 and I. The check is a weighted sum over the field of 32 elements with a different
weight for every place, so it catches every single wrong symbol and every swap of two, the prefix included.

A reference is not a secret (40 bits; a resident proves a case by reference *and* e-mail) and not a promise of
uniqueness: in a million cases two are the same about every other time, so the table that keeps them has a unique
constraint and its verb draws again.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable

from moothall.kernel.wording import translated

SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

#: A council's prefix: three letters A to Z.
PREFIX = re.compile(r"[A-Z]{3}")

#: I and O stand in prefixes alone, where no digit does: they borrow the values of two digits.
_VALUE = {symbol: value for value, symbol in enumerate(SYMBOLS)} | {"I": 0, "O": 1}
_RANDOM = 8
#: A vowel between two letters makes words, some of them rude: such draws are thrown away.
_WORD_LIKE = re.compile(r"[A-Z][AEU][A-Z]")
_LONGEST = 100


class NotAReference(ValueError):
    """What was typed is no reference. `sentence` says to the person what to look at."""

    def __init__(self, sentence: str, **facts: str) -> None:
        self.sentence = translated(sentence, **facts)
        super().__init__(self.sentence)


def _powers() -> tuple[int, ...]:
    """1, x, x², … in the field of 32 elements (polynomial x⁵ + x² + 1): 31 different weights."""
    powers, value = [], 1
    for _ in range(31):
        powers.append(value)
        value <<= 1
        if value & 32:
            value ^= 0b100101
    return tuple(powers)


_POWERS = _powers()
_LOGARITHM = {power: exponent for exponent, power in enumerate(_POWERS)}


def _check(prefix: str, body: str) -> str:
    """The symbol that makes the weighted sum of prefix, body and itself nought."""
    total = 0
    for place, symbol in enumerate(prefix + body, start=1):
        if value := _VALUE[symbol]:
            total ^= _POWERS[(_LOGARITHM[value] + place) % 31]
    return SYMBOLS[total]


def filled_in(letters: str) -> str:
    """The canonical reference of twelve letters of which one, after the prefix, is `?`: the check says which it is."""
    gap, total = letters.index("?"), 0
    for place, symbol in enumerate(letters, start=1):
        if place != gap + 1 and (value := _VALUE[symbol]):
            total ^= _POWERS[(_LOGARITHM[value] + _weight(place)) % 31]
    value = _POWERS[(_LOGARITHM[total] - _weight(gap + 1)) % 31] if total else 0
    return _grouped(letters.replace("?", SYMBOLS[value]))


def _weight(place: int) -> int:
    """The check itself, in the last place, weighs nothing."""
    return 0 if place == _RANDOM + 4 else place


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + 3] for at in range(0, len(letters), 3))


def new_reference(prefix: str, draw: Callable[[int], int] = secrets.randbelow) -> str:
    """A fresh reference in canonical form for the council with `prefix` (three letters A to Z).

    `draw(n)` gives a whole number below n; a demo passes `random.Random(seed).randrange`. Raises ValueError
    for a prefix of another shape.
    """
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"{prefix!r} is no prefix of references. Write three letters A to Z, such as BAR.")
    while True:
        number = draw(1 << 5 * _RANDOM)
        body = "".join(SYMBOLS[number >> 5 * place & 31] for place in range(_RANDOM))
        body += _check(prefix, body)
        if not _WORD_LIKE.search(body):
            return _grouped(prefix + body)


def read_reference(text: str, prefix: str = "") -> str:
    """The canonical form of what somebody typed: any case, hyphens and spaces anywhere or nowhere.

    With `prefix`, the nine symbols alone are understood too. Raises NotAReference with a sentence for the person.
    """
    typed = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    typed = "".join(symbol for symbol in typed if symbol.isalnum())
    if len(typed) == _RANDOM + 1:
        typed = prefix + typed
    head, body = typed[:3].replace("0", "O").replace("1", "I"), typed[3:]
    if len(body) != _RANDOM + 1 or not PREFIX.fullmatch(head):
        raise NotAReference("Enter a reference like BAR-7K4-M9Q-XT8: 3 letters, then 9 letters and numbers.")
    strange = sorted(set(body) - set(SYMBOLS))
    if strange:
        raise NotAReference(
            "After its first 3 letters a reference never has {letters}. It has no 0, O, 1 or I. Check it.",
            letters=_listed(strange),
        )
    if _check(head, body[:-1]) != body[-1]:
        raise NotAReference(
            "A letter or number in the reference is wrong, or two have changed places. Check it."
        )
    return _grouped(head + body)


def _listed(symbols: list[str]) -> str:
    if len(symbols) < 2:
        return "".join(symbols)
    return translated("{others} or {last}", others=", ".join(symbols[:-1]), last=symbols[-1])


def spoken(reference: str) -> str:
    """A canonical reference for a voice or a screen reader: `B A R, 7 K 4, M 9 Q, X T C`."""
    return ", ".join(" ".join(group) for group in reference.split("-"))
