"""Questions to the index. Whatever people type, they never fail."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from moothall.ground.search.chosen import engine
from moothall.ground.search.documents import Hit
from moothall.ground.search.engines import SLOT_BITS, Filter
from moothall.ground.search.marks import marks_asked
from moothall.ground.search.words import Question, asked

#: A document may stand in the index once for each of its classes: so many more rows are read, one of each key kept.
_SPARE = 4
#: Words that may be ruled out.
MOST_WITHOUT = 6


def newest(
    words: str,
    *,
    kind: str,
    classes: frozenset[str] | None,
    facets: frozenset[str] = frozenset(),
    without: Sequence[str] = (),
    before: int | None = None,
    limit: int = 26,
) -> tuple[Hit, ...]:
    """Documents of `kind` that have all of `words` and all of `facets`, newest first, at most `limit`.

    `before` is the `number` of the last hit of the page above. Words are matched whole, by their stem, without
    diacritics; a reference is found however it is written. None of `without` (a word each, or words that stand
    together) may be found. The cost does not grow with the number of documents.
    """
    question = _question(words, without)
    if not question or classes == frozenset():
        return ()
    seen = _filter(kind, classes, facets)
    return _once(engine().newest(question, seen, before, limit + _spare(classes)), limit)


def newest_and_count(
    words: str,
    *,
    kind: str,
    classes: frozenset[str] | None,
    facets: frozenset[str] = frozenset(),
    without: Sequence[str] = (),
    limit: int = 26,
    stop: int = 1000,
) -> tuple[tuple[Hit, ...], int]:
    """`newest` of all and `count`, for less than both asked alone."""
    question = _question(words, without)
    if not question or classes == frozenset():
        return (), 0
    seen = _filter(kind, classes, facets)
    hits, number = engine().newest_and_count(question, seen, limit + _spare(classes), stop + 1)
    return _once(hits, limit), number


def count(
    words: str,
    *,
    kind: str,
    classes: frozenset[str] | None,
    facets: frozenset[str] = frozenset(),
    without: Sequence[str] = (),
    stop: int = 1000,
) -> int:
    """How many `newest` would find in all; `stop + 1` means more than `stop`. Counts numbers, not rows of classes."""
    question = _question(words, without)
    if not question or classes == frozenset():
        return 0
    return engine().count(question, _filter(kind, classes, facets), stop + 1)


def _spare(classes: frozenset[str] | None) -> int:
    return 0 if classes is not None and len(classes) == 1 else _SPARE


def _once(hits: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    """One of each key."""
    once: dict[str, Hit] = {}
    for hit in hits:
        once.setdefault(hit.key, hit)
    return tuple(once.values())[:limit]


def place_of(number: int) -> int:
    """What to go on before (`before=`), for documents whose number is less."""
    return number << SLOT_BITS


def _question(words: str, without: Sequence[str]) -> Question:
    """What is ruled out is split as what is looked for is; together they are no more words than a question may have."""
    unwanted = [phrase for one in without[:MOST_WITHOUT] for phrase in asked(one).phrases]
    return replace(asked(words), without=tuple(unwanted[:MOST_WITHOUT]))


def _filter(kind: str, classes: frozenset[str] | None, facets: frozenset[str]) -> Filter:
    open_marks = marks_asked(kind, None, facets) if facets else ()
    return Filter(kind, classes, marks_asked(kind, classes, facets), open_marks)


def best(
    words: str, *, kinds: Collection[str], classes: frozenset[str] | None, limit: int = 20
) -> tuple[Hit, ...]:
    """Documents without a number, best first, with a snippet: those with every word, then those with any.

    The last word counts as begun: "recyc" finds recycling. For small sets (services, pages); titles weigh more.
    """
    question = asked(words)
    if not question or not kinds or classes == frozenset():
        return ()
    found = {hit.number: hit for hit in engine().best(question, frozenset(kinds), classes, limit, every=True)}
    if len(found) < limit and len(question.phrases) > 1:
        for hit in engine().best(question, frozenset(kinds), classes, limit, every=False):
            found.setdefault(hit.number, hit)
    return tuple(found.values())[:limit]
