"""Telling a fact, and reading back what was told."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from moothall.ground.events.facts import read_fact, write_fact
from moothall.ground.events.macs import SALT_SIZE, Row, present_keys, row_mac
from moothall.ground.events.models import Event
from moothall.ground.events.tables import insert_recorded, selected_event
from moothall.ground.gathering import Some, gathered
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.kernel.rules import rule

#: SQLite's oldest promise is 999 parameters in a statement; streams asked for at once go in runs of these.
_AT_ONCE = 500
#: Of an event what was told, without what seals it.
_TOLD = ("id", "stream", "sequence", "name", "version", "at", "actor", "data")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact as it was told: `sequence` counts from 1 within `stream`, `actor` is the actor's key."""

    id: UUID
    stream: str
    sequence: int
    at: datetime
    actor: str
    fact: object


@rule("EVENT-01")
def nobody_was_first(first: bool) -> bool:
    """Somebody else changed this a moment ago. Look again at how it stands now, then decide."""
    return first


def row_of(key: bytes, stream: str, sequence: int, at: datetime, actor: str, told: object, id: UUID) -> Row:
    """The row of a fact, with its salt and mac. `at` is in UTC. Raises as `write_fact` does."""
    name, version, data = write_fact(told)
    written_at = at.isoformat(sep=" ", timespec="microseconds")[:26]
    row = Row(id.hex, stream, sequence, name, version, written_at, actor, data, os.urandom(SALT_SIZE), b"")
    return row._replace(mac=row_mac(key, row))


def record(stream: str, *facts: object, by: Actor, after: int) -> int:
    """Tell `facts` of `stream`, in order, in the caller's transaction; returns the stream's new last sequence.

    `after` is the last sequence the caller knows (0: a new stream). Costs one INSERT and reads nothing.
    Raises Refused EVENT-01 when somebody else was first (the transaction can then only roll back),
    TransactionManagementError outside a transaction.
    """
    if not facts:
        return after
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A fact is told in the transaction of what it tells.")
    key, at = present_keys().row, clock.now()
    rows = [row_of(key, stream, after + n, at, by.key, told, new_id()) for n, told in enumerate(facts, 1)]
    try:
        with connection.cursor() as cursor:
            insert_recorded(cursor, rows)
    except IntegrityError:
        transaction.set_rollback(True)
        nobody_was_first.demand(False)
    return after + len(facts)


def recorded(row: Row) -> Recorded:
    """`row` as people and listeners read it."""
    at = datetime.fromisoformat(row.at + "+00:00")
    return Recorded(
        UUID(hex=row.id), row.stream, row.sequence, at, row.actor, read_fact(row.name, row.version, row.data)
    )


def history_read(stream: str) -> Some[Event]:
    """What `history` asks, for whoever reads it ahead."""
    return Some(Event, "stream = %s", (stream,), _TOLD)


def history(stream: str) -> tuple[Recorded, ...]:
    """Everything told of `stream`, in order; empty when nothing was."""
    rows = gathered(asked := history_read(stream))[asked]
    rows.sort(key=lambda row: row.sequence)
    return tuple(
        Recorded(
            row.id,
            row.stream,
            row.sequence,
            row.at,
            row.actor,
            read_fact(row.name, row.version, row.data),
        )
        for row in rows
    )


def histories(streams: Iterable[str]) -> Mapping[str, tuple[Recorded, ...]]:
    """`history` of each of `streams`, in one query for every few hundred."""
    asked = list(dict.fromkeys(streams))
    found: dict[str, list[Recorded]] = {stream: [] for stream in asked}
    for start in range(0, len(asked), _AT_ONCE):
        for row in _rows_of(asked[start : start + _AT_ONCE]):
            found[row.stream].append(recorded(row))
    return {stream: tuple(told) for stream, told in found.items()}


def last_sequence(stream: str) -> int:
    """The last sequence told of `stream`, 0 for none: for whoever keeps no copy of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(sequence) FROM events_event WHERE stream = %s", [stream])
        return int(cursor.fetchone()[0] or 0)


def _rows_of(streams: Sequence[str]) -> list[Row]:
    marks = ", ".join(["%s"] * len(streams))
    asking = (
        f"SELECT {selected_event()} FROM events_event e WHERE e.stream IN ({marks}) "  # noqa: S608 — our own names; values are bound
        "ORDER BY e.stream, e.sequence"
    )
    with connection.cursor() as cursor:
        cursor.execute(asking, streams)
        return [Row(*found) for found in cursor.fetchall()]
