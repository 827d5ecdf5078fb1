"""What documents needs from outside: somebody who knows harmful files."""

from __future__ import annotations

from typing import BinaryIO, Protocol


class ScannerFailed(Exception):
    """It could not say. `sentence` tells what to put right, without the content; worth another try later."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Scanner(Protocol):
    """Looks for harmful software. Called outside any transaction."""

    def scan(self, content: BinaryIO) -> str:
        """What was found in `content`, by the scanner's name for it; "" when nothing was. Raises ScannerFailed."""

    def check(self) -> str:
        """Empty when files can be scanned now; otherwise a sentence that says what to put right."""
