"""Messages: what was told to whom, and whether it went."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class State(models.TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Message(models.Model):
    """One message to one person. `facts` until it is sent, `subject`, `text` and `html` as sent after."""

    holds: ClassVar = Holds(
        "The e-mail address and name of who was told, and every word of what they were told.",
        "To tell people how their request goes, and to know what they were told.",
        "As long as the case it is about; erased with it.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.CharField(max_length=80)
    moment = models.CharField(max_length=40)
    service = models.CharField(max_length=120)
    template = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    email = models.CharField(max_length=320)
    facts = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    #: Why it failed, in words that hold no personal data.
    failure = models.CharField(max_length=200)
    queued_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("about", "id"), name="messages_about"),)

    def __str__(self) -> str:
        return str(self.id)
