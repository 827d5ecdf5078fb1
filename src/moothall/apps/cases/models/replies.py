"""What officers write to those with a part in a case: as a draft, on its way, and after it has left."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.apps.cases.models.case import Case, CaseText
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class ReplyState(models.TextChoices):
    DRAFT = "draft"
    WAITING = "waiting"
    SENT = "sent"


class Reply(models.Model):
    """A reply. Its words stand in `text`, and it goes with them. Of each officer a case has one draft at most.

    It waits until `leaves_at`, and until then it can be called back.
    """

    holds: ClassVar = Holds(
        "Which officer's account wrote to whom with a part in a request, and when.",
        "To write to people, and to be able to call back what was sent too soon.",
        "As the case.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    author = models.UUIDField()
    text = models.ForeignKey(CaseText, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=ReplyState.choices)
    #: The keys of the parties it is for.
    parties = models.JSONField()
    #: The keys of the documents that go with it.
    files = models.JSONField()
    #: The language it is written in.
    language = models.CharField(max_length=10)
    #: Somebody chose the moment; else it waits for a few seconds only.
    scheduled = models.BooleanField()
    #: The last fact of the case that its author had been shown while they wrote; 0 where no page said so.
    seen = models.PositiveIntegerField(default=0)
    #: The page it was last kept from, and the number under which that page sent it; see `Draft`.
    box = models.UUIDField(null=True)
    turn = models.PositiveBigIntegerField(default=0)
    leaves_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "author"), condition=Q(state="draft"), name="one_draft_of_a_reply"
            ),
        )
        indexes = (models.Index(fields=("case", "state"), name="replies_of_case"),)

    def __str__(self) -> str:
        return f"{self.state} {self.id}"
