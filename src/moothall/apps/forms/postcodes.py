"""Postcodes as people type them."""

from __future__ import annotations

import re

from moothall.apps.forms.text import clean_code

#: Royal Mail's shapes, with the letters that never occur in a place left out; GIR 0AA and BFPO codes included.
_POSTCODE = re.compile(
    r"(GIR|[A-PR-UWYZ](?:[0-9][0-9ABCDEFGHJKPSTUW]?|[A-HK-Y][0-9][0-9ABEHMNPRVWXY]?))([0-9][ABD-HJLNP-UW-Z]{2})"
)
_LOOKALIKES = str.maketrans("OI", "01")


def postcode_in(typed: str) -> str | None:
    """`SW1A 1AA` from `sw1a1aa`, `SW1A-1AA`, or with O for 0 or I for 1 where only a digit can be; else None."""
    squeezed = re.sub(r"[^A-Za-z0-9]", "", clean_code(typed)).upper()
    for candidate in (squeezed, squeezed[:-3] + squeezed[-3:-2].translate(_LOOKALIKES) + squeezed[-2:]):
        match = _POSTCODE.fullmatch(candidate)
        if match:
            return f"{match[1]} {match[2]}"
    return None
