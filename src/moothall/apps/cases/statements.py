"""What statements over the lists' tables are made of, said once for both engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import connection

from moothall.apps.cases.models import IndexedAnswer, QueueEntry
from moothall.ground.engine import on_postgresql

#: What goes in the place of a mark.
Value: TypeAlias = "str | int | float | UUID | datetime"


def queue_table() -> str:
    return connection.ops.quote_name(QueueEntry._meta.db_table)


def answers_table() -> str:
    return connection.ops.quote_name(IndexedAnswer._meta.db_table)


def as_kept(key: UUID) -> Value:
    """A key as this engine keeps it."""
    return key if on_postgresql() else key.hex


def places(values: Sequence[object]) -> str:
    """So many marks for values."""
    return ", ".join(["%s"] * len(values))
