"""Rules for how somebody is dealt with whose contact was abusive or a danger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class ContactFlag(models.Model):
    """Rules for staff about whoever uses an e-mail address or a telephone number; never about a name alone.

    It lapses on `review_on` unless somebody has looked at it again, and is erased a year after its end.
    """

    holds: ClassVar = Holds(
        "An e-mail address and a telephone number, which rules hold for whoever uses them, why, and on what evidence.",
        "To keep staff from harm, and to deal with people fairly who were abusive once (Health and Safety at Work etc. "
        "Act 1974, section 2).",
        "While it holds, at most a year before somebody looks at it again; then one more year, to answer complaints.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    #: As they are compared: small letters; digits from 0.
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    #: Codes of `flags.RULES`, and more in words.
    rules = models.JSONField()
    words = models.TextField(blank=True)
    reason = models.TextField()
    evidence = models.TextField(blank=True)
    told = models.BooleanField()
    why_not_told = models.TextField(blank=True)
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField()
    review_on = models.DateField()
    reviewed_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("email",), name="flags_email", condition=Q(ended_at__isnull=True)),
            models.Index(fields=("phone",), name="flags_phone", condition=Q(ended_at__isnull=True)),
            models.Index(fields=("review_on",), name="flags_review", condition=Q(ended_at__isnull=True)),
        )

    def __str__(self) -> str:
        return str(self.id)
