"""Which database this is: asked once in a process, because every statement of a submission wants to know."""

from __future__ import annotations

from functools import cache

from django.db import connection


@cache
def vendor() -> str:
    """`sqlite` or `postgresql`."""
    return str(connection.vendor)


def on_postgresql() -> bool:
    return vendor() == "postgresql"
