"""Counting in one statement: a new number, one more, or one again where the time of the last is over."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import connection

from moothall.ground.tallies.models import Tally
from moothall.kernel import clock

_COUNT = (
    "INSERT INTO tallies_tally (key, number, until) VALUES {rows} ON CONFLICT (key) DO UPDATE SET "
    "number = CASE WHEN tallies_tally.until <= %s THEN 1 ELSE tallies_tally.number + 1 END, "
    "until = CASE WHEN tallies_tally.until <= %s THEN excluded.until ELSE tallies_tally.until END "
    "RETURNING key, number"
)


def counted(*things: str, seconds: int) -> tuple[int, ...]:
    """Once more each; how often each was counted within `seconds` of its first time, this time included.

    In the order of their keys, so that two processes never wait for each other in a circle.
    """
    now = _now()
    keys = [_key(thing) for thing in things]
    each = sorted(set(keys))
    statement = _COUNT.format(rows=", ".join(["(%s, 1, %s)"] * len(each)))
    values: list[bytes | int] = [value for key in each for value in (key, now + seconds)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, now, now])
        found = {bytes(key): int(number) for key, number in cursor.fetchall()}
    return tuple(found[key] for key in keys)


def times(thing: str) -> int:
    """How often it was counted and not yet forgotten. One query."""
    found = Tally.objects.filter(pk=_key(thing), until__gt=_now()).values_list("number", flat=True).first()
    return found or 0


def forget_old() -> int:
    """Delete what is over; how many numbers."""
    return Tally.objects.filter(until__lte=_now()).delete()[0]


def _now() -> int:
    return int(clock.now().timestamp())


def _key(thing: str) -> bytes:
    """Keyed, because an address could be found again from a plain hash by trying all of them."""
    said = b"tally\x1f" + thing.encode("utf-8", "replace")
    return hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)[:16]
