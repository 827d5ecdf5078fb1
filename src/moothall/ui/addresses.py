"""Addresses of routes, as templates ask for them: a page of a case has seventy, and Django works out each from nothing.

What it answers for one set of words it answers for any other: only the words change. So each route is asked once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.urls import NoReverseMatch, get_script_prefix, reverse

#: What stands in an address as it is, and fits wherever a route takes words.
_PLAIN = re.compile(r"[A-Za-z0-9-]+")


def address(name: str, args: Sequence[object] = ()) -> str:
    """As Django's `reverse`."""
    if all(isinstance(one, str) and _PLAIN.fullmatch(one) for one in args):
        parts = _parts(name, len(args), get_script_prefix())
        if parts is not None:
            return "".join([words for pair in zip(parts, (*args, ""), strict=True) for words in pair])  # type: ignore[misc]  # each is a str, as was asked above
    return reverse(name, args=args or None)


@cache
def _parts(name: str, words: int, prefix: str) -> tuple[str, ...] | None:
    """What stands around so many words; None where the route does not take just any."""
    marks = [f"-{number}-here-" for number in range(words)]
    try:
        found = reverse(name, args=marks or None)
    except NoReverseMatch:
        return None
    parts = re.split("|".join(marks), found) if marks else [found]
    return tuple(parts) if len(parts) == words + 1 else None
