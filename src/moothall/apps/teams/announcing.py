"""Telling everybody who works here: one sentence above every page of staff, for a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from moothall.apps.teams import rules
from moothall.apps.teams.models import Announcement
from moothall.apps.teams.policies import ANNOUNCE
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

LONGEST = 300
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Announced:
    id: UUID
    words: str
    begins: datetime
    ends: datetime
    by: str


def announce(words: str, *, days: int, by: Actor) -> UUID:
    """Say it from now on, for so many days. Raises Refused TEAM-31, TEAM-32, or the policy's."""
    ANNOUNCE.demand(by)
    said = " ".join(words.replace("\x00", "").split())
    rules.announcement_is_bounded.demand(said, LONGEST)
    rules.announcement_ends.demand(days, MOST_DAYS)
    now = clock.now()
    made = Announcement(id=new_id(), words=said, begins=now, ends=now + timedelta(days=days), by=by.key)
    made.save(force_insert=True)
    _said.forget()
    return made.id


def end_announcement(key: UUID, *, by: Actor) -> bool:
    """It is over; whether it was still said."""
    ANNOUNCE.demand(by)
    now = clock.now()
    ended = Announcement.objects.filter(pk=key, ends__gt=now).update(ends=now)
    _said.forget()
    return bool(ended)


def announcements(*, seen_by: Actor, limit: int = 50) -> tuple[Announced, ...]:
    """What is said now and what was said, the latest first, for those who may say something. One query."""
    ANNOUNCE.demand(seen_by)
    return tuple(_as_told(one) for one in Announcement.objects.order_by("-begins", "-id")[:limit])


def announced_now() -> tuple[str, ...]:
    """What is said now, the latest first. No query on most pages: a process remembers it for some seconds."""
    return _said.now()


def _as_told(one: Announcement) -> Announced:
    return Announced(one.id, one.words, one.begins, one.ends, one.by)


class _Said:
    """What is said, read again after some seconds or when this process has changed it."""

    def __init__(self) -> None:
        self._held: tuple[tuple[str, datetime], ...] = ()
        self._read_at = float("-inf")

    def now(self) -> tuple[str, ...]:
        if time.monotonic() - self._read_at > REMEMBERED_S:
            live = Announcement.objects.filter(ends__gt=clock.now()).order_by("-begins", "-id")[:3]
            self._held = tuple(live.values_list("words", "ends"))
            self._read_at = time.monotonic()
        now = clock.now()
        return tuple(words for words, ends in self._held if ends > now)

    def forget(self) -> None:
        self._read_at = float("-inf")


REMEMBERED_S = 15.0
_said = _Said()


def forget_announced() -> None:
    """As in a new process."""
    _said.forget()
