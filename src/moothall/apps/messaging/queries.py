"""Questions about messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max

from moothall.apps.messaging.models import Message, State
from moothall.ground.gathering import Some, gathered
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.policies import needs

#: Only the demonstration shows a page of everything that was sent.
SEE_OUTBOX = needs("outbox.read", "Whoever may read the outbox of the demonstration.")

#: What of a message a timeline needs: none of its words.
_TOLD = ("id", "moment", "role", "state", "subject", "failure", "queued_at", "settled_at", "name")


@dataclass(frozen=True, slots=True)
class Told:
    """One message as a timeline shows it. `state` is queued, sent or failed; `failure` says why it failed."""

    id: UUID
    moment: str
    role: str
    state: str
    subject: str
    failure: str
    queued_at: datetime
    settled_at: datetime | None
    #: Whom it was to, as they gave it; may be empty.
    name: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole message, as the demonstration's outbox shows it."""

    id: UUID
    to: str
    name: str
    subject: str
    text: str
    html: str
    state: str
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class Failing:
    """Messages of one moment that could not be sent for one reason: how many lately, and when the last was."""

    moment: str
    why: str
    number: int
    last: datetime | None


def messages_read(about: str) -> Some[Message]:
    """What `messages_about` asks, for whoever reads it ahead."""
    return Some(Message, "about = %s", (about,), _TOLD)


def messages_about(about: str, *, seen_by: Actor) -> tuple[Told, ...]:
    """What was told about a subject, oldest first. The room above has decided that `seen_by` may see it."""
    found = gathered(asked := messages_read(about))[asked]
    return tuple(
        Told(m.id, m.moment, m.role, m.state, m.subject, m.failure, m.queued_at, m.settled_at, m.name)
        for m in sorted(found, key=lambda one: one.id)
    )


def letter(message_id: UUID, *, seen_by: Actor) -> Letter | None:
    """One whole message; the caller's policy has decided."""
    row = Message.objects.filter(pk=message_id).first()
    return None if row is None else _letter(row)


def outbox(*, limit: int = 50, before: UUID | None = None, seen_by: Actor) -> tuple[Letter, ...]:
    """The newest messages of everybody, `before` a known one: for a demonstration only. Raises Refused."""
    SEE_OUTBOX.demand(seen_by)
    rows = Message.objects.order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_letter(row) for row in rows[: min(limit, 200)])


def _letter(row: Message) -> Letter:
    return Letter(row.id, row.email, row.name, row.subject, row.text, row.html, row.state, row.queued_at)


def failed_lately(*, days: int = 7) -> tuple[Failing, ...]:
    """The messages of the last days that could not be sent, by what they said and why, most first: for whoever runs the
    platform, without anybody in it. One query."""
    first = UUID(int=int((clock.now() - timedelta(days=days)).timestamp() * 1_000) << 80)
    failed = Message.objects.filter(pk__gte=first, state=State.FAILED).values("moment", "failure")
    found = failed.annotate(number=Count("pk"), last=Max("settled_at")).order_by(
        "-number", "moment", "failure"
    )
    return tuple(Failing(one["moment"], one["failure"], one["number"], one["last"]) for one in found[:50])
