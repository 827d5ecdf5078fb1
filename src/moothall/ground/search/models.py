"""The rows that the indexes point at. Written and read by the engines alone, in SQL; see `engines.py`."""

from __future__ import annotations

from django.db import models

from moothall.kernel.privacy import Holds

_HELD = Holds(
    what="The words of cases and whatever else rooms put in to be found, names and addresses among them.",
    why="To find a case by what was said in it.",
    kept="As long as what it finds; erased with it.",
)


class Listed(models.Model):
    """A document with a number, found newest first. The primary key is its place in the index, not a UUID."""

    holds = _HELD

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    confidentiality = models.CharField(max_length=100)
    #: `number` and 10 bits that tell apart documents of one number: the order of hits. On SQLite `id` is minus it.
    position = models.BigIntegerField()
    #: SQLite only: the old values, without which FTS5 cannot take a document out again.
    words = models.TextField(default="", blank=True)
    marks = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "confidentiality"], name="search_listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} for {self.confidentiality}"


class Ranked(models.Model):
    """A document without a number, found best first, with a snippet."""

    holds = _HELD

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    confidentiality = models.CharField(max_length=100)
    title = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "confidentiality"], name="search_ranked_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} for {self.confidentiality}"
