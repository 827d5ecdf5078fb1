"""Messages of past subjects, many at once: as they were sent, with nothing to send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from moothall.apps.messaging.models import Message, State
from moothall.ground import rows
from moothall.kernel.ids import id_at


@dataclass(frozen=True, slots=True)
class PastMessage:
    """One message as it went. There is only its text: what another system sent is seldom kept in another form."""

    about: str
    moment: str
    service: str
    template: str
    role: str
    name: str
    email: str
    subject: str
    text: str
    language: str
    at: datetime


def bulk_messages(told: Iterable[PastMessage]) -> int:
    """Write messages as fast as the engine takes them, in the caller's transaction; returns how many."""
    return rows.load(_row(one) for one in told)


def _row(one: PastMessage) -> Message:
    return rows.made(
        Message,
        id=id_at(int(one.at.timestamp() * 1_000_000) * 1_000),
        about=one.about,
        moment=one.moment,
        service=one.service,
        template=one.template,
        language=one.language,
        role=one.role,
        name=one.name,
        email=one.email,
        facts={},
        state=State.SENT,
        subject=one.subject,
        text=one.text,
        html="",
        failure="",
        queued_at=one.at,
        settled_at=one.at,
    )
