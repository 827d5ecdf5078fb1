"""How often something may be tried wrongly before one has to wait: counted for what is tried, not for who tries.

Many people share a library's computer and its address, so an address is never locked out. A reference is: whoever
guesses at it waits, everybody else goes on. The counters are shared by all web workers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache


class TooMany(Exception):
    """Too many wrong tries. `sentence` says when to come back."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Limit:
    """At the most `most` wrong tries within `seconds` of the first."""

    name: str
    most: int
    seconds: int

    def demand(self, tried: str) -> None:
        """Raises TooMany when `tried` has been tried wrongly too often."""
        if int(cache.get(self._key(tried), 0)) >= self.most:
            minutes = max(1, self.seconds // 60)
            raise TooMany(f"This was tried too often. Wait {minutes} minutes, then try again")

    def count(self, tried: str) -> None:
        """One wrong try more."""
        key = self._key(tried)
        if not cache.add(key, 1, self.seconds):
            cache.incr(key)

    def _key(self, tried: str) -> str:
        return f"limit:{self.name}:{hashlib.sha256(tried.encode()).hexdigest()}"
