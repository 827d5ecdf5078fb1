"""Which database this is: asked once in a process, because every statement of a submission wants to know."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.backends.utils import CursorWrapper


@cache
def vendor() -> str:
    """`sqlite` or `postgresql`."""
    return str(connection.vendor)


def on_postgresql() -> bool:
    return vendor() == "postgresql"


def repeating() -> CursorWrapper:
    """A cursor for a long statement that is said again and again with other values.

    PostgreSQL takes longer to plan what reads twenty tables than to read them; it keeps the plan. SQLite does anyway.
    """
    cursor: CursorWrapper = getattr(connection, "prepared_cursor", connection.cursor)()
    return cursor
