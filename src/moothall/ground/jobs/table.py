"""The statements on the job table, in SQL, because the ORM costs as much as a small job does.

Each makes one statement or expects the caller's transaction, and none does anything slow. The engines differ in
one place: PostgreSQL skips rows that another worker is claiming, SQLite has a single writer at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from moothall.ground.engine import on_postgresql, vendor
from moothall.ground.rows import say
from moothall.kernel import clock

#: What a statement here is given.
Value = str | int | UUID | None

COLUMNS = "id, task, lane, priority, state, arguments, unique_key, created_ms, due_ms, lease_seconds"
#: Columns that a new row leaves at their start.
REST = "tries, lost, fence, lease_until_ms, worker, error"
REST_VALUES = "0, 0, 0, 0, '', ''"
ROW = f"({', '.join(['%s'] * 10)}, {REST_VALUES})"
#: The no-change update locks the waiting row until the caller commits, so that no worker claims it before the
#: caller's own writes can be seen: "do nothing" would lose the wake-up.
ON_WAITING = (
    " ON CONFLICT (unique_key) WHERE state IN ('ready', 'later') AND unique_key IS NOT NULL"
    " DO UPDATE SET due_ms = jobs_job.due_ms"
)
ROWS_AT_ONCE = 80
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A job to insert."""

    id: UUID
    task: str
    lane: str
    priority: int
    state: str
    arguments: str
    unique_key: str | None
    created_ms: int
    due_ms: int
    lease_seconds: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this worker holds while its lease lasts; `fence` proves it."""

    id: UUID
    task: str
    lane: str
    priority: int
    arguments: str
    unique_key: str | None
    tries: int
    lost: int
    fence: int
    lease_seconds: int
    created_ms: int


@dataclass(frozen=True, slots=True)
class Arguments:
    args: Sequence[Any]
    kwargs: Mapping[str, Any]


def write_arguments(args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    return json.dumps({"args": list(args), **kwargs} if args else dict(kwargs), sort_keys=True)


def read_arguments(written: str) -> Arguments:
    kwargs = json.loads(written)
    return Arguments(kwargs.pop("args", ()), kwargs)


def now_ms() -> int:
    return in_ms(clock.now())


def in_ms(when: datetime) -> int:
    return int(when.timestamp() * 1000)


def moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def short_key(key: str | None) -> str | None:
    """The key itself, or what fits the column and is as good as unique."""
    if key is None or len(key) <= LONGEST_KEY:
        return key
    return key[: LONGEST_KEY - 65] + ":" + sha256(key.encode()).hexdigest()


def key(job_id: UUID) -> UUID | str:
    """A UUID as this engine keeps it."""
    return job_id if on_postgresql() else job_id.hex


def marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def _values(row: Row) -> tuple[Value, ...]:
    return (
        key(row.id), row.task, row.lane, row.priority, row.state, row.arguments, row.unique_key, row.created_ms,
        row.due_ms, row.lease_seconds,
    )  # fmt: skip


def insert_one(row: Row) -> UUID:
    """The id of the row: a new one, or the one that already waits under the same unique key."""
    sql = f"INSERT INTO jobs_job ({COLUMNS}, {REST}) VALUES {ROW}"  # noqa: S608 — our own names; values are bound
    with connection.cursor() as cursor:
        if row.unique_key is None:
            cursor.execute(sql, _values(row))
            return row.id
        cursor.execute(f"{sql}{ON_WAITING} RETURNING id", _values(row))
        return as_uuid(cursor.fetchone()[0])


def insert_many(rows: Iterable[Row]) -> None:
    """Rows with keys go in alphabetical order, so that two callers never wait for each other in a circle."""
    plain = [row for row in rows if row.unique_key is None]
    keyed = {row.unique_key: row for row in rows if row.unique_key is not None}
    ordered = [keyed[name] for name in sorted(name for name in keyed if name)]
    with transaction.atomic(savepoint=False):
        for some, conflict in ((plain, ""), (ordered, ON_WAITING)):
            for start in range(0, len(some), ROWS_AT_ONCE):
                part = some[start : start + ROWS_AT_ONCE]
                sql = f"INSERT INTO jobs_job ({COLUMNS}, {REST}) VALUES {', '.join([ROW] * len(part))}{conflict}"  # noqa: S608 — our own names; values are bound
                say(sql, [value for row in part for value in _values(row)])


FIRST_DELAY_SECONDS = 2.0
LONGEST_DELAY_SECONDS = 3600.0


def delay_ms(failures: int, random: SystemRandom = SystemRandom()) -> int:  # noqa: B008 — stateless
    """Milliseconds to wait after so many failures: doubling from two seconds to an hour, ± 25 % at random.

    The randomness keeps a thousand messages that failed together from returning together.
    """
    seconds = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(failures - 1, 20))
    return int(seconds * random.uniform(0.75, 1.25) * 1000)


def as_uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


# Claiming ------------------------------------------------------------------------------------------------------

TAKEN = "id, task, lane, priority, arguments, unique_key, tries, lost, fence, lease_seconds, created_ms"
TAKE = (
    "UPDATE jobs_job SET state = 'running', fence = fence + 1, worker = %s,"
    " lease_until_ms = %s + lease_seconds * 1000"
)
FIRST = "SELECT id FROM jobs_job WHERE state = 'ready' AND lane = %s ORDER BY priority DESC, id LIMIT %s"
CLAIM = {
    # A CTE is computed once; as a sub-query PostgreSQL may run it again for each row and take too many.
    "postgresql": f"WITH first AS MATERIALIZED ({FIRST} FOR UPDATE SKIP LOCKED) "  # noqa: S608 — our own names; values are bound
    f"{TAKE} WHERE id IN (SELECT id FROM first) RETURNING {TAKEN}",
    "sqlite": f"{TAKE} WHERE id IN ({FIRST}) RETURNING {TAKEN}",
}


def claim(lane: str, limit: int, worker: str) -> list[Claimed]:
    """Take up to `limit` ready jobs of `lane` for `worker`, most urgent first. Needs the caller's transaction."""
    now = now_ms()
    values = (lane, limit, worker, now) if on_postgresql() else (worker, now, lane, limit)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM[vendor()], values)
        taken = [Claimed(as_uuid(row[0]), *row[1:]) for row in cursor.fetchall()]
    return sorted(taken, key=lambda job: (-job.priority, job.id))


#: Among the names of lanes: some job has become due and is to be made ready.
DUE = ""


def ready_lanes(lanes: Sequence[str]) -> set[str]:
    """Which of `lanes` have something to claim (and `DUE`): one look at the index for each, whatever the backlog."""
    due = "SELECT '' WHERE EXISTS (SELECT 1 FROM jobs_job WHERE state = 'later' AND due_ms <= %s)"
    ready = "SELECT %s WHERE EXISTS (SELECT 1 FROM jobs_job WHERE state = 'ready' AND lane = %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([due, *[ready] * len(lanes)]),
            [now_ms(), *(name for lane in lanes for name in (lane, lane))],
        )
        return {row[0] for row in cursor.fetchall()}


# Finishing -----------------------------------------------------------------------------------------------------


def still_held(jobs: Sequence[Claimed]) -> set[UUID]:
    """Those of `jobs` whose fence is still the row's, locked until the caller commits."""
    if not jobs:
        return set()
    lock = " FOR UPDATE" if on_postgresql() else ""
    held = {job.id: job.fence for job in jobs}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, fence FROM jobs_job WHERE state = 'running' AND id IN ({marks(len(jobs))}) ORDER BY id{lock}",  # noqa: S608 — our own names; values are bound
            [key(job.id) for job in jobs],
        )
        return {as_uuid(row[0]) for row in cursor.fetchall() if held[as_uuid(row[0])] == row[1]}


def delete(ids: Sequence[UUID]) -> int:
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM jobs_job WHERE id IN ({marks(len(ids))})", [key(one) for one in ids])  # noqa: S608 — our own names; values are bound
        return int(cursor.rowcount)


def bury(job_id: UUID, *, tries: int, error: str) -> None:
    """The job is dead after `tries` failed runs; `error` says what happened, without personal data."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_job SET state = 'dead', worker = '', tries = %s, error = %s, due_ms = %s WHERE id = %s",
            [tries, error, now_ms(), key(job_id)],
        )


def wait_again(
    job_id: UUID, unique_key: str | None, *, due_ms: int, tries: int, lost: int, error: str
) -> None:
    """Let the job wait until `due_ms`; when another with its key waits already, that one does for both."""
    state = "ready" if due_ms <= now_ms() else "later"
    sql = (
        "UPDATE jobs_job SET state = %s, due_ms = %s, tries = %s, lost = %s, error = %s, worker = ''"
        " WHERE id = %s"
    )
    other = (
        " AND NOT EXISTS (SELECT 1 FROM jobs_job AS other WHERE other.unique_key = %s"
        " AND other.state IN ('ready', 'later') AND other.unique_key IS NOT NULL)"
    )
    values: list[Value] = [state, due_ms, tries, lost, error, key(job_id)]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if unique_key is None:
                cursor.execute(sql, values)
            else:
                cursor.execute(sql + other, [*values, unique_key])
            changed = int(cursor.rowcount)
    except IntegrityError:  # it came to wait a moment ago
        changed = 0
    if not changed:
        delete([job_id])


def release(jobs: Sequence[Claimed]) -> None:
    """Give back jobs that were claimed and never begun."""
    for job in jobs:
        if job.id in still_held([job]):
            wait_again(job.id, job.unique_key, due_ms=now_ms(), tries=job.tries, lost=job.lost, error="")


# Keeping -------------------------------------------------------------------------------------------------------


def renew(jobs: Sequence[Claimed], worker: str) -> None:
    """Lengthen the lease of everything `worker` still holds among `jobs`."""
    if not jobs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_job SET lease_until_ms = %s + lease_seconds * 1000"  # noqa: S608 — our own names; values are bound
            f" WHERE state = 'running' AND worker = %s AND id IN ({marks(len(jobs))})",
            [now_ms(), worker, *(key(job.id) for job in jobs)],
        )


def promote() -> int:
    """Make ready what has become due. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_job SET state = 'ready' WHERE state = 'later' AND due_ms <= %s", [now_ms()]
        )
        return int(cursor.rowcount)


#: A job that so many workers died with is dead: it may be what kills them.
DEATHS_ALLOWED = 20
LONGEST_AFTER_DEATH_MS = 30_000


def reap(abandoned_by: str = "") -> int:
    """Let jobs wait again whose lease has run out, or that workers in the place `abandoned_by` held.

    At once after the first death of a worker, later each at its own random moment after more of them: among jobs
    that died together the one that kills comes to stand alone. Returns how many.
    """
    skip = " FOR UPDATE SKIP LOCKED" if on_postgresql() else ""
    which, value = (
        ("worker LIKE %s", f"{abandoned_by}/%") if abandoned_by else ("lease_until_ms < %s", now_ms())
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, unique_key, tries, lost FROM jobs_job"  # noqa: S608 — our own names; values are bound
            f" WHERE state = 'running' AND {which} ORDER BY id LIMIT 500{skip}",
            [value],
        )
        found = cursor.fetchall()
        for job_id, unique_key, tries, lost in found:
            _abandoned(as_uuid(job_id), unique_key, tries, lost + 1)
    return len(found)


def _abandoned(job_id: UUID, unique_key: str | None, tries: int, lost: int) -> None:
    if lost > DEATHS_ALLOWED:
        bury(job_id, tries=tries, error=f"{lost} workers died holding this job: it may be what kills them.")
        return
    wait = 0 if lost == 1 else min(LONGEST_AFTER_DEATH_MS, delay_ms(lost - 1))
    error = "A worker died holding this job."
    wait_again(job_id, unique_key, due_ms=now_ms() + wait, tries=tries, lost=lost, error=error)
