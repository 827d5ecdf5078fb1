"""Agreeing in somebody's place for some days: handed over, taken back, and who did. The log keeps each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from moothall.apps.cases import rules
from moothall.apps.cases.deeds import RoleHandedOver, RoleTakenBack
from moothall.apps.cases.models import Delegation
from moothall.apps.cases.policies import READ
from moothall.apps.identity.api import accounts_named
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.events.api import last_sequence, record
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

#: How long it is still listed who agreed in whose place, and how long the row is kept.
LISTED = timedelta(days=365)
#: What is taken back ends on the day before: on its first day it has held for some hours, before that never.
_A_DAY = timedelta(days=1)


@transaction.atomic
def hand_over_role(role: str, to: UUID, since: date, until: date, *, by: Actor) -> None:
    """Somebody else agrees in the place of `by` from one day to another. Never to what they asked for themselves."""
    READ.demand(by)
    rules.has_the_role.demand(role in by.roles)
    rules.stands_in_for_somebody_else.demand(by.account_id, to)
    rules.is_of_own_teams.demand(any(place.team in by.teams for place in teams.places_of(to)))
    rules.stands_in_for_a_while.demand(since, until)
    rules.begins_today_or_later.demand(since, clock.today())
    assert by.account_id is not None
    made = Delegation(id=new_id(), of=by.account_id, to=to, role=role, since=since, until=until)
    rows.insert(made)
    _tell(made, RoleHandedOver(made.id, made.of, to, role, since, until), by)


@transaction.atomic
def take_role_back(delegation: UUID, *, by: Actor) -> None:
    """End it from today on. What was decided under it stays decided, and who might decide stays to be seen."""
    own = Delegation.objects.select_for_update().filter(pk=delegation, of=by.account_id or UUID(int=0))
    found = own.filter(until__gte=clock.today()).first()
    if found is not None:
        found.until = clock.today() - _A_DAY
        found.save(force_update=True, update_fields=["until"])
        _tell(found, RoleTakenBack(found.id, found.of, found.to, found.role), by)


def _tell(one: Delegation, fact: object, by: Actor) -> None:
    stream = f"account:{one.of}"
    record(stream, fact, by=by, after=last_sequence(stream))


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who agrees for whom, as what, from when until when. `own`: whoever looks has handed it on. `over`: it was."""

    id: UUID
    of: str
    to: str
    role: str
    since: date
    until: date
    own: bool
    over: bool


def stand_ins(*, seen_by: Actor) -> tuple[StandIn, ...]:
    """What `seen_by` has handed on, and what was handed to them, as far as it is not over."""
    READ.demand(seen_by)
    key = seen_by.account_id
    live = Delegation.objects.filter(Q(of=key) | Q(to=key), until__gte=clock.today())
    return _shown(live.order_by("since", "id"), seen_by)


def stand_ins_of(accounts: Collection[UUID], *, seen_by: Actor, most: int = 50) -> tuple[StandIn, ...]:
    """Who agreed for one of these, or one of these for somebody, within a year; the latest first. Two queries."""
    teams.PLACES.demand(seen_by)
    theirs = Delegation.objects.filter(Q(of__in=accounts) | Q(to__in=accounts))
    found = theirs.filter(until__gte=clock.today() - LISTED).order_by("-since", "-id")
    return _shown([one for one in found[:most] if one.since <= one.until + _A_DAY], seen_by)


def forget_stand_ins() -> int:
    """Delete those that ended a year ago; how many. The log still says who agreed in whose place."""
    return Delegation.objects.filter(until__lt=clock.today() - LISTED).delete()[0]


def _shown(rows_of: Iterable[Delegation], seen_by: Actor) -> tuple[StandIn, ...]:
    found = list(rows_of)
    named = accounts_named({key for one in found for key in (one.of, one.to)}, seen_by=seen_by)
    called = {role.code: role.name for role in teams.organisation().roles}
    return tuple(
        StandIn(
            one.id,
            named.get(one.of, "Somebody who has left"),
            named.get(one.to, "Somebody who has left"),
            called.get(one.role, one.role),
            one.since,
            max(one.since, one.until),
            one.of == seen_by.account_id,
            one.until < clock.today(),
        )
        for one in found
    )
