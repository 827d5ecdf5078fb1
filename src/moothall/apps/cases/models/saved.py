"""Lists that officers keep under a name, and how they like lists to look."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class Shared(models.TextChoices):
    """Who may open a saved view besides whoever saved it."""

    NOBODY = "nobody"
    TEAM = "team"
    LINK = "link"


class SavedView(models.Model):
    """What a list asks for, under a name. It holds the question, never the answer: whoever opens it sees their own.

    A row with an empty name is how its owner likes lists that have no name.
    """

    holds: ClassVar = Holds(
        "Which officer's account saved a list, the name they gave it and what it asks for.",
        "To find the same list again.",
        "Until its owner removes it.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.UUIDField()
    name = models.CharField(max_length=60, blank=True)
    shared = models.CharField(max_length=10, choices=Shared.choices)
    #: Of a view that is shared with a team: its code.
    team = models.CharField(max_length=80, blank=True)
    #: What it asks for, as in an address.
    asked = models.TextField(blank=True)
    #: The columns of its list by name, one space between; empty: the usual ones.
    columns = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=("owner", "place"), name="views_own"),
            models.Index(fields=("team", "place"), name="views_of_team"),
        )
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="one_view_of_a_name"),)

    def __str__(self) -> str:
        return self.name
