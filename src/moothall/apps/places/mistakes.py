"""What is wrong in a file that was to be loaded."""

from __future__ import annotations

from dataclasses import dataclass

#: More mistakes than this are not listed: they are usually one mistake many times.
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Mistake:
    """`sentence` says what is wrong and what to write instead, in `line` (from 1) of `file`."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class NotLoaded(Exception):
    """Nothing was loaded, because of `mistakes` (at most a hundred of them)."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = tuple(mistakes[:MOST_LISTED])
        super().__init__("\n".join(map(str, self.mistakes)))
