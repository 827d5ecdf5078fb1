"""How often something may be tried wrongly before one has to wait: counted for what is tried, not for who tries.

Many people share a library's computer and its address, so an address is never locked out. A reference is: whoever
guesses at it waits, everybody else goes on. The counters are shared by all web workers.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import ngettext

from moothall.ground.tallies.api import counted, times


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

    def reached(self, tried: str) -> bool:
        """Has `tried` been tried wrongly too often?"""
        return times(self._key(tried)) >= self.most

    def demand(self, tried: str) -> None:
        """Raises TooMany when `tried` has been tried wrongly too often."""
        if self.reached(tried):
            minutes = max(1, self.seconds // 60)
            raise TooMany(
                ngettext(
                    "This was tried too often. Wait {minutes} minute, then try again",
                    "This was tried too often. Wait {minutes} minutes, then try again",
                    minutes,
                ).format(minutes=minutes)
            )

    def count(self, tried: str) -> None:
        """One wrong try more."""
        counted(self._key(tried), seconds=self.seconds)

    def _key(self, tried: str) -> str:
        return f"{self.name} {tried}"
