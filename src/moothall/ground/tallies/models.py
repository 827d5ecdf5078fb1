"""How often something was done lately: a number under a keyed hash."""

from __future__ import annotations

from django.db import models

from moothall.kernel.privacy import nothing_personal


class Tally(models.Model):
    """`number` times until the second `until`, counted from the epoch; from then on it is as if it were not there."""

    holds = nothing_personal(
        "To notice guessing and floods on every process and machine alike: a number under a keyed hash.",
        kept="At most a day.",
    )

    key = models.BinaryField(primary_key=True, max_length=16, editable=False)
    number = models.PositiveIntegerField()
    until = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.number} times"
