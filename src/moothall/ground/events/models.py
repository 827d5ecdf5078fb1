"""The log, its seal, who follows it, and the ledger of erasures. No verbs here."""

from __future__ import annotations

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class Event(models.Model):
    """One fact: never changed, removed only with its whole segment."""

    holds = Holds(
        what="Which account or proven party did what to which record, and when. Keys only, no names or text.",
        why="To show what was decided by whom (accountability, UK GDPR Art. 5(2)).",
        kept="As long as its segment of the seal; the text it refers to goes earlier.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stream = models.CharField(max_length=120)
    sequence = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    data = models.TextField()
    salt = models.BinaryField()
    mac = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="events_one_per_sequence")]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence} {self.name}"


class Unsealed(models.Model):
    """What one `record` call told and the sealer has not numbered yet, in the order it was told."""

    holds = nothing_personal("To find what is not sealed yet without asking every event.", "Seconds.")

    ticket = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=120)
    first_sequence = models.PositiveIntegerField()
    last_sequence = models.PositiveIntegerField()
    set_aside = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.stream} {self.first_sequence} to {self.last_sequence}"


class Seal(models.Model):
    """The sealed number of an event: the only total order there is. `mac` chains to the number before."""

    holds = nothing_personal("To prove that the log was not altered.", "As long as its segment.")

    number = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    mac = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.number}"


class Segment(models.Model):
    """A run of sealed numbers that can be dropped whole; this header stays and keeps the chain whole."""

    holds = nothing_personal("To drop old events without breaking the seal.")

    id = models.PositiveIntegerField(primary_key=True)
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    opening = models.BinaryField()
    closing = models.BinaryField()
    key_print = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    closed = models.BooleanField(default=False)
    dropped = models.CharField(max_length=300, default="", blank=True)
    mac = models.BinaryField()

    def __str__(self) -> str:
        return f"segment {self.id}: {self.first_number} to {self.last_number}"


class Cursor(models.Model):
    """How far a listener has followed the sealed numbers."""

    holds = nothing_personal("To deliver every event to every listener.")

    listener = models.CharField(max_length=120, primary_key=True)
    number = models.BigIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.listener} at {self.number}"


class Parked(models.Model):
    """An event that a listener failed on, or that waits behind one in its stream."""

    holds = nothing_personal(
        "To try a failed delivery again without holding up the others.", "Until delivered."
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listener = models.CharField(max_length=120)
    stream = models.CharField(max_length=120)
    number = models.BigIntegerField()
    event_id = models.UUIDField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)
    error = models.CharField(max_length=200, default="", blank=True)
    parked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listener", "stream", "number"], name="events_parked_once")
        ]
        indexes = [models.Index(fields=["next_try"], name="events_parked_due")]

    def __str__(self) -> str:
        return f"{self.listener}: {self.number}"


class Erasure(models.Model):
    """One entry of the ledger: what was erased, under which rule, by whom; authentic by its own mac."""

    holds = Holds(
        what="The key of a record that was erased and the key of who erased it.",
        why="To prove that an erasure was lawful and to repeat it after a restore (UK GDPR Art. 17).",
        kept="As long as any backup from before it.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=120, db_index=True)
    rule = models.CharField(max_length=120)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    rows = models.TextField()
    mac = models.BinaryField()
    copied = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.subject} erased under {self.rule}"


class ErasedRow(models.Model):
    """Finds the ledger's entry for one personal row: `what` is `<kind>:<key>`."""

    holds = nothing_personal("To tell an erased row from a removed one.", "As long as its entry.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    what = models.CharField(max_length=200, db_index=True)
    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="erased_rows")

    def __str__(self) -> str:
        return self.what
