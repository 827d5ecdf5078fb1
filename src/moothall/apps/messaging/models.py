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


class Notice(models.Model):
    """Something an officer is to know, such as that a request was given to them. No name, nobody's words: `kind` has
    its sentence in the code, and `label` is the reference of what it is about."""

    holds: ClassVar = Holds(
        "Which officer's account was told what kind of thing about which request, and when they read it.",
        "So that officers know what waits for them.",
        "Read ones for 90 days; all of them go with the request they are about.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField()
    kind = models.CharField(max_length=30)
    about = models.CharField(max_length=80)
    label = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    #: Whether it stands in the app; where it does not, it is only for a digest.
    in_app = models.BooleanField()
    #: How it is to leave by e-mail: `daily`, `at once`, or not at all.
    mail = models.CharField(max_length=8, blank=True)
    digest = models.UUIDField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("account", "id"), name="notices_of"),
            models.Index(
                fields=("account",),
                name="notices_unread",
                condition=models.Q(read_at__isnull=True, in_app=True),
            ),
            models.Index(
                fields=("mail", "account"),
                name="notices_to_mail",
                condition=models.Q(digest__isnull=True) & ~models.Q(mail=""),
            ),
            models.Index(fields=("about",), name="notices_about"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class NoticeChoice(models.Model):
    """What an officer has chosen about one kind of notice; without a row it is as the kind says."""

    holds: ClassVar = Holds(
        "Which notices an officer's account wants, in the app and by e-mail.",
        "To tell officers what they want to be told.",
        "As long as the account.",
    )

    account = models.UUIDField()
    kind = models.CharField(max_length=30)
    in_app = models.BooleanField()
    mail = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "kind"), name="one_choice_for_a_kind_of_notice"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.account}"


class NoticeDigest(models.Model):
    """One e-mail with notices. Its key is its Message-ID, so that a repeat after a crash is shown once."""

    holds: ClassVar = Holds(
        "To which officer's account an e-mail with notices went, and when.",
        "To send it once.",
        "Ninety days.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField()
    #: The one of the day; others leave at once.
    daily = models.BooleanField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
