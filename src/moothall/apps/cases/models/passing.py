"""Where cases went: to another service, into two, to another body."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.apps.cases.models.case import Case, CaseText, Status
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import nothing_personal


class CaseMove(models.Model):
    """A case left a service. What it had answered there is the revision `number`, read by the form of `version`."""

    holds: ClassVar = nothing_personal(
        "To read for good what was answered under the service a request came from."
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    service = models.CharField(max_length=120)
    version = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    #: The keys of the questions whose answers stayed behind.
    left = models.JSONField()
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} left {self.service}"


class CaseSplit(models.Model):
    """`second` was made out of `first`, because it was two requests."""

    holds: ClassVar = nothing_personal("To find each of two requests from the other.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    split_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.second_id} out of {self.first_id}"


class Referral(models.Model):
    """Another body has a case, from one moment to another. What was sent to it is a message of the case, or `words`."""

    holds: ClassVar = nothing_personal("To say who has a request now, and to be able to take it back.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    #: Its code in bodies.yaml, and what it was called that day.
    body = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    how = models.CharField(max_length=6, choices=[("email", "email"), ("link", "link")])
    purpose = models.CharField(max_length=200)
    #: The keys of the questions whose answers it was given; whether it was given the reporter's name and address.
    fields = models.JSONField()
    contact = models.BooleanField()
    words = models.ForeignKey(CaseText, null=True, on_delete=models.SET_NULL, related_name="+")
    status_before = models.CharField(max_length=12, choices=Status.choices)
    referred_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at__isnull=True), name="one_live_referral_of_a_case"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} with {self.body}"
