"""Words as the index has them, and whatever people type as words.

Both sides go through the same door: no diacritics, no apostrophes (O'Brien and OBrien are one), nothing but letters and
digits, so that no character typed can mean anything to a query language. References are one word, however written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from moothall.kernel.references import NotAReference, read_reference

#: Of a longer text the rest is not found; of a longer question the rest is not asked.
_LONGEST_TEXT = 200_000
_LONGEST_QUESTION = 2_000
_MOST_WORDS = 12
_LONGEST_WORD = 64

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`\u00ad")
_REFERENCE = re.compile(r"\b[A-Za-z]{3}-[0-9A-Za-z]{3}-[0-9A-Za-z]{3}-[0-9A-Za-z]{3}\b")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: every phrase must be found; a phrase is one word or several that stand together."""

    phrases: tuple[tuple[str, ...], ...]
    #: None of these may be found.
    without: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases)


def plain(text: str) -> str:
    """`text` as the words to index: lower case, letters and digits, one space between, references also as one word."""
    text = text[:_LONGEST_TEXT]
    references = [found.replace("-", "") for found in _REFERENCE.findall(text)] if "-" in text else []
    return " ".join(_WORD.findall(" ".join([_folded(text), *references]).lower()))


def asked(text: str) -> Question:
    """The question in what somebody typed. Never fails: at most twelve words of it, none when there are none."""
    text = text[:_LONGEST_QUESTION]
    whole = _reference(text)
    if whole:
        return Question(((whole,),))
    phrases: dict[tuple[str, ...], None] = {}
    words = 0
    for piece in text.split():
        reference = _reference(piece)
        found = (reference,) if reference else tuple(_WORD.findall(_folded(piece).lower()))
        phrase = tuple(word[:_LONGEST_WORD] for word in found)[: _MOST_WORDS - words]
        if phrase and phrase not in phrases:
            phrases[phrase] = None
            words += len(phrase)
        if words >= _MOST_WORDS:
            break
    return Question(tuple(phrases))


def _reference(typed: str) -> str | None:
    try:
        return read_reference(typed).replace("-", "").lower()
    except NotAReference:
        return None


def _folded(text: str) -> str:
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return text.translate(_APOSTROPHES)


def printable(text: str) -> str:
    """`text` without what no database keeps (NUL, lone surrogates) and without our own snippet markers."""
    kept = text[:_LONGEST_TEXT].encode("utf-8", "ignore").decode()
    return kept.translate(_UNPRINTABLE)


#: Private-use characters that stand around a found word inside a snippet.
OPEN, CLOSE = "\ue000", "\ue001"
_UNPRINTABLE = {0: None, ord(OPEN): None, ord(CLOSE): None}
