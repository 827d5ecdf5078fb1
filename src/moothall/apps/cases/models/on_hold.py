"""Cases that wait for a day or for something to happen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.apps.cases.models.case import Case, CaseText, Task
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import nothing_personal


class Until(models.TextChoices):
    DAY = "day"
    ANSWER = "answer"
    CASE = "case"
    TASK = "task"
    DOCUMENT = "document"


class Hold(models.Model):
    """A case that stands still, from one moment to another. Why, in somebody's words, is in `reason`."""

    holds: ClassVar = nothing_personal(
        "To come back to a request on its day, or when what it waits for is there."
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    until = models.CharField(max_length=10, choices=Until.choices)
    #: The day it comes back at the latest; always there.
    day = models.DateField()
    other = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    task = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.ForeignKey(CaseText, null=True, on_delete=models.SET_NULL, related_name="+")
    #: Whether the clock stands still meanwhile, and whether the reporter was told.
    stopped_clock = models.BooleanField()
    told = models.BooleanField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("until", "day"), name="holds_waiting", condition=Q(ended_at__isnull=True)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at__isnull=True), name="one_live_hold_of_a_case"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} until {self.until}"
