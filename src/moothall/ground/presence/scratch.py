"""Where presence is written: nothing that a disk must have before the answer goes out.

On PostgreSQL an unlogged table, which all machines share: its commits wait for no disk. On SQLite a file of its own
beside the database, without any sync: the database's one writer and its disk never hear of it. Both are told the same
statements. A file that cannot be read is as if nobody were there: a page never fails for it.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from pathlib import Path
from typing import TypeAlias

from django.conf import settings

from moothall.ground.engine import on_postgresql, repeating

TABLE = "presence_present"
_MADE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (id TEXT PRIMARY KEY, place TEXT, who TEXT, name TEXT, doing TEXT, "
    "at INTEGER) WITHOUT ROWID",
    f"CREATE INDEX IF NOT EXISTS present_at_place ON {TABLE} (place, at)",
)
_log = logging.getLogger(__name__)

Value: TypeAlias = "str | int"


class _File(threading.local):
    """One connection for each thread of a process."""

    path: str = ""
    connection: sqlite3.Connection | None = None


_file = _File()


def say(statement: str, values: list[Value]) -> list[tuple[Value, ...]]:
    """One statement, with `%s` for each value; its rows, if it has any."""
    if on_postgresql():
        with repeating() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []
    try:
        return list(_opened().execute(statement.replace("%s", "?"), values))
    except sqlite3.Error as fault:
        _log.warning("Presence could not be read or written.", extra={"fault": type(fault).__name__})
        return []


def _opened() -> sqlite3.Connection:
    path = str(settings.MOOTHALL_PRESENCE_FILE)
    if _file.connection is None or _file.path != path or not os.path.exists(path):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        made = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("PRAGMA synchronous=OFF")
        for statement in _MADE:
            made.execute(statement)
        _file.connection, _file.path = made, path
    return _file.connection
