"""Documents: whose, what, from whom. The bytes are in `ground/files`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class Document(models.Model):
    holds: ClassVar = Holds(
        "Photos and papers that people sent with a request; the name they gave the file.",
        "To understand and decide the request.",
        "As long as the request; erased with it. In a draft: until the draft is thrown away.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    #: What the person called it: shown, never used as a path.
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    digest = models.CharField(max_length=128)
    size = models.PositiveBigIntegerField()
    #: How it came: `form:<service>`, `staff`, …
    source = models.CharField(max_length=120)
    attached_by = models.CharField(max_length=120)
    attached_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("owner", "id"), name="documents_of_owner"),)

    def __str__(self) -> str:
        return str(self.id)
