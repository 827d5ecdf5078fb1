"""Periodic jobs and signs of life, written by the workers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from django.db import connection, transaction

from moothall.ground.jobs import table
from moothall.ground.jobs.models import WorkerBeat
from moothall.ground.jobs.tasks import PERIODS, Every
from moothall.kernel import clock

DAY = 24 * 3600
DAY_MS = DAY * 1000


def slot_now(every: Every) -> int:
    """The number of the slot of `every` that this moment lies in."""
    return int(clock.now().timestamp()) // every.seconds


class Schedule:
    """Which slots of which periodic jobs this worker knows to be taken, so as to ask the table once for each."""

    def __init__(self, lanes: Collection[str]) -> None:
        self._lanes = lanes
        self._seen: dict[str, int] = {}

    def due(self) -> tuple[Every, ...]:
        """Periodic jobs of the worker's lanes whose present slot may still be free."""
        return tuple(
            every
            for name, every in PERIODS.items()
            if every.task.queue_name in self._lanes and self._seen.get(name, -1) < slot_now(every)
        )

    def enqueue(self, periods: Sequence[Every]) -> int:
        """Enqueue those whose slot nobody has taken yet, in the caller's transaction. Returns how many.

        What is done daily is for the night: a council that has just been set up, or loaded with a million old cases,
        is not tidied up in its first minute, when people look at it.
        """
        taken = 0
        for every in periods:
            name, slot = every.task.module_path, slot_now(every)
            first = every.seconds >= DAY and _note_first(name, slot)
            if not first and _take(name, slot):
                every.task.enqueue()
                taken += 1
            transaction.on_commit(partial(self._seen.__setitem__, name, slot))
        return taken


def _note_first(task: str, slot: int) -> bool:
    """Take the slot of a task that never had one; False when it had."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_period (task, slot) VALUES (%s, %s) ON CONFLICT (task) DO NOTHING", [task, slot]
        )
        return int(cursor.rowcount) == 1


def _take(task: str, slot: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_period (task, slot) VALUES (%s, %s)"
            " ON CONFLICT (task) DO UPDATE SET slot = excluded.slot WHERE jobs_period.slot < excluded.slot",
            [task, slot],
        )
        return int(cursor.rowcount) == 1


def greet(worker: str) -> None:
    """Show the first sign of life, and clear away workers not seen for a day."""
    now = table.now_ms()
    WorkerBeat.objects.filter(seen_ms__lt=now - DAY_MS).delete()
    WorkerBeat.objects.update_or_create(name=worker, defaults={"started_ms": now, "seen_ms": now})


def beat(worker: str) -> None:
    WorkerBeat.objects.filter(name=worker).update(seen_ms=table.now_ms())


def leave(worker: str) -> None:
    WorkerBeat.objects.filter(name=worker).delete()
