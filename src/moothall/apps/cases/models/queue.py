"""What lists read: flat, written with the case, rebuilt from it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.apps.cases.models.case import Case, Status
from moothall.kernel.privacy import Holds


class QueueEntry(models.Model):
    """What queues filter and sort by, flat; written with the case and rebuilt from it. Never asked for one case.

    `position` orders a queue: open cases by the day they are due, closed ones newest first.
    """

    holds: ClassVar = Holds(
        "The reporter's name, the address or point it is about, and which officer's account it is assigned to.",
        "To list requests without reading each, and to find others about the same place.",
        "As the case: name and place go with the erasure of what the person said.",
    )

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=20)
    service = models.CharField(max_length=120)
    team = models.CharField(max_length=80)
    confidentiality = models.CharField(max_length=90)
    ward = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices)
    position = models.BigIntegerField()
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    assignee = models.UUIDField(null=True)
    reporter_name = models.CharField(max_length=300, blank=True)
    tasks = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=20)
    #: Where it is, so that others about the same place are found: see `whereabouts.py`.
    place = models.CharField(max_length=120, blank=True, default="")
    cell = models.BigIntegerField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("place", "confidentiality", "opened_at"), name="queue_place", condition=~Q(place="")
            ),
            models.Index(fields=("cell", "opened_at"), name="queue_cell", condition=Q(cell__isnull=False)),
            models.Index(fields=("confidentiality", "status", "position", "case"), name="queue_all"),
            models.Index(
                fields=("confidentiality", "status", "service", "position", "case"), name="queue_service"
            ),
            models.Index(fields=("confidentiality", "status", "ward", "position", "case"), name="queue_ward"),
            models.Index(
                fields=("confidentiality", "status", "service", "ward", "position", "case"),
                name="queue_service_ward",
            ),
            models.Index(fields=("confidentiality", "status", "team", "position", "case"), name="queue_team"),
            models.Index(
                fields=("confidentiality", "status", "position", "case"),
                name="queue_unassigned",
                condition=Q(assignee__isnull=True),
            ),
            models.Index(
                fields=("assignee", "status", "position", "case"),
                name="queue_mine",
                condition=Q(assignee__isnull=False),
            ),
            models.Index(
                fields=("confidentiality", "position", "case"), name="queue_tasks", condition=Q(tasks__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.reference


class IndexedAnswer(models.Model):
    """One value of an answer to a question marked `index:`, to filter lists by. Written with the case, rebuilt from it.

    A row whose key begins with `@` is a mark of the case instead: a tag, a follower (`cases/marks.py`).
    `text` is the value whatever its type; `number` and `day` the same for what has an order. Status, class and
    `position` are the queue entry's, so that one range of one index is a page.
    """

    holds: ClassVar = Holds(
        "Single answers to the questions that a service marks for filtering, such as the kind of rubbish.",
        "To find and count requests that say the same.",
        "As the case: erased with what the person said.",
    )

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    type = models.CharField(max_length=40)
    text = models.CharField(max_length=120)
    number = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    day = models.DateField(null=True)
    confidentiality = models.CharField(max_length=90)
    status = models.CharField(max_length=12, choices=Status.choices)
    position = models.BigIntegerField()

    class Meta:
        indexes = (
            models.Index(
                fields=("key", "text", "confidentiality", "status", "position", "case"), name="answered"
            ),
            models.Index(fields=("case", "key", "text"), name="answers_of_case"),
            models.Index(
                fields=("key", "number", "case"), name="answered_number", condition=Q(number__isnull=False)
            ),
            models.Index(fields=("key", "day", "case"), name="answered_day", condition=Q(day__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.key} of {self.case_id}"
