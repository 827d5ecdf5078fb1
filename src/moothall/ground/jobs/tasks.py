"""What a job is: a django-tasks task on our backend, with a lane, attempts and a lease."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ParamSpec, Self, TypeVar

from django_tasks import task
from django_tasks.base import Task

from moothall.kernel.registry import Registry

P = ParamSpec("P")
T = TypeVar("T")

#: What a job may return: its database writes, made in the transaction that finishes it, so that the effect and
#: "done" are committed together, many jobs at a time, and only while the worker still holds the job.
Settle = Callable[[], None]

DEFAULT_LANE = "default"
SHORTEST_LEASE = 15


class PermanentFailure(Exception):
    """The job can never succeed: it is dead at once. `sentence` is shown to officers; no personal data in it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A django-tasks task, and what our worker needs to know besides.

    `attempts` runs at most; `lease_seconds` after a worker's death another may take the job (a living worker
    renews); `limit_seconds` after which a run counts as stuck. `unique_key` of one enqueueing, see `using`;
    `unique` makes the task with its arguments the key.
    """

    attempts: int = 8
    lease_seconds: int = 30
    limit_seconds: int = 900
    unique: bool = False
    unique_key: str | None = None

    def using(
        self,
        *,
        priority: int | None = None,
        queue_name: str | None = None,
        run_after: datetime | None = None,
        backend: str | None = None,
        unique: str | None = None,
    ) -> Self:
        """The task with other defaults. While a job with the key `unique` waits, a second is not added.

        On PostgreSQL callers with the same key wait for each other's commit: use keys that are about one thing
        (`deliver:case:…`), never one key for everything.
        """
        changes: dict[str, Any] = {
            "priority": priority,
            "queue_name": queue_name,
            "run_after": run_after,
            "backend": backend,
            "unique_key": unique,
        }
        return replace(self, **{name: value for name, value in changes.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Every:
    """A task enqueued once in each slot of `seconds`, by whichever worker comes first."""

    task: JobTask[[], Any]
    seconds: int


TASKS: Registry[JobTask[..., Any]] = Registry("job")
PERIODS: Registry[Every] = Registry("periodic job")
#: How many jobs of a lane one worker runs side by side. A lane not named here runs one.
LANE_THREADS: dict[str, int] = {}


def lane(name: str, *, threads: int) -> None:
    """Let one worker run `threads` jobs of the lane `name` side by side: for lanes that wait for other systems."""
    LANE_THREADS[name] = threads


def job(
    *,
    lane: str = DEFAULT_LANE,
    attempts: int = 8,
    lease_seconds: int = 30,
    priority: int = 0,
    unique: bool = False,
    limit_seconds: int = 900,
) -> Callable[[Callable[P, T]], JobTask[P, T]]:
    """Make a module-level function a job: `send.enqueue(message_id=…)` inserts a row in the caller's transaction.

    Arguments are JSON and carry references, never personal text. The function runs outside any transaction, at
    least once; it may return a `Settle`. `priority` from -100 to 100, higher first. Raise `PermanentFailure` when
    trying again is useless.
    """

    if lease_seconds < SHORTEST_LEASE:
        raise ValueError(f"A lease is renewed every five seconds: give it {SHORTEST_LEASE} or more.")

    def wrap(function: Callable[P, T]) -> JobTask[P, T]:
        made = task(
            queue_name=lane,
            priority=priority,
            attempts=attempts,
            lease_seconds=lease_seconds,
            limit_seconds=limit_seconds,
            unique=unique,
        )(function)
        assert isinstance(made, JobTask)
        TASKS.add(made.module_path, made)
        return made

    return wrap


def every(
    *,
    seconds: int,
    lane: str = DEFAULT_LANE,
    attempts: int = 3,
    lease_seconds: int = 30,
    limit_seconds: int = 900,
) -> Callable[[Callable[[], T]], JobTask[[], T]]:
    """Make a function without arguments a periodic job: once in each slot of `seconds`, on one of the machines.

    A slot whose predecessor still waits is left out, so a slow periodic job does not pile up.
    """

    def wrap(function: Callable[[], T]) -> JobTask[[], T]:
        made = job(
            lane=lane,
            attempts=attempts,
            lease_seconds=lease_seconds,
            unique=True,
            limit_seconds=limit_seconds,
        )(function)
        PERIODS.add(made.module_path, Every(made, seconds))
        return made

    return wrap


def lanes() -> dict[str, int]:
    """Every lane a job was declared for, with the threads one worker gives it."""
    names = sorted({made.queue_name for made in TASKS.values()} | {DEFAULT_LANE})
    return {name: LANE_THREADS.get(name, 1) for name in names}
