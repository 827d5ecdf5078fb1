"""Tables of contacts: that somebody called or came, and how it is counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class Contact(models.Model):
    """Somebody got in touch with an adviser. Changed under a lock of its row; its history is `contact:<id>`."""

    holds: ClassVar = Holds(
        "Which officer's account answered, and which telling of a person belongs to whoever called.",
        "To know who was answered when, and to go on where a call was left.",
        "Two years; what the person said about themselves is erased with their case.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField()
    channel = models.CharField(max_length=10)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    wrap_up = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=120, blank=True)
    #: It could have been done online; the person was helped to do something online.
    online = models.BooleanField(default=False)
    assisted = models.BooleanField(default=False)
    #: What whoever called once said about themselves.
    caller = models.ForeignKey("people.SourceRecord", null=True, on_delete=models.SET_NULL, related_name="+")
    #: The form being filled in for them.
    draft = models.UUIDField(null=True)
    last_event = models.PositiveIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=("account", "began_at"), name="contact_of"),
            models.Index(fields=("account",), name="contact_open", condition=Q(ended_at__isnull=True)),
            models.Index(fields=("began_at",), name="contact_began"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"

    @property
    def stream(self) -> str:
        return f"contact:{self.id}"


class ContactText(models.Model):
    """What the adviser wrote down."""

    holds: ClassVar = Holds(
        "What an adviser wrote down about a contact.",
        "So that nobody is asked the same again.",
        "As many months as contacts.yaml says (6), or until the case it is about is erased.",
    )

    contact = models.OneToOneField(Contact, primary_key=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.contact_id)


class ContactCase(models.Model):
    """A case that a contact was about. `opened`: in this very contact."""

    holds: ClassVar = nothing_personal("To know how often people had to ask about one request.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    opened = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("contact", "about"), name="contact_case_once"),)

    def __str__(self) -> str:
        return f"{self.contact_id} about {self.about_id}"


class ContactCount(models.Model):
    """How many contacts of one sort there were on a day, and how long they took together."""

    holds: ClassVar = nothing_personal(
        "Numbers of a day: what people call about, and what could be done online."
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    channel = models.CharField(max_length=10)
    reason = models.CharField(max_length=40)
    service = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField()
    seconds = models.PositiveBigIntegerField()
    online = models.PositiveIntegerField()
    assisted = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("day", "channel", "reason", "service"), name="contact_count_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} × {self.reason} by {self.channel} on {self.day}"
