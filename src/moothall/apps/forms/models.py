"""Tables of forms: drafts, which come and go, and revisions of answers, which are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class DraftRow(models.Model):
    """A form being filled in. Only a hash of its token is kept: who reads the database cannot go on with a draft.

    `expires` has no index on purpose: every page saved changes it, and the hourly purge may read the table whole.
    """

    holds = Holds(
        what="Whatever somebody has typed into a form and not sent yet.",
        why="So that nothing typed is lost between two pages, two tabs or after a fault.",
        kept="24 hours after the last page, or as many days as the service says once it was saved for later; "
        "emptied as soon as the request is sent.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    #: Of the part of somebody else in a form: who of its people they are, and the draft that it belongs to.
    person = models.CharField(max_length=60, default="", blank=True)
    main = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    service = models.CharField(max_length=80)
    version = models.CharField(max_length=64)
    answers = models.TextField()
    typed = models.TextField()
    #: When each question was last changed, and other answers given to it meanwhile (`windows.py`).
    changes = models.TextField(default="{}")
    revision = models.PositiveIntegerField(default=1)
    #: How many days it waits for its next page.
    days = models.PositiveSmallIntegerField(default=1)
    reference = models.CharField(max_length=40, default="", blank=True)
    created = models.DateTimeField(default=clock.now)
    expires = models.DateTimeField()

    class Meta:
        db_table = "forms_draft"

    def __str__(self) -> str:
        return f"draft {self.id} of {self.service}"


class DraftKey(models.Model):
    """Another proof for a draft besides its first device's: a link in an e-mail, or a device it was carried on with.

    Only a hash of each is kept. A link needs its `email` too, and is of no use after `expires`.
    """

    holds = Holds(
        what="The e-mail address to which somebody had the link to their saved form sent.",
        why="To ask for it again before the form is shown on another device.",
        kept="As long as the draft, at the longest as many days as the service says.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(DraftRow, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=6)
    email = models.CharField(max_length=320, default="", blank=True)
    expires = models.DateTimeField()

    class Meta:
        db_table = "forms_draft_key"

    def __str__(self) -> str:
        return f"{self.kind} of draft {self.draft_id}"


class PartRow(models.Model):
    """Somebody's part in a form that somebody else began: whom they asked, when, and how far it is.

    What they answer is in a draft of `own`; it is gone when they said no, or when it has expired.
    """

    holds = Holds(
        what="The e-mail address and name of somebody who was asked to take part in a form.",
        why="To send them the link to their part, and to say how far it is.",
        kept="As long as the draft of whoever asked them.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(DraftRow, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=60)
    own = models.OneToOneField(DraftRow, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.CharField(max_length=320)
    name = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    #: When they finished it or said no; and the revision of their draft that they finished.
    settled_at = models.DateTimeField(null=True)
    settled_revision = models.PositiveIntegerField(default=0)
    #: The language they opened their part in, until then that in which they were asked; and that of whoever asked.
    language = models.CharField(max_length=10)
    asked_in = models.CharField(max_length=10)
    #: The questions they saw whose answers have changed since they signed or finished, by comma.
    changed = models.TextField(default="", blank=True)

    class Meta:
        db_table = "forms_part"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "person"], name="forms_part_once")
        ]

    def __str__(self) -> str:
        return f"part of {self.person} in draft {self.draft_id}"


class AnswerRevision(models.Model):
    """The answers of `owner` (such as `case:<uuid>`) as they were from one moment on. Never changed, only erased.

    `answers` are canonical JSON; with `salt` they make the digest that the owner's event tells.
    """

    holds = Holds(
        what="Everything somebody answered when they asked the council for something.",
        why="To do what was asked, and to prove what was asked.",
        kept="As long as the service's own retention says; then text and salt are dropped.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    answers = models.TextField()
    salt = models.BinaryField(max_length=32)
    source = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "number"], name="forms_revision_number")
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.owner}"
