"""The walk-in desk: whose turn it is, with a ticket or by appointment."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class TurnState(models.TextChoices):
    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"
    NO_SHOW = "no-show"
    CANCELLED = "cancelled"


class Turn(models.Model):
    """Somebody who comes: booked for a time, or with a ticket of the day. The screen shows numbers, never names."""

    holds: ClassVar = Holds(
        "The name that somebody gave at the desk or for an appointment, and what they come about, in a few words.",
        "To call them, and to have the right things at hand.",
        "Name and words until the month after; the numbers of the day for a year.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    line = models.CharField(max_length=1)
    #: Of its line on that day; None until somebody has come.
    number = models.PositiveSmallIntegerField(null=True)
    #: Of an appointment, when; None for whoever walks in.
    at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=TurnState.choices)
    desk = models.CharField(max_length=30, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    about = models.CharField(max_length=200, blank=True, default="")
    #: The stream it is about, such as a case; "" for none.
    subject = models.CharField(max_length=80, blank=True, default="")
    made_by = models.CharField(max_length=120)
    arrived_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("day", "line", "number"),
                condition=Q(number__isnull=False),
                name="one_ticket_of_a_number",
            ),
        )
        indexes = (
            models.Index(fields=("day", "state"), name="bookings_turns"),
            models.Index(fields=("subject",), name="bookings_turns_of", condition=~Q(subject="")),
        )

    def __str__(self) -> str:
        return f"{self.line}{self.number}" if self.number else f"{self.line} at {self.at}"
