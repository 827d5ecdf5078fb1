"""What goes in and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

#: The largest number a document may have: microseconds since 1970 fit until 2255, and so does any counter.
LARGEST_NUMBER = 2**53 - 1
MOST_FACETS = 5


@dataclass(frozen=True, slots=True)
class Document:
    """What a room wants found.

    `kind` ("case") and `key` name it; `confidentiality` is the class that may find it. With `number`, a whole number
    of 0 to 2^53 − 1 that is greater for what is newer (a counter or a time), it is listed: found by `newest` and
    `count`. Without, it is ranked: found by `best`. `facets` (at most five, such as "status:new") are for listed ones.
    """

    kind: str
    key: str
    confidentiality: str
    title: str
    text: str
    facets: frozenset[str] = field(default_factory=frozenset)
    number: int | None = None

    def __post_init__(self) -> None:
        if self.number is not None and not 0 <= self.number <= LARGEST_NUMBER:
            raise ValueError(f"The number of {self.kind} {self.key} is {self.number}: not in 0 to 2^53 - 1.")
        if len(self.facets) > MOST_FACETS:
            raise ValueError(
                f"{self.kind} {self.key} has {len(self.facets)} facets; {MOST_FACETS} is the most."
            )


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a snippet; `marked` when it is a word that was looked for. Plain text: escape it when shown."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found. `number` is the place to continue from (`before=`), opaque, greater for what is newer.

    `title` and `snippet` are filled by `best` alone.
    """

    number: int
    key: str
    kind: str
    title: str = ""
    snippet: tuple[Segment, ...] = ()
