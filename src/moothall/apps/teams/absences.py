"""Who is away, who covers them, and how much each can do: verbs and questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from moothall.apps.teams import rules
from moothall.apps.teams.events import AbsenceEnded, AbsenceEntered, CapacitySaid
from moothall.apps.teams.models import Absence, Membership, Working
from moothall.apps.teams.organisation import organisation
from moothall.apps.teams.policies import LEAD
from moothall.ground.events.api import last_sequence, record
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind
from moothall.kernel.ids import new_id

#: What somebody can do in a week as long as nobody has said otherwise.
USUAL_WEEKLY = 20
#: How long an absence that is over is kept.
_KEPT = timedelta(days=92)


class AbsenceNotFound(LookupError):
    """There is no such absence, or it is not the asker's to see."""


@dataclass(frozen=True, slots=True)
class Away:
    """An absence; `cover` may be nobody."""

    id: UUID
    account: UUID
    first: date
    last: date
    cover: UUID | None

    def on(self, day: date) -> bool:
        return self.first <= day <= self.last


def teams_led(by: Actor) -> tuple[str, ...]:
    """The codes of the teams that somebody leads: a role that leads in one team leads no other. One query."""
    if by.account_id is None or not LEAD.allows(by):
        return ()
    held = Membership.objects.filter(account_id=by.account_id).values_list("team__code", "role")
    roles = {role.code: role for role in organisation().roles}
    return tuple(sorted(t for t, role in held if role in roles and LEAD.code in roles[role].abilities))


def enter_absence(account: UUID, first: date, last: date, *, cover: UUID | None, by: Actor) -> UUID:
    """Say that somebody is away: oneself, or a leader of somebody in their team. Raises Refused TEAM-10 to 17."""
    _demand_own_or_led(account, by)
    rules.absence_is_in_order.demand(first, last)
    rules.absence_is_not_over.demand(last, clock.today())
    rules.absence_is_bounded.demand(first, last)
    rules.cover_is_somebody_else.demand(account, cover)
    with transaction.atomic():
        own = set(
            Membership.objects.select_for_update().filter(account=account).values_list("team", flat=True)
        )
        if cover is not None:
            together = Membership.objects.filter(account=cover, team__in=own)
            rules.cover_is_a_colleague.demand(together.exists())
        taken = Absence.objects.filter(account=account, first__lte=last, last__gte=first)
        rules.days_are_free.demand(taken.exists())
        made = Absence.objects.create(id=new_id(), account_id=account, first=first, last=last, cover_id=cover)
        _tell(account, AbsenceEntered(made.id, account, first, last, cover), by)
    return made.id


def end_absence(key: UUID, *, by: Actor) -> None:
    """They are back: as of today nobody covers them. One that has not begun is gone. Raises AbsenceNotFound."""
    with transaction.atomic():
        found = Absence.objects.select_for_update().filter(pk=key).first()
        if found is None or found.last < clock.today():
            raise AbsenceNotFound(key)
        _demand_own_or_led(found.account_id, by)
        if found.first >= clock.today():
            found.delete()
        else:
            found.last = clock.today() - timedelta(days=1)
            found.save(update_fields=["last"])
        _tell(found.account_id, AbsenceEnded(key, found.account_id), by)


def say_capacity(account: UUID, weekly: int, *, by: Actor) -> None:
    """How many cases a week somebody of an own team can deal with. Raises Refused TEAM-16, TEAM-17."""
    _demand_own_or_led(account, by, own=False)
    rules.weekly_is_bounded.demand(weekly)
    with transaction.atomic():
        Working.objects.update_or_create(account_id=account, defaults={"weekly": weekly})
        _tell(account, CapacitySaid(account, weekly), by)


def _demand_own_or_led(account: UUID, by: Actor, *, own: bool = True) -> None:
    if by.kind is Kind.SYSTEM or (own and account == by.account_id):
        return
    led = Membership.objects.filter(account=account, team__code__in=teams_led(by)).exists()
    rules.is_own_or_led.demand(False, led)


def _tell(account: UUID, fact: object, by: Actor) -> None:
    stream = f"account:{account}"
    record(stream, fact, by=by, after=last_sequence(stream))


def away_on(day: date, *, of: Collection[UUID]) -> dict[UUID, Away]:
    """Who of these accounts is away on `day`. One query."""
    found = Absence.objects.filter(account__in=of, first__lte=day, last__gte=day)
    return {one.account_id: _away(one) for one in found}


def absences_of(accounts: Collection[UUID], *, seen_by: Actor) -> tuple[Away, ...]:
    """What is not over yet, by first day; for staff. One query."""
    if not (seen_by.is_officer or seen_by.kind is Kind.SYSTEM):
        return ()
    found = Absence.objects.filter(account__in=accounts, last__gte=clock.today()).order_by("first", "id")
    return tuple(_away(one) for one in found)


def covers_of(accounts: Collection[UUID]) -> dict[UUID, UUID]:
    """Who stands in today for those of `accounts` who are away and have a cover that is there. One query or two."""
    today = clock.today()
    away = {one.account: one.cover for one in away_on(today, of=accounts).values() if one.cover}
    if not away:
        return {}
    gone = away_on(today, of=list(away.values()))
    return {account: cover for account, cover in away.items() if cover not in gone}


def capacities_of(accounts: Iterable[UUID]) -> dict[UUID, int]:
    """What each can do in a week. One query."""
    asked = list(accounts)
    said = dict(Working.objects.filter(account__in=asked).values_list("account_id", "weekly"))
    return {account: said.get(account, USUAL_WEEKLY) for account in asked}


def forget_old_absences() -> int:
    """Those that ended three months ago are nobody's business any more."""
    gone, _ = Absence.objects.filter(last__lt=clock.today() - _KEPT).delete()
    return gone


def _away(one: Absence) -> Away:
    return Away(one.id, one.account_id, one.first, one.last, one.cover_id)
