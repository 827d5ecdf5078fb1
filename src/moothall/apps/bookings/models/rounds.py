"""Rounds and the visits on them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class Outcome(models.TextChoices):
    """How a visit ended: what was to be done is done; nothing was there; it could not be done; or nobody came that day,
    and another round goes there."""

    DONE = "done"
    NOT_FOUND = "not-found"
    COULD_NOT = "could-not"
    LEFT = "left"


class Round(models.Model):
    """What a crew visits on a day, in order."""

    holds: ClassVar = Holds(
        "Which officer's account is the crew of a round.", "To know who goes where.", "A year after its day."
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.CharField(max_length=80)
    day = models.DateField()
    #: The account whose telephone has the round; None while nobody has it.
    crew = models.UUIDField(null=True)
    name = models.CharField(max_length=80)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    last_event = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=("team", "day", "id"), name="bookings_rounds"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"


class Visit(models.Model):
    """One stop of a round. What it is about is a stream; what was found stands there."""

    holds: ClassVar = Holds(
        "Where something that somebody asked for is: a point on the map.",
        "To order a round by place and to find the way.",
        "As what the visit is about: the point goes when that is erased.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="visits")
    subject = models.CharField(max_length=80)
    label = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    #: Whether the point is the place itself, or the middle of its ward.
    exact = models.BooleanField(default=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    #: What the device that completed it called the completion: the same one sent again is the same.
    completed_with = models.CharField(max_length=60, null=True, unique=True)
    completed_by = models.CharField(max_length=120, blank=True, default="")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject",), condition=Q(outcome=""), name="one_open_visit_of_a_subject"
            ),
        )
        indexes = (
            models.Index(fields=("round", "position"), name="bookings_stops"),
            models.Index(fields=("subject", "id"), name="bookings_visits_of"),
        )

    def __str__(self) -> str:
        return f"stop {self.position}: {self.label}"
