"""Who was named in a note, and for whose eyes a note is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.apps.cases.models.case import Case, CaseText
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class Mention(models.Model):
    """A note names a colleague, who then hears of it."""

    holds: ClassVar = Holds(
        "Which officer's account a note mentions.",
        "To show officers where a colleague asked for them.",
        "As the case.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(CaseText, on_delete=models.CASCADE, related_name="+")
    account = models.UUIDField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("text", "account"), name="one_mention_of_somebody_in_a_note"),
        )

    def __str__(self) -> str:
        return f"{self.account} in {self.text_id}"


class SentNote(models.Model):
    """A note that a device sends until it hears that it was kept; `sent_as` is the device's own name for it."""

    holds: ClassVar = nothing_personal("To keep a note once that was sent twice, however long after.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    sent_as = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "sent_as"), name="one_note_of_a_name_on_a_case"),
        )

    def __str__(self) -> str:
        return f"{self.sent_as} on {self.case_id}"


class SensitiveNote(models.Model):
    """A note for one role and whoever wrote it: no search, list, count or notice knows of it."""

    holds: ClassVar = Holds(
        "Which officer's account wrote a note that only one role reads.",
        "To write down what few may know.",
        "As the case.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(CaseText, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=60)
    author = models.UUIDField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
