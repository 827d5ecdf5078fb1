"""The statements on the table of drafts, written out: each is run at every page of every form.

Through the ORM's compiler one costs three to five times the processor time that the database takes for it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

_COLUMNS = "id, service, version, answers, typed, revision, reference, expires"
_SELECT = f"SELECT {_COLUMNS} FROM forms_draft WHERE token_hash = %s"  # noqa: S608 — no value in it
_UPDATE = (
    "UPDATE forms_draft SET version = %s, answers = %s, typed = %s, revision = %s, expires = %s "
    "WHERE token_hash = %s AND revision = %s AND reference = '' AND expires > %s"
)
_FINISH = "UPDATE forms_draft SET reference = %s, answers = '{}', typed = '{}' WHERE token_hash = %s AND reference = ''"


class Stored(NamedTuple):
    """A draft as it stands in the table."""

    id: UUID
    service: str
    version: str
    answers: str
    typed: str
    revision: int
    reference: str
    expires: datetime


def stored(token_hash: bytes, *, lock: bool = False) -> Stored | None:
    """The row of a token, expired or not. `lock`: nobody else changes it until the transaction ends, which on SQLite
    holds for the whole database since the transaction began."""
    locking = " FOR UPDATE" if lock and connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + locking, [token_hash])
        row = cursor.fetchone()
    if row is None:
        return None
    key = row[0] if isinstance(row[0], UUID) else UUID(hex=row[0])
    service, version, answers, typed, revision, reference, expires = row[1:]
    return Stored(key, service, version, answers, typed, revision, reference, _moment(expires))


def update(token_hash: bytes, row: Stored, *, after: int, now: datetime) -> bool:
    """Write `row` over the one that has the revision `after`, is not sent and not expired; was there one?"""
    expires, moment = _written(row.expires), _written(now)
    values = (row.version, row.answers, row.typed, row.revision, expires, token_hash, after, moment)
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, values)
        return bool(cursor.rowcount)


def finish(token_hash: bytes, reference: str) -> bool:
    """Note what the draft became and empty it; False when it had become something already, or is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, [reference, token_hash])
        return bool(cursor.rowcount)


def _written(moment: datetime) -> datetime | str:
    """SQLite keeps moments as text in UTC."""
    return moment if connection.vendor == "postgresql" else str(moment.astimezone(UTC).replace(tzinfo=None))


def _moment(read: object) -> datetime:
    moment = read if isinstance(read, datetime) else datetime.fromisoformat(str(read))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
