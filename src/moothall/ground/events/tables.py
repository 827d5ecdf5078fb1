"""The few statements that differ between SQLite and PostgreSQL, said once.

Recording and sealing speak SQL: an event costs microseconds, and the ORM would cost more than the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from moothall.ground.events.macs import Row

EVENT_COLUMNS = "id, stream, sequence, name, version, at, actor, data, salt, mac"
#: One number for the whole of Moothall in a database: who holds it is the sealer.
SEALER_LOCK = 0x6D6F6F74_5EA1


def on_postgres() -> bool:
    return connection.vendor == "postgresql"


def selected_event(alias: str = "e") -> str:
    """The columns of `Row`, in its order and its forms, whatever the database."""
    if on_postgres():
        first = f"replace({alias}.id::text, '-', '')"
        at = f"to_char({alias}.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    else:
        first, at = f"{alias}.id", f"({alias}.at || '')"  # joined to nothing: not parsed into a datetime
    rest = ", ".join(f"{alias}.{column}" for column in ("actor", "data", "salt", "mac"))
    middle = ", ".join(f"{alias}.{column}" for column in ("stream", "sequence", "name", "version"))
    return f"{first}, {middle}, {at}, {rest}"


def written_event(row: Row) -> tuple[Any, ...]:
    """`row` as parameters of an INSERT: PostgreSQL is told that the time is UTC."""
    return (*row[:5], row.at + "+00", *row[6:]) if on_postgres() else row


@lru_cache(maxsize=256)
def insert_events(how_many: int) -> str:
    """One INSERT of `how_many` events."""
    one = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    return f"INSERT INTO events_event ({EVENT_COLUMNS}) VALUES {', '.join([one] * how_many)}"  # noqa: S608


INSERT_UNSEALED = (
    "INSERT INTO events_unsealed (stream, first_sequence, last_sequence, set_aside) VALUES (%s, %s, %s, %s)"
)


def insert_recorded(cursor: CursorWrapper, rows: Sequence[Row]) -> None:
    """Write the events of one `record` call and their one line in the queue of the sealer."""
    events = [value for row in rows for value in written_event(row)]
    queued = (rows[0].stream, rows[0].sequence, rows[-1].sequence, False)
    if on_postgres():
        cursor.execute(f"WITH told AS ({insert_events(len(rows))}) {INSERT_UNSEALED}", (*events, *queued))
    else:
        cursor.execute(insert_events(len(rows)), events)
        cursor.execute(INSERT_UNSEALED, queued)


def take_sealer_lock(cursor: CursorWrapper) -> bool:
    """Whether we are the sealer until this transaction ends.

    On SQLite a transaction is the single writer from its first word (BEGIN IMMEDIATE): that is the lock.
    """
    if not on_postgres():
        return True
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
    return bool(cursor.fetchone()[0])
