"""References half-heard: “7K4 M9Q”, one symbol wrong, two that changed places, an O for a nought.

The last symbol checks the others, so of nine symbols with three unheard only some thousand can be meant, and of nine
with one wrong only nine. They are looked up by their key, so nothing has to be kept to find them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from moothall.kernel.references import SYMBOLS, NotAReference, filled_in, read_reference

_BODY = 9
_GROUP = 3
#: Fewer symbols than this stand in too many references.
FEWEST = 3
_LONGEST = 40
_PASTED = 300
#: Nine symbols behind the prefix, with spaces, hyphens and whatever else is no letter between them.
_WHOLE = r"(?<![A-Z0-9])(?=({prefix}(?:[\W_]{{0,3}}[A-Z0-9]){{9}})(?![A-Z0-9]))"
#: Groups of three, of which the last may have broken off.
_THREES = re.compile(r"\W*[A-Z0-9]{3}(?:\W+[A-Z0-9]{3})+(?:\W+[A-Z0-9]{1,2})?\W*")
_SPOKEN = str.maketrans("01", "OI")


@dataclass(frozen=True, slots=True)
class Meant:
    """What may be meant: whole references, and those from one to another in the order of the alphabet."""

    references: tuple[str, ...] = ()
    between: tuple[str, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.references or self.between)


def half_heard(typed: str, prefix: str, *, even_words: bool = False) -> Meant:
    """The references of the council with `prefix` that may be meant; nothing for what looks like none.

    Words are none: a figure must be among the symbols, unless the prefix was said, or groups of three; or with
    `even_words`, for what is no word of anything. A whole one is
    found within a sentence or an address too.
    """
    if named := _named_in(typed, prefix):
        return Meant((named,))
    letters = unicodedata.normalize("NFKC", typed[:_LONGEST]).upper()
    symbols = "".join(re.findall("[A-Z0-9]", letters))
    said = len(symbols) > _GROUP and symbols[:_GROUP].translate(_SPOKEN) == prefix
    body = symbols[_GROUP:] if said else symbols
    if len(body) == _BODY and (whole := _read(prefix + body)):
        return Meant((whole,))
    figures = any(symbol.isdigit() for symbol in body)
    threes = bool(_THREES.fullmatch(letters))
    if (
        not (FEWEST <= len(body) <= _BODY)
        or not (said or figures or threes or even_words)
        or re.search(r"[^\w\s-]", letters.strip(" .,?…"))
    ):
        return Meant()
    if len(body) == _BODY:
        return Meant(_whole(prefix, body))
    if set(body) - set(SYMBOLS):
        return Meant()
    if len(body) == _BODY - 1:
        return Meant(tuple(dict.fromkeys(_with_one_more(prefix, body))))
    between = (_padded(prefix + body, SYMBOLS[0]), _padded(prefix + body, SYMBOLS[-1]))
    if len(body) == 2 * _GROUP:
        first, second = body[:_GROUP], body[_GROUP:]
        gaps = [read for at in (0, 1) for read in _with_group(prefix, first, second, at)]
        return Meant(tuple(dict.fromkeys(gaps)), between)
    return Meant((), between)


def _named_in(typed: str, prefix: str) -> str:
    """The first whole reference with its prefix that stands in what was typed, or pasted with what was around it."""
    letters = unicodedata.normalize("NFKC", typed[:_PASTED]).upper()
    found = (_read(one[1]) for one in re.finditer(_WHOLE.format(prefix=re.escape(prefix)), letters))
    return next((one for one in found if one), "")


def _whole(prefix: str, body: str) -> tuple[str, ...]:
    """The reference itself; where a symbol cannot be right, those with one other symbol or with two changed round."""
    if read := _read(prefix + body):
        return (read,)
    strange = [at for at, symbol in enumerate(body) if symbol not in SYMBOLS]
    if len(strange) > 1:
        return ()
    found = [filled_in(f"{prefix}{body[:at]}?{body[at + 1 :]}") for at in strange or range(_BODY)]
    for at in range(_BODY - 1) if not strange else ():
        found.append(_read(f"{prefix}{body[:at]}{body[at + 1]}{body[at]}{body[at + 2 :]}"))
    return tuple(one for one in dict.fromkeys(found) if one)


def _with_one_more(prefix: str, body: str) -> Iterator[str]:
    """One symbol was not heard."""
    for at in range(_BODY):
        yield filled_in(f"{prefix}{body[:at]}?{body[at:]}")


def _with_group(prefix: str, first: str, second: str, at: int) -> Iterator[str]:
    """One group of three was not heard: the first (0) or the one in the middle (1). The check symbol is heard."""
    for two in product(SYMBOLS, repeat=_GROUP - 1):
        group = "".join(two) + "?"
        yield filled_in(prefix + (group + first + second if at == 0 else first + group + second))


def _read(text: str) -> str:
    try:
        return read_reference(text)
    except NotAReference:
        return ""


def _padded(letters: str, symbol: str) -> str:
    whole = letters.ljust(_GROUP + _BODY, symbol)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))
