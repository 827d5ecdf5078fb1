"""What this ground needs from outside: somewhere to put bytes."""

from __future__ import annotations

from typing import BinaryIO, Protocol


class StoreFailed(Exception):
    """The store did not do it. `sentence` says what, without the content; worth another try later."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class FileStore(Protocol):
    """Bytes under names of ours: lower-case letters, digits, `.` and `-`, at most 100 characters.

    Each raises StoreFailed when the store cannot be reached, and InsideTransaction within a transaction of ours.
    """

    def write(self, name: str, content: BinaryIO, size: int) -> None:
        """Keep the `size` bytes of `content` under `name`, whole or not at all, durable when it returns.

        Writing a name again with the same bytes changes nothing.
        """

    def read(self, name: str) -> BinaryIO:
        """The bytes, as a stream the caller closes. Raises FileNotFoundError."""

    def holds(self, name: str) -> bool:
        """Is there something under the name?"""

    def delete(self, name: str) -> None:
        """Forget the name; nothing happens when there is none."""

    def check(self) -> str:
        """Empty when bytes can be written and read, else a sentence that says what to put right."""
