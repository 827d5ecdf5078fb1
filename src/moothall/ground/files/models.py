"""Content, whose it is, and what is left to delete. No verbs here."""

from __future__ import annotations

from django.db import models

from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class Content(models.Model):
    """Bytes by their digest. `name` is theirs in the store: fresh for each row, so that deleting what an earlier row
    left behind can never hit what was kept again since."""

    holds = Holds(
        what="Nothing itself; the bytes in the store may be photographs and letters of residents.",
        why="To keep a file once however often it is sent.",
        kept="A day longer than its last owner.",
    )

    digest = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=100, unique=True)
    size = models.PositiveBigIntegerField()
    #: None until the store has it.
    stored_at = models.DateTimeField(null=True)
    #: When it was last kept or given up: the sweep waits a day from then.
    touched_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.digest


class Ownership(models.Model):
    """`owner` keeps this content."""

    holds = Holds(
        what="Which record owns which content.",
        why="To delete a file when the last record that owns it goes.",
        kept="As long as the record.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.CharField(max_length=120)
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=100)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "content"], name="files_owned_once")]

    def __str__(self) -> str:
        return f"{self.owner} owns {self.content_id}"


class Leftover(models.Model):
    """A name that the store should forget: written with the deletion of its row, removed when the store has done it."""

    holds = nothing_personal(
        "To delete from the store outside the transaction.", "Until the store has done it."
    )

    name = models.CharField(primary_key=True, max_length=100)

    def __str__(self) -> str:
        return self.name
