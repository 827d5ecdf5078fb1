"""Keys: UUID version 7 (RFC 9562), whose order is the order of creation.

Two councils can one day become one because no key is a counter of either.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

_lock = threading.Lock()
_last_tick = 0


def new_id() -> UUID:
    """A fresh UUIDv7: 48 bits of Unix milliseconds, 12 of finer order, 62 random.

    Within one process each key is greater than the one before, even inside a millisecond
    (RFC 9562, section 6.2, method 3).
    """
    return id_at(time.time_ns(), monotonic=True)


def id_at(unix_ns: int, *, monotonic: bool = False) -> UUID:
    """A UUIDv7 for the moment `unix_ns` (nanoseconds since 1970): used by bulk loads of past cases."""
    global _last_tick
    tick = (unix_ns // 1_000_000) << 12 | (unix_ns % 1_000_000) * 4096 // 1_000_000
    if monotonic:
        with _lock:
            tick = max(tick, _last_tick + 1)
            _last_tick = tick
    high = (tick >> 12) << 16 | 0x7000 | (tick & 0xFFF)
    low = 0x8000_0000_0000_0000 | int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=high << 64 | low)


def moment_of(key: UUID) -> datetime:
    """When a UUIDv7 was made, to the millisecond, in UTC."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
