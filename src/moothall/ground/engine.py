"""Which database this is: asked once in a process, because every statement of a submission wants to know."""

from __future__ import annotations

from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper


@cache
def vendor() -> str:
    """`sqlite` or `postgresql`."""
    return str(connection.vendor)


def on_postgresql() -> bool:
    return vendor() == "postgresql"


def one_at_a_time(what: str) -> None:
    """Until the transaction ends nobody else gets past here for the same `what`: where there is no row to lock yet.

    SQLite lets in one writer at a time anyway.
    """
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def repeating() -> CursorWrapper:
    """A cursor for a long statement that is said again and again with other values.

    PostgreSQL takes longer to plan what reads twenty tables than to read them; it keeps the plan. SQLite does anyway.
    """
    if not on_postgresql():
        return connection.cursor()
    cursor: CursorWrapper = connections[DEFAULT_DB_ALIAS].prepared_cursor()  # type: ignore[attr-defined]  # our engine's own
    return cursor
