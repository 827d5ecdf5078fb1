"""Words that were nearly right: what somebody may have meant, from the words there are.

    words = vocabulary(["Report a missed bin", …])      # once
    words.mended("misssed rubish")  →  "missed rubbish"

Nothing here asks a database. The work is bounded: so many words of a question are looked at, and a word is compared
only with those of about its length, so that a search of nonsense costs a few milliseconds over ten thousand words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from moothall.ground.search.words import asked, plain

#: Shorter words are too near to too many others; so many of a question are mended.
_SHORTEST, _MOST_MENDED = 4, 4
#: Letters of a word that may be wrong: one in a short word, two in a long one, three in a very long one.
_WRONG = ((4, 1), (7, 2), (11, 3))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by their length; of two that are equally near, the one that stands in more texts comes first."""

    by_length: Mapping[int, tuple[str, ...]]
    known: frozenset[str]
    ordered: tuple[str, ...]

    def knows(self, word: str) -> bool:
        """Whether it is one of the words, in one number or the other, or begins one."""
        if word in self.known or f"{word}s" in self.known or word.removesuffix("s") in self.known:
            return True
        at = bisect_left(self.ordered, word)
        return at < len(self.ordered) and self.ordered[at].startswith(word)

    def unknown(self, typed: str) -> tuple[str, ...]:
        """The words of a question that nothing here has."""
        return tuple(word for phrase in asked(typed).phrases for word in phrase if not self.knows(word))

    def mended(self, typed: str) -> str:
        """The question with words put right that are nearly one of ours; empty when there is nothing to put right."""
        words = [word for phrase in asked(typed).phrases for word in phrase]
        right = {word: self._nearest(word) for word in self.unknown(typed)[:_MOST_MENDED]}
        if not any(right.values()):
            return ""
        return " ".join(right.get(word) or word for word in words)

    def _nearest(self, word: str) -> str:
        wrong = max((most for length, most in _WRONG if len(word) >= length), default=0)
        if len(word) < _SHORTEST or not word.isalpha():
            return ""
        near = [one for length in _by_nearness(len(word), wrong) for one in self.by_length.get(length, ())]
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=wrong)
        return str(found[0]) if found else ""


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """The words of `texts`."""
    counted: dict[str, int] = {}
    for text in texts:
        for word in set(plain(text).split()):
            counted[word] = counted.get(word, 0) + 1
    by_length: dict[int, list[str]] = {}
    for word in sorted(counted, key=lambda one: (-counted[one], one)):
        if word.isalpha() and len(word) >= _SHORTEST - 1:
            by_length.setdefault(len(word), []).append(word)
    return Vocabulary(
        {length: tuple(words) for length, words in by_length.items()},
        frozenset(counted),
        tuple(sorted(counted)),
    )


def _by_nearness(length: int, wrong: int) -> list[int]:
    return sorted(range(length - wrong, length + wrong + 1), key=lambda other: abs(other - length))
