"""The few statements that differ between SQLite and PostgreSQL, said once.

Recording and sealing speak SQL: an event costs microseconds, and the ORM would cost more than the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from moothall.ground.engine import on_postgresql
from moothall.ground.events.macs import Row
from moothall.ground.rows import say

EVENT_COLUMNS = "id, stream, sequence, name, version, at, actor, data, salt, mac"
#: One number for the whole of Moothall in a database: who holds it is the sealer.
SEALER_LOCK = 0x6D6F6F74_5EA1


@contextmanager
def as_it_stands() -> Iterator[None]:
    """A text is read though its bytes are none, which SQLite keeps and would otherwise say no more of than that."""
    if on_postgresql():
        yield
        return
    connection.ensure_connection()
    raw: Any = connection.connection
    usual, raw.text_factory = raw.text_factory, _whatever_it_is
    try:
        yield
    finally:
        raw.text_factory = usual


def _whatever_it_is(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def selected_event(alias: str = "e") -> str:
    """The columns of `Row`, in its order and its forms, whatever the database."""
    if on_postgresql():
        at = f"to_char({alias}.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    else:
        at = f"({alias}.at || '')"  # joined to nothing: not parsed into a datetime
    rest = ", ".join(f"{alias}.{column}" for column in ("actor", "data", "salt", "mac"))
    middle = ", ".join(f"{alias}.{column}" for column in ("stream", "sequence", "name", "version"))
    return f"{selected_id(f'{alias}.id')}, {middle}, {at}, {rest}"


def selected_id(column: str) -> str:
    """A key as 32 hex digits, whatever the database."""
    return f"replace({column}::text, '-', '')" if on_postgresql() else column


def lowest_id() -> str:
    """What every key is greater than."""
    return "00000000-0000-0000-0000-000000000000" if on_postgresql() else ""


def written_event(row: Row) -> tuple[Any, ...]:
    """`row` as parameters of an INSERT: PostgreSQL is told that the time is UTC."""
    return (*row[:5], row.at + "+00", *row[6:]) if on_postgresql() else row


@lru_cache(maxsize=256)
def insert_events(how_many: int) -> str:
    """One INSERT of `how_many` events."""
    one = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    return f"INSERT INTO events_event ({EVENT_COLUMNS}) VALUES {', '.join([one] * how_many)}"  # noqa: S608 — our own names; values are bound


INSERT_UNSEALED = (
    "INSERT INTO events_unsealed (stream, first_sequence, last_sequence, set_aside) VALUES (%s, %s, %s, %s)"
)


def insert_recorded(cursor: CursorWrapper, rows: Sequence[Row]) -> None:
    """Write the events of one `record` call and their one line in the queue of the sealer."""
    events = [value for row in rows for value in written_event(row)]
    queued = (rows[0].stream, rows[0].sequence, rows[-1].sequence, False)
    if on_postgresql():
        say(f"WITH told AS ({insert_events(len(rows))}) {INSERT_UNSEALED}", (*events, *queued))
    else:
        cursor.execute(insert_events(len(rows)), events)
        cursor.execute(INSERT_UNSEALED, queued)


def take_sealer_lock(cursor: CursorWrapper) -> bool:
    """Whether we are the sealer until this transaction ends.

    On SQLite a transaction is the single writer from its first word (BEGIN IMMEDIATE): that is the lock.
    """
    if not on_postgresql():
        return True
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
    return bool(cursor.fetchone()[0])


def insert_seals(cursor: CursorWrapper, seals: Sequence[tuple[int, str, bytes]]) -> None:
    """Write seals (number, event id in hex, mac)."""
    if on_postgresql():
        numbers, events, macs = (list(column) for column in zip(*seals, strict=True))
        cursor.execute(
            "INSERT INTO events_seal (number, event_id, mac) "
            "SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bytea[])",
            [numbers, events, macs],
        )
    else:
        cursor.executemany("INSERT INTO events_seal (number, event_id, mac) VALUES (%s, %s, %s)", seals)


def wait_for_sealer_lock(cursor: CursorWrapper) -> None:
    """Be the sealer until this transaction ends, however long another one takes."""
    if on_postgresql():
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])


def copy_events(cursor: CursorWrapper, rows: Sequence[Row]) -> None:
    """Write many events past the queue; the caller seals them in the same transaction."""
    if on_postgresql():
        with cursor.copy(f"COPY events_event ({EVENT_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(written_event(row))
    else:
        cursor.executemany(insert_events(1), rows)
