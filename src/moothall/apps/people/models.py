"""What somebody said about themselves, as it came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class SourceRecord(models.Model):
    """One telling. Written once: a change is another record, erasing is the only other thing that happens to it."""

    holds: ClassVar = Holds(
        "Name, e-mail address, telephone number and postal address, as the person gave them.",
        "To answer the person and to know whom a request is about.",
        "As long as the case it was given for; erased with it.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=120)
    name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    #: In lines.
    address = models.TextField(blank=True)
    purpose = models.CharField(max_length=200)
    #: Drawn for this row alone and dropped with it: without it the digest in the sealed log says nothing.
    salt = models.BinaryField(max_length=32)
    #: The actor's key: the person themselves, or the officer who wrote it down for them.
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)


class PersonKey(models.Model):
    """What a record is found by: the sounds of a name, the figures of a number. Made of the record, never told."""

    holds: ClassVar = Holds(
        "How a name and a street sound, the figures of a telephone number, the e-mail address and the postcode.",
        "So that whoever calls is found by what is heard, among a million records.",
        "As the record it was made of: erased with it.",
    )

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    #: Bytes, so that both engines order it alike and what begins alike is one range.
    value = models.BinaryField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "value", "record"), name="person_key"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.record_id}"


class KeyedUpTo(models.Model):
    """The newest record that has its keys: one row. Younger ones are read themselves."""

    holds: ClassVar = nothing_personal("To go on where the last run stopped.")

    id = models.PositiveSmallIntegerField(primary_key=True)
    record = models.UUIDField()

    def __str__(self) -> str:
        return str(self.record)
