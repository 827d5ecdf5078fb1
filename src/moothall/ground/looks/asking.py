"""Reading the record of looks: by whom, when, what for. For data protection and, of their team, for supervisors."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from moothall.ground.looks.models import Found, Look, Reached
from moothall.ground.looks.policies import SEE_LOOKS
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import id_at

#: Subjects of one look that are told; of more there is the number.
MOST_SUBJECTS = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was shown to somebody: `subjects` are the records on it, such as `case:<id>`."""

    id: UUID
    at: datetime
    actor: str
    purpose: str
    route: str
    subjects: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the record is asked for; what is empty is not asked. `actors` are keys such as `officer:<id>`."""

    actors: frozenset[str] | None = None
    subject: str = ""
    purpose: str = ""
    since: datetime | None = None
    until: datetime | None = None


def looks_recorded(
    asked: Asked, *, before: UUID | None = None, limit: int = 50, seen_by: Actor
) -> tuple[Seen, ...]:
    """The looks that fit, the latest first, those made before the look `before`. Two queries at most.

    Raises Refused for whoever may not ask.
    """
    SEE_LOOKS.demand(seen_by)
    found = Look.objects.order_by("-id")
    if asked.actors is not None:
        found = found.filter(actor__in=asked.actors)
    if asked.purpose:
        found = found.filter(purpose=asked.purpose)
    if asked.since:
        found = found.filter(id__gte=_first_at(asked.since))
    if asked.until:
        found = found.filter(id__lt=_first_at(asked.until))
    if before is not None:
        found = found.filter(id__lt=before)
    if asked.subject:
        reached = Reached.objects.filter(pk=1).values_list("look_id", flat=True).first() or UUID(int=0)
        young = Q(id__gt=reached, subjects__contains=json.dumps(asked.subject))
        found = found.filter(Q(id__in=Found.objects.filter(subject=asked.subject).values("look_id")) | young)
    return tuple(_seen(look) for look in found[: max(1, min(limit, 5_000))])


def last_looked_at(route: str, *, seen_by: Actor, among: int = 200) -> tuple[str, ...]:
    """What `seen_by` saw on the page `route`, the latest first, of their own last `among` looks. One query."""
    own = Look.objects.filter(actor=seen_by.key).order_by("-id").values_list("route", "subjects")[:among]
    seen = (subject for page, subjects in own if page == route for subject in json.loads(subjects))
    return tuple(dict.fromkeys(seen))


def looks_after(last: UUID, *, purposes: Collection[str], limit: int, seen_by: Actor) -> tuple[Seen, ...]:
    """The looks made after the look `last` for one of `purposes`, the earliest first, so that a job can follow them.

    The youngest minute is left out: a page that began before another may end after it. Raises Refused.
    """
    SEE_LOOKS.demand(seen_by)
    settled = _first_at(clock.now() - timedelta(minutes=1))
    found = Look.objects.filter(id__gt=last, id__lt=settled, purpose__in=purposes).order_by("id")[:limit]
    return tuple(_seen(look) for look in found)


def looks_between(
    since: datetime, before: UUID, *, actors: Collection[str], purposes: Collection[str], seen_by: Actor
) -> tuple[Seen, ...]:
    """What `actors` looked at for one of `purposes` from `since` on, before the look `before`, the earliest first: for
    a job that counts over a short time. Raises Refused."""
    SEE_LOOKS.demand(seen_by)
    found = Look.objects.filter(actor__in=actors, id__gte=_first_at(since), id__lt=before)
    return tuple(_seen(look) for look in found.filter(purpose__in=purposes).order_by("id"))


def _seen(look: Look) -> Seen:
    subjects = tuple(json.loads(look.subjects))
    more = max(0, len(subjects) - MOST_SUBJECTS)
    return Seen(look.id, look.at, look.actor, look.purpose, look.route, subjects[:MOST_SUBJECTS], more)


def _first_at(moment: datetime) -> UUID:
    return UUID(int=id_at(int(moment.timestamp() * 1_000_000_000)).int >> 64 << 64)
