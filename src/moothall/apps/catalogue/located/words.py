"""Small helpers that make a mistake readable: what was meant, what may be written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST_LISTED = 12


def quoted(words: Iterable[object]) -> str:
    """`‘a’, ‘b’ or ‘c’`, shortened when there are very many."""
    listed = [f"‘{word}’" for word in words]
    if len(listed) > MOST_LISTED:
        return ", ".join(listed[:MOST_LISTED]) + ", …"
    return " or ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def meant(written: object, known: Iterable[str]) -> str | None:
    """The known word that `written` was most likely meant to be, or None."""
    options = list(known)
    folded = {option.lower().replace("_", "-"): option for option in reversed(options)}
    key = str(written).strip().lower().replace("_", "-").replace(" ", "-")
    close = difflib.get_close_matches(key, folded, n=1, cutoff=0.6)
    begun = [option for option in folded if len(key) > 2 and option.startswith(key)]
    found = close or (begun if len(begun) == 1 else [])
    return folded[found[0]] if found else None


def instead(written: object, known: Iterable[str]) -> str:
    """`Write ‘team’.` when one known word is close, else what may be written."""
    options = list(known)
    found = meant(written, options)
    if found is not None:
        return f"Write ‘{found}’."
    if not options:
        return "Take it out."
    return f"Write {quoted(options)}."


def a_kind(value: object) -> str:
    """What a plain value is, in words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a map of keys"
