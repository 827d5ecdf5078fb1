"""The door of background work. `README.md` beside this file says how to use it."""

from __future__ import annotations

from moothall.ground.jobs.backend import enqueue_many
from moothall.ground.jobs.policies import RETRY_JOBS
from moothall.ground.jobs.queries import Backlog, DeadJob, backlog, dead_jobs, workers_seen_within
from moothall.ground.jobs.running import OBSERVERS, Finished, in_frames, run_pending
from moothall.ground.jobs.services import forget_job, forget_jobs_about, retry_job
from moothall.ground.jobs.tasks import (
    PERIODS,
    TASKS,
    JobTask,
    PermanentFailure,
    Settle,
    every,
    job,
    lane,
    lanes,
)

__all__ = [
    "OBSERVERS",
    "PERIODS",
    "RETRY_JOBS",
    "TASKS",
    "Backlog",
    "DeadJob",
    "Finished",
    "JobTask",
    "PermanentFailure",
    "Settle",
    "backlog",
    "dead_jobs",
    "enqueue_many",
    "every",
    "forget_job",
    "forget_jobs_about",
    "in_frames",
    "job",
    "lane",
    "lanes",
    "retry_job",
    "run_pending",
    "workers_seen_within",
]
