"""Recording looks, finding them again, and letting them go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from moothall.ground import rows
from moothall.ground.looks.models import Found, Look, Reached
from moothall.ground.looks.policies import SEE_LOOKS
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import id_at, new_id

#: A page's transaction is over long before this; younger looks are found by reading them.
SETTLED = timedelta(minutes=10)
#: Looks made findable in one transaction.
BATCH = 500
_NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody saw a record: `actor` is the actor's key, `route` the name of the page."""

    at: datetime
    actor: str
    purpose: str
    route: str


def record_look(by: Actor, subjects: Sequence[str], *, purpose: str, route: str) -> None:
    """Record that `by` was shown `subjects` ("case:<uuid>"), all on one page: one INSERT however many.

    `purpose` is why the page exists ("handling requests"), `route` its name. Nothing is recorded for no subjects.
    """
    record_looks(by, Shown(tuple(subjects), purpose, route))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed, and for what purpose."""

    subjects: tuple[str, ...]
    purpose: str
    route: str


def record_looks(by: Actor, *shown: Shown) -> None:
    """Several for as many purposes, in one statement."""
    looks = [
        rows.made(
            Look,
            id=new_id(),
            at=clock.now(),
            actor=by.key,
            purpose=one.purpose,
            route=one.route,
            subjects=json.dumps(one.subjects, separators=(",", ":")),
        )
        for one in shown
        if one.subjects
    ]
    if looks:
        rows.insert(*looks)


def looks_at(subject: str, *, seen_by: Actor, limit: int = 1_000) -> tuple[Looked, ...]:
    """Who saw `subject`, the latest first. Raises Refused for whoever may not ask."""
    SEE_LOOKS.demand(seen_by)
    young = Q(id__gt=_reached(), subjects__contains=json.dumps(subject))
    known = Q(id__in=Found.objects.filter(subject=subject).values("look_id"))
    found = [*Look.objects.filter(known), *Look.objects.filter(young)]
    found.sort(key=lambda look: look.id, reverse=True)
    return tuple(Looked(look.at, look.actor, look.purpose, look.route) for look in found[:limit])


def make_findable(*, settled: timedelta = SETTLED) -> int:
    """Write `Found` for looks older than `settled`; returns how many looks. Run by a job, one at a time."""
    until, total = _id_before(clock.now() - settled), 0
    while batch := list(Look.objects.filter(id__gt=_reached(), id__lt=until).order_by("id")[:BATCH]):
        with transaction.atomic():
            rows.load(_found_in(batch))
            Reached.objects.update_or_create(pk=1, defaults={"look_id": batch[-1].id})
        total += len(batch)
    return total


def forget_looks(*, before: datetime) -> int:
    """Delete looks made before `before` (their time is over), a batch to a transaction; returns how many."""
    old, total = Look.objects.filter(id__lt=_id_before(before)).order_by("id"), 0
    while batch := list(old.values_list("id", flat=True)[:BATCH]):
        with transaction.atomic():
            Found.objects.filter(look_id__in=batch).delete()
            Look.objects.filter(id__in=batch).delete()
        total += len(batch)
    return total


def _found_in(looks: Iterable[Look]) -> Iterable[Found]:
    for look in looks:
        for subject in dict.fromkeys(json.loads(look.subjects)):
            yield Found(subject=subject, look_id=look.id)


def _reached() -> UUID:
    kept = Reached.objects.filter(pk=1).values_list("look_id", flat=True).first()
    return kept or _NOTHING


def _id_before(moment: datetime) -> UUID:
    """The least key of `moment`: keys are in order of time."""
    return UUID(int=id_at(int(moment.timestamp() * 1_000_000_000)).int >> 64 << 64)
