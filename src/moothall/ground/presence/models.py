"""Who is where, on PostgreSQL. On SQLite the same rows stand in a file of their own: see `scratch.py`."""

from __future__ import annotations

from django.db import models

from moothall.kernel.privacy import Holds


class Present(models.Model):
    """Somebody was at `place` at the second `at`. The table is unlogged: a crash empties it, and nobody misses it."""

    holds = Holds(
        "Which officer has which record open, and whether they write in it; their name.",
        "So that two officers do not do the same work at the same time.",
        "A minute; the row goes after an hour, when others come.",
    )

    id = models.CharField(primary_key=True, max_length=160)
    place = models.CharField(max_length=80)
    who = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    doing = models.CharField(max_length=10)
    at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("place", "at"), name="present_at_place"),)

    def __str__(self) -> str:
        return f"{self.who} at {self.place}"
