"""Payments and refunds."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds
from moothall.ui.languages import page_language

_KEPT = (
    "Six years after the end of the financial year: the limit for claims (Limitation Act 1980, section 5)."
)


class State(models.TextChoices):
    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RefundState(models.TextChoices):
    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"


def payment_reference(service: str, key: UUID) -> str:
    """What a payment is called on the provider's page, on the payer's receipt and in the council's books."""
    return f"{service}-{str(key)[-12:]}"


class Payment(models.Model):
    """An amount that somebody was asked for. `answers_digest` says for which answers the amount was worked out."""

    holds: ClassVar = Holds(
        what="That a request was paid for, how much and when, and in which language. No name, no card.",
        why="To take the fee for what was asked, give it back where due, and account for it.",
        kept=_KEPT,
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.CharField(max_length=80, db_index=True)
    service = models.CharField(max_length=80)
    pence = models.PositiveIntegerField()
    description = models.CharField(max_length=200)
    answers_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    provider = models.CharField(max_length=40)
    provider_reference = models.CharField(max_length=120)
    next_url = models.CharField(max_length=500)
    last_event = models.PositiveIntegerField()
    #: What whoever pays read our pages in, so that what is opened by their payment alone writes to them in it.
    language = models.CharField(max_length=10, default=page_language)
    begun_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("begun_at",), name="payments_waiting", condition=models.Q(state=State.WAITING)
            ),
        )

    def __str__(self) -> str:
        return f"{self.pence} pence, {self.state}"


class Refund(models.Model):
    """Money given back, whole or in part."""

    holds: ClassVar = Holds(
        what="How much of a payment was given back, by which officer and why.",
        why="To give back what is due, and account for it.",
        kept=_KEPT,
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="+")
    pence = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=RefundState.choices)
    by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pence} pence back, {self.state}"
