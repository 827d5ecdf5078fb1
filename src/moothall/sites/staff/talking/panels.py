"""What of the conversation stands on the case page: a reply that has not left, and following."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from moothall.apps.cases.api import CaseView, following, replies_unsent
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.staff.casework.panels import Panel, panel


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reply that waits. `seconds` are left of one that leaves at once."""

    id: UUID
    words: str
    own: bool
    leaves_at: datetime
    soon: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Unsent(Panel):
    """`draft`: the beginning of what the officer has written and not sent."""

    template: ClassVar[str] = "staff/talking/unsent.html"
    waiting: tuple[Waiting, ...]
    draft: str


@dataclass(frozen=True, slots=True)
class Follow(Panel):
    template: ClassVar[str] = "staff/talking/follow.html"
    follows: bool


@panel("main", order=5)
def unsent(case: CaseView, by: Actor) -> Panel | None:
    found = replies_unsent(case, seen_by=by)
    waiting = tuple(
        Waiting(one.id, one.draft.words, one.own, one.leaves_at, one.soon, _left(one.leaves_at))
        for one in found
        if one.leaves_at is not None
    )
    draft = next((one.draft.words for one in found if one.leaves_at is None), "")
    return Unsent(waiting, draft[:120]) if waiting or draft else None


def _left(until: datetime) -> int:
    return max(0, int((until - clock.now()).total_seconds()))


@panel("side", order=90, moves=True)
def follow(case: CaseView, by: Actor) -> Panel | None:
    """Whoever deals with the case hears of it anyway."""
    if by.account_id is None or case.assignee == by.account_id or case.erased_under:
        return None
    return Follow(following(case, seen_by=by))
