"""What a second person has to agree to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.apps.cases.models.case import Case, CaseText
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class ApprovalState(models.TextChoices):
    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent back"
    TAKEN_BACK = "taken back"


class Approval(models.Model):
    """Somebody asked that a verb be done with a case; it is not done before a second person has said yes.

    `details` are codes and numbers of the verb; its words stand in `words`, and what was said to it in `answer`.
    """

    holds: ClassVar = nothing_personal(
        "To have two people decide where the service says so, and to show that they did."
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=20)
    details = models.JSONField()
    words = models.ForeignKey(CaseText, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=ApprovalState.choices)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(CaseText, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("role", "asked_at"), name="approvals_asked", condition=Q(state="asked")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(state="asked"), name="one_approval_asked_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} of {self.case_id}: {self.state}"


class Delegation(models.Model):
    """Somebody approves in another's place for some days."""

    holds: ClassVar = Holds(
        "Which account decides for which other, in which role, from which day until which.",
        "To have somebody who may decide while a colleague is away, and to show why they might.",
        "A year after its last day; the log says who agreed in whose place.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of = models.UUIDField()
    to = models.UUIDField()
    role = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        indexes = (models.Index(fields=("to", "until"), name="delegations_to"),)

    def __str__(self) -> str:
        return f"{self.to} for {self.of}"
