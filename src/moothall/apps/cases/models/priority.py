"""How urgent a case is, where somebody or a rule has said so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.apps.cases.models.case import Case
from moothall.kernel.privacy import nothing_personal


class Level(models.TextChoices):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Priority(models.Model):
    """A case without one is as urgent as most."""

    holds: ClassVar = nothing_personal("To do first what cannot wait.")

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=6, choices=Level.choices)

    def __str__(self) -> str:
        return f"{self.level} {self.case_id}"
