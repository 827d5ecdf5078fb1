"""What both engines do, and which one is ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from moothall.ground.search.documents import Document, Hit, Segment
from moothall.ground.search.marks import marks_of
from moothall.ground.search.words import CLOSE, OPEN, Question, plain

#: Bits of a position below the number: documents of one number (of other kinds or classes) stand beside each other.
SLOT_BITS = 10


@dataclass(frozen=True, slots=True)
class Filter:
    """`marks`: all outer must be found, of each inner one (see `marks.marks_asked`). `classes` None is every class.

    `open_marks` are the same for whoever sees every class: with them, a row's class is looked at afterwards. There are
    none where nothing but the kind is asked, which is looked at, too.
    """

    kind: str
    classes: frozenset[str] | None
    marks: tuple[tuple[str, ...], ...]
    open_marks: tuple[tuple[str, ...], ...] = ()


class Engine(Protocol):
    """One database's index. Every write is inside the caller's transaction."""

    def put_listed(self, kind: str, documents: Sequence[Document]) -> None: ...

    def add_listed(self, document: Document) -> None:
        """One that is not there yet, so that nothing has to be looked for."""

    def put_ranked(self, kind: str, documents: Sequence[Document]) -> None: ...

    def load_listed(self, documents: Sequence[Document]) -> None:
        """Documents of any kind that are not there yet, many at a time."""

    def remove(self, kind: str, key: str) -> None: ...

    def scrub(self) -> None:
        """Rewrite what removed documents may have left behind in the index's own storage."""

    def newest(self, question: Question, seen: Filter, before: int | None, limit: int) -> list[Hit]: ...

    def count(self, question: Question, seen: Filter, stop: int) -> int: ...

    def newest_and_count(
        self, question: Question, seen: Filter, limit: int, stop: int
    ) -> tuple[list[Hit], int]:
        """Both for less than each alone."""

    def best(
        self,
        question: Question,
        kinds: frozenset[str],
        classes: frozenset[str] | None,
        limit: int,
        every: bool,
    ) -> list[Hit]:
        """With `every`, documents that have every word; without, those that have any."""


def position(document: Document) -> int:
    """Where `document` stands in order: its number, then a hash of the rest of its name."""
    name = "\x1f".join((document.kind, document.key, document.confidentiality))
    slot = int.from_bytes(blake2b(name.encode(), digest_size=2).digest(), "big") >> 16 - SLOT_BITS
    return (document.number or 0) << SLOT_BITS | slot


def words_of(document: Document) -> str:
    return plain(f"{document.title} {document.text}")


def document_marks(document: Document) -> str:
    return marks_of(document.kind, document.confidentiality, document.facets)


def segments(marked: str) -> tuple[Segment, ...]:
    """A snippet whose found words stand between OPEN and CLOSE, in pieces."""
    pieces = []
    for at, part in enumerate(marked.split(OPEN)):
        found, _, rest = part.partition(CLOSE) if at else ("", "", part)
        pieces += [Segment(found, True)] if found else []
        pieces += [Segment(rest, False)] if rest else []
    return tuple(pieces)


def cut_short(word: str) -> tuple[str, ...]:
    """Shorter forms of a word being typed: 'collecti' does not begin the stem of 'collection', 'collect' is it."""
    return tuple(word[:-by] for by in (1, 2, 3) if len(word) - by >= 4)
