"""Words that officers put on a case, to find it and its like again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.apps.cases.models.case import Case, CaseText
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class CaseTag(models.Model):
    """A tag that a case has. Lists filter by the mark of the same words; the story says who put it there, and when."""

    holds: ClassVar = Holds(
        "Words that officers put on a request, such as “school” or “crew needs a key”.",
        "To find requests again that have something in common.",
        "As the case: erased with what the person said.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=60)
    text = models.ForeignKey(CaseText, on_delete=models.CASCADE, related_name="+")
    #: Whose tags are offered for the next case: those of the same service, to those who may see them.
    service = models.CharField(max_length=120)
    confidentiality = models.CharField(max_length=90)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "words"), name="a_tag_once"),)
        indexes = (models.Index(fields=("service", "confidentiality", "id"), name="tags_of_service"),)

    def __str__(self) -> str:
        return f"{self.words} on {self.case_id}"
