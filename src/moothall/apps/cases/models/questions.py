"""Questions that a reporter is asked as a small form."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.apps.cases.models.case import Case, CaseText
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import nothing_personal


class SmallForm(models.Model):
    """A few questions of an officer, asked together. What was asked and answered stands in texts of the case.

    `question` is the open question of the case, in words; `asked` the questions for the forms engine, `answered` the
    answers as far as they are given.
    """

    holds: ClassVar = nothing_personal("To ask the reporter a few questions as a form; its words are texts.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    question = models.OneToOneField(CaseText, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(CaseText, on_delete=models.CASCADE, related_name="+")
    answered = models.ForeignKey(CaseText, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return str(self.id)
