"""The door of `messaging`."""

from __future__ import annotations

from moothall.apps.messaging.events import MessageFailed
from moothall.apps.messaging.moments import ALWAYS, MOMENTS, ROLES, Moment
from moothall.apps.messaging.queries import SEE_OUTBOX, Letter, Told, letter, messages_about, outbox
from moothall.apps.messaging.services import (
    Recipient,
    forget_messages_to,
    mailer,
    send_message,
    tell,
    use_mailer,
)
from moothall.apps.messaging.templates import (
    MESSAGES_PART,
    Template,
    Templates,
    spoken_at,
    templates_at,
)

__all__ = [
    "ALWAYS",
    "MESSAGES_PART",
    "MOMENTS",
    "ROLES",
    "SEE_OUTBOX",
    "Letter",
    "MessageFailed",
    "Moment",
    "Recipient",
    "Template",
    "Templates",
    "Told",
    "forget_messages_to",
    "letter",
    "mailer",
    "messages_about",
    "outbox",
    "send_message",
    "spoken_at",
    "tell",
    "templates_at",
    "use_mailer",
]
