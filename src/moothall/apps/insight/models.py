"""Tables of insight: numbers, and what people chose to write about a page."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class DailyCount(models.Model):
    """How often `what` happened on `day` with a subject's version and page. Empty where there is none."""

    holds = nothing_personal("A number for each day: which page of a form people leave, and which is useful.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    subject = models.CharField(max_length=100)
    version = models.CharField(max_length=16, default="", blank=True)
    page = models.CharField(max_length=160, default="", blank=True)
    what = models.CharField(max_length=20)
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "insight_count"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "day", "version", "page", "what"], name="insight_one_count"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} × {self.what} of {self.subject} on {self.day}"


class MissedWord(models.Model):
    """A word that search found nothing for. `word` is empty until it was seen three times."""

    holds = nothing_personal(
        "What people look for and do not find, in their own words.",
        kept="90 days after it was last looked for; 30 days while it was seen less than three times.",
    )

    digest = models.BinaryField(max_length=16, primary_key=True)
    word = models.CharField(max_length=30, default="", blank=True)
    times = models.PositiveIntegerField()
    last = models.DateField()

    class Meta:
        db_table = "insight_missed_word"

    def __str__(self) -> str:
        return self.word or "a word seen too rarely to be shown"


class SaidOnce(models.Model):
    """That something has been said that is counted once, such as how satisfied somebody is: a keyed digest of what it
    was about, and not what was said."""

    holds = nothing_personal("To count what somebody says of a request once.", kept="400 days.")

    digest = models.BinaryField(max_length=16, primary_key=True)
    day = models.DateField()

    class Meta:
        db_table = "insight_said_once"

    def __str__(self) -> str:
        return f"something said on {self.day}"


class Remark(models.Model):
    """What somebody wrote about a page. They are asked not to write about themselves; some do."""

    holds = Holds(
        what="Whatever somebody wrote about a page; no name, no address, no request.",
        why="To make the page better.",
        kept="90 days.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=100)
    page = models.CharField(max_length=160, default="", blank=True)
    words = models.TextField()
    day = models.DateField()

    class Meta:
        db_table = "insight_remark"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "id"], name="insight_remark_subject")
        ]

    def __str__(self) -> str:
        return f"a remark about {self.subject}"


class UnusualLook(models.Model):
    """A look that somebody should ask about, why, and what came of asking."""

    holds = Holds(
        what="Which officer saw which request that may be their own affair, and what was found about that.",
        why="To find and deter looking without need (UK GDPR Art. 5(1)(f) and Art. 32).",
        kept="Two years, as the look itself.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    look = models.UUIDField()
    at = models.DateTimeField()
    account = models.UUIDField()
    case = models.UUIDField(null=True)
    reason = models.CharField(max_length=20)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, default="", blank=True)
    words = models.TextField(default="", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "case", "reason", "look"], name="one_of_a_look")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["settled_at", "id"], name="unusual_looks")
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.id}"


class WatchedUpTo(models.Model):
    """Up to which look has been watched: one row."""

    holds = nothing_personal("To go on where the last run stopped.")

    id = models.PositiveSmallIntegerField(primary_key=True)
    look = models.UUIDField()

    def __str__(self) -> str:
        return str(self.look)
