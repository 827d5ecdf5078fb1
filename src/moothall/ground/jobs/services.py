"""What an officer may do with a dead job, and what erasure does with any."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from moothall.ground.jobs import table
from moothall.ground.jobs.models import Job, State
from moothall.ground.jobs.policies import RETRY_JOBS
from moothall.kernel.actors import Actor


def retry_job(job_id: UUID, *, by: Actor) -> bool:
    """Run a dead job again as if new. False when it is not dead any more: somebody else was first."""
    RETRY_JOBS.demand(by)
    with transaction.atomic():
        found = Job.objects.filter(id=job_id, state=State.DEAD).values_list("unique_key", flat=True)
        if not found:
            return False
        table.wait_again(job_id, found[0], due_ms=table.now_ms(), tries=0, lost=0, error="")
    return True


def forget_job(job_id: UUID, *, by: Actor) -> bool:
    """Delete a dead job: its call is never made. False when it is not dead any more."""
    RETRY_JOBS.demand(by)
    deleted, _ = Job.objects.filter(id=job_id, state=State.DEAD).delete()
    return bool(deleted)


def forget_jobs_about(reference: UUID, *, by: Actor) -> int:
    """Delete jobs that name `reference` in an argument and are not running: part of an erasure. How many."""
    RETRY_JOBS.demand(by)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM jobs_job WHERE state <> 'running' AND (arguments LIKE %s OR arguments LIKE %s)",
            [f"%{reference}%", f"%{reference.hex}%"],
        )
        return int(cursor.rowcount)
