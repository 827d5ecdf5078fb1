"""Acts on many cases at once: what was asked, and what became of it for each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.apps.cases.models.case import Case
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class ActState(models.TextChoices):
    PROPOSED = "proposed"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class ManyAct(models.Model):
    """One verb for many cases, as somebody has looked at it before it began."""

    holds: ClassVar = Holds(
        "Which officer did what with many requests, and what they wrote to all who reported them or to colleagues.",
        "To do it in the background, to say how far it is, and to undo it.",
        "Thirty days.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField()
    verb = models.CharField(max_length=20)
    #: What the verb was given, by name: the edge to the page that asked.
    details = models.JSONField()
    state = models.CharField(max_length=10, choices=ActState.choices)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("account", "id"), name="many_acts"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.id}"


class ItemState(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"
    KEPT = "kept"


class ManyItem(models.Model):
    """One case of an act. `reason` says why it was refused, or why it could not be undone; `before` what it was."""

    holds: ClassVar = nothing_personal("To do the same with many requests, each once, and to undo it.")

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(ManyAct, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=ItemState.choices)
    reason = models.CharField(max_length=300)
    before = models.JSONField()
    #: The last event of the case when the act was done with it: what came after stands against undoing.
    done_at_event = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=("act", "state", "id"), name="many_items"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"
