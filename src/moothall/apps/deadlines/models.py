"""Clocks and their entries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import nothing_personal

_WHY = "Counts the working days the council has, and proves how they were counted."


class State(models.TextChoices):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Kind(models.TextChoices):
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESTARTED = "restarted"
    STOPPED = "stopped"
    CONTINUED = "continued"
    #: Stopping was a mistake, and it had been paused before.
    STILL = "still"
    #: What it waited for came after it had been stopped.
    CAME = "came"
    #: Whoever asked was told of a later day.
    AGREED = "agreed"


class Clock(models.Model):
    """Where a count stands now: what its last entry says."""

    holds: ClassVar = nothing_personal(_WHY)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices)
    working_days = models.PositiveSmallIntegerField()
    started_on = models.DateField()
    due_on = models.DateField()
    paused_on = models.DateField(null=True)
    entries = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject", "name"), name="one_clock_of_a_name"),)

    def __str__(self) -> str:
        return f"{self.name} of {self.subject}"


class ClockEntry(models.Model):
    """One thing that happened to a clock. Only added, never changed."""

    holds: ClassVar = nothing_personal(_WHY)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="+", db_index=False)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    #: The days passed over on the way to `due_on`, as the calendar said that day: JSON of [date, reason].
    skipped = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clock", "sequence"), name="one_entry_at_a_time"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
