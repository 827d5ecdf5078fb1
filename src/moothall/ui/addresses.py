"""Addresses of routes, as templates ask for them: a page of a case has seventy, and Django works out each from nothing.

What it answers for one set of words it answers for any other: only the words change. So each route is asked once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.urls import NoReverseMatch, reverse

from moothall.ui.languages import address_prefix

#: What stands in an address as it is, and fits wherever a route takes words.
_PLAIN = re.compile(r"[A-Za-z0-9-]+").fullmatch


def address(name: str, args: Sequence[object] = ()) -> str:
    """As Django's `reverse`."""
    made = ""
    parts = _parts(name, len(args), address_prefix())
    if parts is None:
        return reverse(name, args=args or None)
    for before, word in zip(parts, args, strict=False):
        if type(word) is not str or not _PLAIN(word):
            return reverse(name, args=args or None)
        made += before + word
    return made + parts[-1]


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
