"""The one source of time.

Every moment is timezone-aware UTC; every date is the date in the United Kingdom at that moment,
because that is the date a resident reads on a calendar. Tests stop the clock with `stopped_at`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Europe/London")

_stopped: ContextVar[datetime | None] = ContextVar("moothall_stopped_clock", default=None)


def now() -> datetime:
    """The moment, timezone-aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)  # noqa: TID251 — this is the clock


def today() -> date:
    """The date in the United Kingdom."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """`moment` as people in the United Kingdom read it off the wall."""
    return moment.astimezone(LOCAL_ZONE)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Hold time at `moment` (timezone-aware) inside the block: for tests, replays and bulk loads."""
    if moment.tzinfo is None:
        raise ValueError("The clock stops only at a timezone-aware moment.")
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
