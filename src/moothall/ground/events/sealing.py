"""The sealer: gives what was told its number and chains it.

One sealer at a time; numbers are gapless and follow the order in which things were told within a stream. It
checks each row's own mac first: a row that somebody put there without the key is set aside, never sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from moothall.ground.events.macs import Keys, Row, chain_mac, present_keys, row_mac
from moothall.ground.events.segments import segment_to_write, sign
from moothall.ground.events.tables import insert_seals, selected_event, take_sealer_lock
from moothall.kernel import clock

#: Calls of `record` sealed in one transaction: on SQLite nobody else writes meanwhile (some 20 ms).
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """What is told and not sealed yet: how many events, and for how many seconds the oldest has waited."""

    events: int
    oldest_seconds: float
    set_aside: int


@dataclass(frozen=True, slots=True)
class _Ticket:
    number: int
    events: int


def seal_now(*, batch: int = BATCH, at_most: int = 1_000_000) -> int:
    """Seal what waits, `batch` calls of `record` to a transaction; returns how many events were sealed.

    Returns early when somebody else is the sealer. Raises WrongKey.
    """
    total = 0
    while total < at_most and _anything_waits():
        sealed = _seal_batch(batch)
        if sealed is None:
            break
        total += sealed
    return total


def unsealed() -> Unnumbered:
    """The unsealed window as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(last_sequence - first_sequence + 1), 0), "
            "coalesce(sum(CASE WHEN set_aside THEN 1 ELSE 0 END), 0) FROM events_unsealed"
        )
        events, set_aside = cursor.fetchone()
        cursor.execute(
            f"SELECT {selected_event()} FROM events_unsealed u JOIN events_event e "  # noqa: S608 — our own names; values are bound
            "ON e.stream = u.stream AND e.sequence = u.first_sequence ORDER BY u.ticket LIMIT 1"
        )
        oldest = cursor.fetchone()
    waited = (clock.now() - datetime.fromisoformat(Row(*oldest).at + "+00:00")) if oldest else None
    return Unnumbered(int(events), max(0.0, waited.total_seconds()) if waited else 0.0, int(set_aside))


def chained(keys: Keys, before: bytes, first: int, rows: Sequence[Row]) -> list[tuple[int, str, bytes]]:
    """The seals of `rows`, numbered from `first`, after the mac `before`: (number, event id, mac)."""
    seals, key = [], keys.chain
    for number, row in enumerate(rows, first):
        before = chain_mac(key, before, number, row.mac)
        seals.append((number, row.id, before))
    return seals


def add_seals(cursor: CursorWrapper, keys: Keys, rows: Sequence[Row]) -> int:
    """Seal `rows` in this order; only for whoever holds the sealer's lock. Returns how many."""
    segment = segment_to_write(keys)
    seals = chained(keys, bytes(segment.closing), segment.last_number + 1, rows)
    if seals:
        insert_seals(cursor, seals)
        segment.last_number, _, segment.closing = seals[-1]
        sign(keys, segment)
    return len(seals)


def _anything_waits() -> bool:
    """Asked outside a transaction, so that an idle sealer never takes SQLite's write lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM events_unsealed WHERE set_aside = %s LIMIT 1", [False])
        return cursor.fetchone() is not None


def _seal_batch(batch: int) -> int | None:
    """One batch in one transaction: how many events, or None when somebody else is the sealer."""
    keys = present_keys()
    with transaction.atomic(), connection.cursor() as cursor:
        if not take_sealer_lock(cursor):
            return None
        cursor.execute(
            "SELECT ticket, last_sequence - first_sequence + 1 FROM events_unsealed "
            "WHERE set_aside = %s ORDER BY ticket LIMIT %s",
            [False, batch],
        )
        tickets = [_Ticket(*found) for found in cursor.fetchall()]
        if not tickets:
            return 0
        good, aside = _sorted_out(keys, tickets, _told(cursor, tickets[0].number, tickets[-1].number))
        sealed = add_seals(cursor, keys, good)
        cursor.executemany("UPDATE events_unsealed SET set_aside = %s WHERE ticket = %s", aside)
        _take_off(cursor, tickets)
        return sealed


def _told(cursor: CursorWrapper, first: int, last: int) -> dict[int, list[tuple[int | None, Row]]]:
    """The events of the tickets from `first` to `last`, each with its number where it already has one."""
    cursor.execute(
        f"SELECT u.ticket, s.number, {selected_event()} FROM events_unsealed u "  # noqa: S608 — our own names; values are bound
        "JOIN events_event e ON e.stream = u.stream "
        "AND e.sequence BETWEEN u.first_sequence AND u.last_sequence "
        "LEFT JOIN events_seal s ON s.event_id = e.id "
        "WHERE u.ticket BETWEEN %s AND %s ORDER BY u.ticket, e.sequence",
        [first, last],
    )
    by_ticket = groupby(cursor.fetchall(), key=lambda found: found[0])
    return {ticket: [(found[1], Row(*found[2:])) for found in told] for ticket, told in by_ticket}


def _sorted_out(
    keys: Keys, tickets: list[_Ticket], told: dict[int, list[tuple[int | None, Row]]]
) -> tuple[list[Row], list[tuple[bool, int]]]:
    """The rows to seal, in order, and the tickets to set aside because the key never saw what they say."""
    good: list[Row] = []
    aside: list[tuple[bool, int]] = []
    seen: set[str] = set()
    for ticket in tickets:
        rows = told.get(ticket.number, [])
        whole = len(rows) == ticket.events
        if whole and all(number is None and row.id not in seen and _true(keys, row) for number, row in rows):
            good += [row for _, row in rows]
            seen.update(row.id for _, row in rows)
        else:
            aside.append((True, ticket.number))
    return good, aside


def _true(keys: Keys, row: Row) -> bool:
    try:
        return row_mac(keys.row, row) == bytes(row.mac)
    except (TypeError, ValueError):
        return False


def _take_off(cursor: CursorWrapper, tickets: list[_Ticket]) -> None:
    marks = ", ".join(["%s"] * len(tickets))
    cursor.execute(
        f"DELETE FROM events_unsealed WHERE ticket IN ({marks}) AND set_aside = %s",  # noqa: S608 — our own names; values are bound
        [*(ticket.number for ticket in tickets), False],
    )
