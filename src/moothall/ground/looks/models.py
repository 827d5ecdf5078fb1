"""Who saw what: append-only."""

from __future__ import annotations

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class Look(models.Model):
    """One page shown to one person: every subject on it in one row, so that a queue costs one small INSERT."""

    holds = Holds(
        what="Which officer saw which records, when, for which purpose.",
        why="To find and deter looking without need (UK GDPR Art. 5(1)(f) and Art. 32).",
        kept="Two years.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    purpose = models.CharField(max_length=120)
    route = models.CharField(max_length=120)
    subjects = models.TextField()

    class Meta:
        indexes = (models.Index(fields=("actor", "id"), name="looks_by_whom"),)

    def __str__(self) -> str:
        return f"{self.actor} on {self.route}"


class Found(models.Model):
    """Finds the looks at one subject; written some minutes later, many at a time."""

    holds = Holds(
        what="The key of a record and of a look at it.",
        why="To answer who has seen a record.",
        kept="As long as the look.",
    )

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=120, db_index=True)
    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="found")

    def __str__(self) -> str:
        return self.subject


class Reached(models.Model):
    """Up to which look `Found` is written: one row."""

    holds = nothing_personal("To go on where the last run stopped.")

    id = models.PositiveSmallIntegerField(primary_key=True)
    look_id = models.UUIDField()

    def __str__(self) -> str:
        return str(self.look_id)
