"""Documents: whose, what, from whom. The bytes are in `ground/files`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class State(models.TextChoices):
    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"


class Document(models.Model):
    holds: ClassVar = Holds(
        "Photos and papers that people sent with a request; the name they gave the file; until the form is sent, "
        "where a photo was taken (longer where the service says that it needs it).",
        "To understand and decide the request.",
        "As long as the request; erased with it. In a draft: until the draft is thrown away.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    #: What the person called it: shown, never used as a path.
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    #: What was sent, by which answers name it for good; of a picture it is not kept.
    digest = models.CharField(max_length=128)
    size = models.PositiveBigIntegerField()
    #: Nothing is given out that is not CLEAN. `why` is a code of `contents/unfit.py`, "harmful" or "lost".
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=40, blank=True, default="")
    #: What is given out, once it may be; `small` is for lists.
    given = models.CharField(max_length=128, blank=True, default="")
    given_type = models.CharField(max_length=100, blank=True, default="")
    given_size = models.PositiveBigIntegerField(default=0)
    small = models.CharField(max_length=128, blank=True, default="")
    #: Where a photo was taken, "latitude,longitude": `position` is offered to whoever fills in the form and goes when
    #: they send it; `place_taken` stays, where the service asked for that.
    position = models.CharField(max_length=24, blank=True, default="")
    keep_position = models.BooleanField(default=False)
    place_taken = models.CharField(max_length=24, blank=True, default="")
    #: Whether everybody may see it: somebody has looked at it and said so.
    released = models.BooleanField(default=False)
    #: Parts of it have been blacked out in another document: nothing is given out of this one but to a role.
    locked = models.BooleanField(default=False)
    #: Of such another one: what it was made of, and what is black in it, see `redacting.py`.
    redacts = models.UUIDField(null=True)
    boxes = models.TextField(blank=True, default="")
    #: How it came: `form:<service>`, `staff`, …
    source = models.CharField(max_length=120)
    attached_by = models.CharField(max_length=120)
    attached_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("owner", "id"), name="documents_of_owner"),)

    def __str__(self) -> str:
        return str(self.id)
