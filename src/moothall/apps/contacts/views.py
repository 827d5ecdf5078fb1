"""What questions about contacts answer with: frozen, ready for a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CaseOfContact:
    reference: str
    service: str
    service_name: str
    status: str
    opened: bool


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact as its adviser sees it; `ended_at` None while it goes on. `cases` are those the adviser may see."""

    id: UUID
    channel: str
    channel_name: str
    began_at: datetime
    ended_at: datetime | None
    reason: str
    reason_name: str
    wrap_up: str
    wrap_up_name: str
    service: str
    online: bool
    assisted: bool
    words: str
    caller: UUID | None
    draft: UUID | None
    cases: tuple[CaseOfContact, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it took, begun minutes counted."""
        ended = self.ended_at or self.began_at
        return -(-int((ended - self.began_at).total_seconds()) // 60)


@dataclass(frozen=True, slots=True)
class ContactAbout:
    """That somebody got in touch about a case."""

    began_at: datetime
    channel_name: str
    reason_name: str
    adviser: str
    words: str


@dataclass(frozen=True, slots=True)
class Sums:
    """How many contacts, how long they took together, how many could have been done online or were helped to be.

    `online_seconds`: about how long advisers took for those that could have been done online.
    """

    number: int
    seconds: int
    online: int
    assisted: int
    online_seconds: int = 0

    @property
    def minutes(self) -> int:
        """Of one, in whole minutes."""
        return round(self.seconds / self.number / 60) if self.number else 0

    @property
    def spared(self) -> tuple[int, str]:
        """What it would spare advisers if these were done online: in hours, or in minutes where it is little."""
        minutes = round(self.online_seconds / 60)
        return (minutes, "minute") if minutes < 120 else (round(minutes / 60), "hour")


@dataclass(frozen=True, slots=True)
class Summed:
    """The contacts of some days, and the same by channel and by reason, by their names."""

    whole: Sums
    by_channel: tuple[tuple[str, Sums], ...]
    by_reason: tuple[tuple[str, Sums], ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many contacts of one sort: of a channel, a reason and a service."""

    day: date
    channel: str
    reason: str
    service: str
    number: int
    seconds: int
    online: int
    assisted: int
