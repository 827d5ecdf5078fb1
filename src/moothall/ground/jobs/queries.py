"""Questions about the queue: for the failed-jobs page, metrics and `moothall doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from moothall.ground.jobs import table
from moothall.ground.jobs.models import Job, State, WorkerBeat
from moothall.ground.jobs.policies import RETRY_JOBS
from moothall.ground.jobs.tasks import TASKS
from moothall.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that failed for good. `what` is the task's first docstring line, `error` types and places in the code."""

    id: UUID
    task: str
    what: str
    lane: str
    tries: int
    asked_at: datetime
    failed_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many jobs of a lane are in a state, and how many seconds the oldest has been there waiting."""

    lane: str
    state: str
    jobs: int
    oldest_seconds: float


def dead_jobs(*, seen_by: Actor, limit: int = 200) -> tuple[DeadJob, ...]:
    """Dead jobs, the oldest first. Raises Refused for whoever may not retry jobs."""
    RETRY_JOBS.demand(seen_by)
    rows = Job.objects.filter(state=State.DEAD).order_by("id")[:limit]
    return tuple(
        DeadJob(
            id=row.id,
            task=row.task,
            what=_described(row.task),
            lane=row.lane,
            tries=row.tries,
            asked_at=table.moment(row.created_ms),
            failed_at=table.moment(row.due_ms),
            error=row.error,
        )
        for row in rows
    )


def _described(task: str) -> str:
    known = TASKS.get(task)
    doc = (known.func.__doc__ or "").strip() if known else ""
    return doc.partition("\n")[0] or task.rpartition(".")[2].replace("_", " ")


def backlog() -> tuple[Backlog, ...]:
    """Counts by lane and state, for metrics: no reference and no argument is shown, so it asks for no actor."""
    rows = (
        Job.objects.values_list("lane", "state")
        .annotate(Count("id"), Min("due_ms"))
        .order_by("lane", "state")
    )
    now = table.now_ms()
    return tuple(
        Backlog(lane, state, jobs, max(0.0, (now - oldest) / 1000)) for lane, state, jobs, oldest in rows
    )


def count_in(state: str) -> int:
    """How many jobs are in `state`."""
    return Job.objects.filter(state=state).count()


def workers_seen_within(seconds: int) -> int:
    """How many workers have shown a sign of life in the last `seconds`."""
    return WorkerBeat.objects.filter(seen_ms__gte=table.now_ms() - seconds * 1000).count()
