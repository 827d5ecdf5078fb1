"""Postcodes as people type them."""

from __future__ import annotations

import re
import unicodedata

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
_TO_DIGIT = str.maketrans("OIL", "011")
_TO_LETTER = str.maketrans("01", "OI")


def read_postcode(text: str) -> str | None:
    """'bc4-7de', ' BC 4 7 DE.' and 'BC4 7DE' are all 'BC4 7DE'; None for what is no postcode of the United Kingdom.

    Letters typed for digits and digits for letters are put right where only the other can stand (0X16 5AB).
    """
    typed = unicodedata.normalize("NFKC", text[:40]).upper()
    typed = "".join(symbol for symbol in typed if symbol.isascii() and symbol.isalnum())
    if not 5 <= len(typed) <= 7:
        return None
    outward, inward = typed[:-3], typed[-3:]
    outward = outward[0].translate(_TO_LETTER) + outward[1:]
    inward = inward[0].translate(_TO_DIGIT) + inward[1:].translate(_TO_LETTER)
    return f"{outward} {inward}" if _POSTCODE.fullmatch(outward + inward) else None
