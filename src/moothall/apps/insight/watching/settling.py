"""The list of looks to be asked about, and what came of asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.apps.insight.models import UnusualLook
from moothall.apps.insight.rules import look_is_open, look_is_somebody_elses, says_what_was_found
from moothall.apps.insight.watching.noticing import REASONS
from moothall.ground.looks.api import SEE_LOOKS
from moothall.kernel import clock
from moothall.kernel.actors import Actor

LONGEST = 2_000


class LookNotFound(LookupError):
    """There is no such look among those listed."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """A look to be asked about. `reason` is a sentence; `case` is empty where it is about very many."""

    id: UUID
    at: datetime
    account: UUID
    case: UUID | None
    reason: str
    settled_at: datetime | None
    settled_by: str
    words: str


def unusual_looks(*, settled: bool = False, limit: int = 200, seen_by: Actor) -> tuple[Unusual, ...]:
    """Those nobody has looked into yet, or those that somebody has, the latest first. One query. Raises Refused."""
    SEE_LOOKS.demand(seen_by)
    found = UnusualLook.objects.filter(settled_at__isnull=not settled).order_by("-id")[:limit]
    return tuple(
        Unusual(
            one.id,
            one.at,
            one.account,
            one.case,
            REASONS.get(one.reason, one.reason),
            one.settled_at,
            one.settled_by,
            one.words,
        )
        for one in found
    )


def settle_look(key: UUID, words: str, *, by: Actor) -> None:
    """Say what was found. Raises Refused INSIGHT-01 to 03, LookNotFound."""
    SEE_LOOKS.demand(by)
    found = UnusualLook.objects.filter(pk=key).first()
    if found is None:
        raise LookNotFound(key)
    look_is_somebody_elses.demand(found.account, by.account_id)
    words = words.replace("\x00", "").strip()
    says_what_was_found.demand(words, LONGEST)
    changed = UnusualLook.objects.filter(pk=key, settled_at=None).update(
        settled_at=clock.now(), settled_by=by.key, words=words
    )
    look_is_open.demand(bool(changed))
