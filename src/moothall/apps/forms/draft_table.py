"""The statements on the table of drafts, written out: each is run at every page of every form.

Through the ORM's compiler one costs three to five times the processor time that the database takes for it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from moothall.ground import rows
from moothall.ground.engine import on_postgresql

_COLUMNS = (
    "id, service, version, answers, typed, changes, revision, days, reference, expires, person, main_id"
)
_SELECT = f"SELECT {_COLUMNS} FROM forms_draft WHERE token_hash = %s"  # noqa: S608 — our own names; values are bound
_OF_DEVICE = "SELECT draft_id FROM forms_draft_key WHERE token_hash = %s AND kind = 'device'"
_SELECT_OF_DEVICE = f"SELECT {_COLUMNS} FROM forms_draft WHERE id IN ({_OF_DEVICE})"  # noqa: S608 — our own names; values are bound
_SELECT_BY_ID = f"SELECT {_COLUMNS} FROM forms_draft WHERE id = %s"  # noqa: S608 — our own names; values are bound
_UPDATE = (
    "UPDATE forms_draft SET version = %s, answers = %s, typed = %s, changes = %s, revision = %s, days = %s, "
    "expires = %s WHERE id = %s AND revision = %s AND reference = '' AND expires > %s"
)
_FINISH = (
    "UPDATE forms_draft SET reference = %s, answers = '{}', typed = '{}', changes = '{}' "
    "WHERE id = %s AND reference = ''"
)


class Stored(NamedTuple):
    """A draft as it stands in the table."""

    id: UUID
    service: str
    version: str
    answers: str
    typed: str
    changes: str
    revision: int
    days: int
    reference: str
    expires: datetime
    person: str = ""
    main: UUID | None = None


def stored(token_hash: bytes) -> Stored | None:
    """The row of a token, its first device's or another's, expired or not. Nearly always it is the first's."""
    return _one(_SELECT, (token_hash,)) or _one(_SELECT_OF_DEVICE, (token_hash,))


def stored_by_id(key: UUID, *, lock: bool = False) -> Stored | None:
    """The row itself. `lock`: nobody else changes it until the transaction ends, which on SQLite holds for the whole
    database since the transaction began."""
    locking = " FOR UPDATE" if lock and on_postgresql() else ""
    return _one(_SELECT_BY_ID + locking, (_key(key),))


def _one(statement: str, values: tuple[bytes | UUID | str, ...]) -> Stored | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row is None:
        return None
    service, version, answers, typed, changes, revision, days, reference, expires, person, main = row[1:]
    return Stored(
        _read_key(row[0]),
        service,
        version,
        answers,
        typed,
        changes,
        revision,
        days,
        reference,
        _moment(expires),
        person,
        _read_key(main) if main else None,
    )


def update(row: Stored, *, after: int, now: datetime) -> bool:
    """Write `row` over the one that has the revision `after`, is not sent and not expired; was there one?"""
    said = (row.version, row.answers, row.typed, row.changes, row.revision, row.days, _written(row.expires))
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, (*said, _key(row.id), after, _written(now)))
        return bool(cursor.rowcount)


def finish(key: UUID, reference: str, *, at: int | None = None) -> bool:
    """Note what the draft became and empty it; False when it had become something already, or is gone.

    `at`: only if it is still at this revision.
    """
    more, values = (" AND revision = %s", [at]) if at is not None else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(_FINISH + more, (reference, _key(key), *values))
        return bool(cursor.rowcount)


def finish_unasked(key: UUID, reference: str) -> None:
    """The same with the other statements of `rows.together`, without asking whether it was there."""
    rows.say(_FINISH, (reference, _key(key)))


def _key(key: UUID) -> UUID | str:
    return key if on_postgresql() else key.hex


def _read_key(read: object) -> UUID:
    return read if isinstance(read, UUID) else UUID(hex=str(read))


def _written(moment: datetime) -> datetime | str:
    """SQLite keeps moments as text in UTC."""
    return moment if on_postgresql() else str(moment.astimezone(UTC).replace(tzinfo=None))


def _moment(read: object) -> datetime:
    moment = read if isinstance(read, datetime) else datetime.fromisoformat(str(read))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
