"""Officers who want to hear of a case that is not theirs to deal with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.apps.cases.models.case import Case
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class CaseFollower(models.Model):
    """An officer's account follows a case, from one day on. Who stops following has no row."""

    holds: ClassVar = Holds(
        "Which officer's account follows a request.",
        "To show officers what they asked to hear of.",
        "As long as they follow it; it goes when what the person said is erased.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    account = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "account"), name="one_follows_a_case_once"),)

    def __str__(self) -> str:
        return f"{self.account} follows {self.case_id}"
