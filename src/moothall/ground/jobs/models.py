"""The tables of background work. They are written by SQL in `table.py`, where each statement is explained."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import nothing_personal


class State(models.TextChoices):
    """READY may be claimed now, LATER when it is due, RUNNING is claimed; DEAD has failed for good.

    There is no state for success: a job that succeeded is deleted, its effect is what remains.
    """

    READY = "ready"
    LATER = "later"
    RUNNING = "running"
    DEAD = "dead"


#: States in which a job waits to be claimed; a unique key is unique among these.
WAITING = (State.READY, State.LATER)


class Job(models.Model):
    """One call to be made outside the transaction that asked for it.

    Moments are whole milliseconds since 1970, which both engines compare and add without conversion.
    `fence` rises with each claim: who holds an older one has lost the job. `tries` counts runs that failed, `lost`
    workers that died holding the job.
    """

    holds = nothing_personal(
        "Calls waiting to be made; arguments are references only, errors are types and places in the code.",
        kept="Until the call has been made; dead jobs until an officer retries or forgets them.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.CharField(max_length=200)
    lane = models.CharField(max_length=40)
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices)
    arguments = models.TextField()
    unique_key = models.CharField(max_length=200, null=True)
    tries = models.IntegerField(default=0)
    lost = models.IntegerField(default=0)
    fence = models.IntegerField(default=0)
    created_ms = models.BigIntegerField()
    due_ms = models.BigIntegerField()
    lease_seconds = models.IntegerField()
    lease_until_ms = models.BigIntegerField(default=0)
    worker = models.CharField(max_length=120, default="")
    error = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=Q(state__in=[State.READY, State.LATER], unique_key__isnull=False),
                name="jobs_waiting_unique_key",
            ),
        ]
        indexes = [
            models.Index(
                "lane", models.F("priority").desc(), "id", condition=Q(state="ready"), name="jobs_ready"
            ),
            models.Index("due_ms", condition=Q(state="later"), name="jobs_later"),
            models.Index("lease_until_ms", condition=Q(state="running"), name="jobs_running"),
            models.Index("id", condition=Q(state="dead"), name="jobs_dead"),
        ]


class Period(models.Model):
    """The last slot of a periodic task that was enqueued: whoever raises `slot` enqueues, on however many machines."""

    holds = nothing_personal("Keeps a periodic task from being enqueued twice for one slot.")

    task = models.CharField(max_length=200, primary_key=True)
    slot = models.BigIntegerField()


class WorkerBeat(models.Model):
    """A sign of life of each worker, so that readiness and `moothall doctor` can say when there is none."""

    holds = nothing_personal(
        "Shows which workers are alive.", kept="A day after the worker's last sign of life."
    )

    name = models.CharField(max_length=120, primary_key=True)
    started_ms = models.BigIntegerField()
    seen_ms = models.BigIntegerField()
