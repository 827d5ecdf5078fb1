"""The tables of this room: versions of services, written once, never changed; and the alert of the moment."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import nothing_personal


class ServiceVersion(models.Model):
    """A resolved service as it was when it was first loaded.

    `content` is canonical JSON of the whole resolved folder, wording included; `digest` is the SHA-256 of
    its pinned part alone (see docs/decisions/0012-versions.md), so a change of words makes no second row.
    """

    holds = nothing_personal(
        "To run each case by the form, targets and outcomes it was opened under, on any machine, for ever."
    )

    digest = models.CharField(primary_key=True, max_length=64)
    slug = models.CharField(max_length=80)
    content = models.BinaryField()
    first_seen = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["slug", "first_seen"], name="service_version_slug")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.digest[:12]}"


class WordsChange(models.Model):
    """One text of a service that was changed on the staff site, as it stood before and after."""

    holds = nothing_personal(
        "To see what was said when, and to take a change back; who made it is an account's key."
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=80)
    #: The file, and the way to the text in it.
    where = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    before = models.TextField()
    after = models.TextField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["slug", "at"], name="words_changed")]

    def __str__(self) -> str:
        return f"{self.what} of {self.slug}"


class AlertSaid(models.Model):
    """The alert that every page shows, as the council.yaml says it that was written last, on whichever machine.

    One row. `written` is that file's time in nanoseconds; `said` the part `alert` of it in JSON.
    """

    holds = nothing_personal("To show an emergency on every machine within seconds.")

    id = models.PositiveSmallIntegerField(primary_key=True)
    written = models.BigIntegerField()
    said = models.TextField()

    def __str__(self) -> str:
        return self.said[:80]
