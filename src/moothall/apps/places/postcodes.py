"""Postcodes as people type them, put in order. BS 7666: up to four characters, a space, three characters."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")


def tidy_postcode(typed: str) -> str:
    """`bc4 7de`, `BC47DE` and `Bc4-7de` are `BC4 7DE`; "" for what is no whole postcode."""
    plain = re.sub(r"[^A-Z0-9]", "", typed.upper()[:40])
    return f"{plain[:-3]} {plain[-3:]}" if _SHAPE.fullmatch(plain) else ""
