"""Filters as words of the index.

An index intersects two lists fast when one is short. A filter of several facets is therefore one list, not several:
each document carries the hash of every set of up to three of its facets, for its class and for all classes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

#: The class of whoever may see every class.
EVERY_CLASS = "*"
_TOGETHER = 3


def mark(kind: str, confidentiality: str, facets: Iterable[str] = ()) -> str:
    """A word no person types and no stemmer changes: a letter, digits, and no vowel."""
    said = "\x1f".join((kind, confidentiality, *sorted(facets)))
    return f"z{int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), 'big')}"


@lru_cache(maxsize=4096)
def class_code(confidentiality: str) -> str:
    """A short name of a class, before the stretches that its documents stand in."""
    return "c" + blake2b(confidentiality.encode(), digest_size=5).hexdigest()


@lru_cache(maxsize=4096)
def marks_of(kind: str, confidentiality: str, facets: frozenset[str]) -> str:
    """All marks of a document, by space."""
    every = []
    for size in range(min(_TOGETHER, len(facets)) + 1):
        for chosen in combinations(sorted(facets), size):
            every.append(mark(kind, confidentiality, chosen))
            every.append(mark(kind, EVERY_CLASS, chosen))
    return " ".join(every)


def marks_asked(
    kind: str, classes: frozenset[str] | None, facets: frozenset[str]
) -> tuple[tuple[str, ...], ...]:
    """What to look for: each inner tuple is alternatives (one for each class), all outer ones must be found."""
    ordered = sorted(facets)
    groups = [ordered[at : at + _TOGETHER] for at in range(0, len(ordered), _TOGETHER)] or [[]]
    visible = (EVERY_CLASS,) if classes is None else tuple(sorted(classes))
    return tuple(tuple(mark(kind, seen, group) for seen in visible) for group in groups)
