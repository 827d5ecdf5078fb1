"""One turn of one listener: try again what is due, then follow the sealed numbers a little further.

The listener is ours meanwhile: by a row lock in one short transaction, or, for a listener whose work is outside
transactions, by a lease that is checked again with every note of progress.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from moothall.ground.events.listeners import Listener
from moothall.ground.events.macs import Row
from moothall.ground.events.models import Cursor, Parked
from moothall.ground.events.recording import recorded
from moothall.ground.events.tables import selected_event
from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused

#: Events read, and seconds spent, in one turn: on SQLite nobody else writes meanwhile.
TURN, TURN_SECONDS = 100, 0.1
#: How long an `outside` listener may work on one event before another machine may take over.
LEASE = timedelta(seconds=120)
#: Attempts before a delivery is dead: spread over some four hours by `pause_after`.
ATTEMPTS = 12


class LostLease(Exception):
    """Another machine took this listener over while we worked for it."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a turn came to: events `delivered`, and whether there is `more` to do now."""

    delivered: int
    more: bool


def take_turn(listener: Listener, last: int) -> Done:
    """One turn up to the sealed number `last`; nothing when another machine has the listener."""
    try:
        with _held(listener) as (number, lease):
            turn = _Turn(listener, number, lease)
            turn.retry_due()
            turn.follow(last)
            return Done(turn.delivered, turn.more)
    except LostLease:
        return Done(0, False)


def pause_after(attempts: int) -> timedelta:
    """How long a failed delivery waits: 5 seconds, doubling, at most an hour."""
    return timedelta(seconds=min(3600.0, 5.0 * 2 ** (attempts - 1)))


def said_without_names(failure: BaseException) -> str:
    """What went wrong, for a page: type, code and place, never the message, which may quote somebody."""
    code = f" {failure.code}" if isinstance(failure, Refused) else ""
    frames = traceback.extract_tb(failure.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(failure).__name__}{code}{place}"[:200]


class _Turn:
    def __init__(self, listener: Listener, number: int, lease: UUID | None) -> None:
        self.listener = listener
        self.number = number
        self.lease = lease
        self.delivered = 0
        self.more = False
        self._started = time.monotonic()

    def retry_due(self) -> None:
        """The first of each parked stream that is due; when it is taken, those waiting behind it."""
        due = Parked.objects.filter(listener=self.listener.name, dead=False, next_try__lte=clock.now())
        for first in due.order_by("number")[:TURN]:
            if self._over():
                self.more = True
                break
            waiting = Parked.objects.filter(listener=self.listener.name, stream=first.stream)
            for parked in waiting.order_by("number")[:TURN]:
                if self._over() or not self._retry(parked):
                    break
            self._let_next_be_due(first.stream)

    def follow(self, last: int) -> None:
        """On from the cursor, to the end of the turn or of the log."""
        heard = self.listener.heard_now()
        events = _sealed_after(self.number, last, heard) if heard else []
        parked = self._parked_streams({row.stream for _, _, row in events}) if events else set()
        for number, event_id, row in events:
            if row.stream in parked:
                self._advance(number, Parked(event_id=event_id, stream=row.stream))
            elif error := self._attempt(row):
                parked.add(row.stream)
                self._advance(number, _failed(Parked(event_id=event_id, stream=row.stream), error))
            else:
                self._advance(number, None)
                self.delivered += 1
            if self._over():
                self.more = True
                break
        else:
            if len(events) == TURN:
                self.more = True
            else:
                self.number = max(self.number, last)
        self._note_progress()

    def _attempt(self, row: Row) -> str:
        """Tell the listener: the empty string, or what went wrong."""
        try:
            if self.listener.outside:
                self.listener.handle(recorded(row))
            else:
                with transaction.atomic():
                    self.listener.handle(recorded(row))
        except Exception as failure:  # noqa: BLE001 — one listener's failure is its own, whatever it is
            return said_without_names(failure)
        return ""

    def _retry(self, parked: Parked) -> bool:
        row = _event(parked.event_id)
        error = self._attempt(row) if row else ""
        with self._noting():
            if error:
                _failed(parked, error).save()
            else:
                parked.delete()
        self.delivered += not error
        return not error

    def _over(self) -> bool:
        return time.monotonic() - self._started > TURN_SECONDS

    def _let_next_be_due(self, stream: str) -> None:
        """A turn ends before all of a stream is told again; what has not been tried yet is due at once."""
        first = Parked.objects.filter(listener=self.listener.name, stream=stream).order_by("number").first()
        if first is not None and first.next_try is None:
            with self._noting():
                first.next_try = clock.now()
                first.save()
            self.more = True

    def _parked_streams(self, streams: set[str]) -> set[str]:
        mine = Parked.objects.filter(listener=self.listener.name, stream__in=streams)
        return set(mine.values_list("stream", flat=True).distinct())

    def _advance(self, number: int, parked: Parked | None) -> None:
        self.number = number
        if parked is not None:
            parked.listener, parked.number, parked.parked_at = self.listener.name, number, clock.now()
        if self.lease or parked is not None:
            with self._noting():
                if parked is not None:
                    parked.save(force_insert=True)
                if self.lease:
                    self._note_progress()

    def _note_progress(self) -> None:
        mine = Cursor.objects.filter(pk=self.listener.name)
        if self.lease is None:
            mine.update(number=self.number)
        elif not mine.filter(lease=self.lease).update(number=self.number, leased_until=clock.now() + LEASE):
            raise LostLease

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """A short transaction in which the lease, if there is one, still holds."""
        with transaction.atomic():
            if self.lease:
                mine = Cursor.objects.select_for_update().filter(pk=self.listener.name, lease=self.lease)
                if not mine.exists():
                    raise LostLease
            yield


@contextmanager
def _held(listener: Listener) -> Iterator[tuple[int, UUID | None]]:
    """The listener's cursor and our lease on it. Raises LostLease when somebody else has it."""
    mine = Cursor.objects.filter(pk=listener.name)
    if not listener.outside:
        with transaction.atomic():
            held = mine.select_for_update(skip_locked=True).first()
            if held is None:
                raise LostLease
            yield held.number, None
        return
    lease, now = new_id(), clock.now()
    if not mine.exclude(leased_until__gt=now).update(lease=lease, leased_until=now + LEASE):
        raise LostLease
    try:
        yield mine.get().number, lease
    finally:
        mine.filter(lease=lease).update(lease=None, leased_until=None)


def _failed(parked: Parked, error: str) -> Parked:
    parked.attempts += 1
    parked.error = error
    parked.dead = parked.attempts >= ATTEMPTS
    parked.next_try = clock.now() + pause_after(parked.attempts)
    return parked


def _sealed_after(number: int, last: int, facts: Sequence[str]) -> list[tuple[int, UUID, Row]]:
    marks = ", ".join(["%s"] * len(facts))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.number, {selected_event()} FROM events_seal s "  # noqa: S608 — our own names; values are bound
            "JOIN events_event e ON e.id = s.event_id "
            f"WHERE s.number > %s AND s.number <= %s AND e.name IN ({marks}) ORDER BY s.number LIMIT {TURN}",
            [number, last, *facts],
        )
        return [(found[0], UUID(hex=found[1]), Row._make(found[1:])) for found in cursor.fetchall()]


def _event(id: UUID) -> Row | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {selected_event()} FROM events_event e WHERE e.id = %s",  # noqa: S608 — our own names; values are bound
            [id.hex],
        )
        found = cursor.fetchone()
    return Row._make(found) if found else None
