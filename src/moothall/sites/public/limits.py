"""How often something may be tried wrongly before one has to wait: counted for what is tried, not for who tries.

Many people share a library's computer and its address, so an address is never locked out. A reference is: whoever
guesses at it waits, everybody else goes on. The counters are shared by all web workers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address a request came from: what the nearest proxy of ours says of it, where there are proxies."""
    trusted = int(settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    came = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if trusted and came:
        return came[-min(trusted, len(came))][:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]


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
