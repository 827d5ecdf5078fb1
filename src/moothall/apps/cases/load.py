"""How much each person of a team has to do, and who has the least."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q

from moothall.apps.cases.models import OPEN, QueueEntry, Status
from moothall.apps.cases.policies import READ, WORK, may_see
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has: open, of these due by the end of the week (late ones too), of these late."""

    open: int = 0
    this_week: int = 0
    late: int = 0


def load_of(people: Collection[UUID], *, seen_by: Actor) -> Mapping[UUID, Load]:
    """The load of each account that has any, of what the asker may see. One query. Raises Refused."""
    READ.demand(seen_by)
    today = clock.today()
    sunday = today + timedelta(days=6 - today.weekday())
    found = QueueEntry.objects.filter(assignee__in=list(people), status__in=OPEN)
    if seen_by.kind is not Kind.SYSTEM:
        found = found.filter(confidentiality__in=seen_by.classes)
    running = Q(status__in=(Status.NEW, Status.IN_PROGRESS))
    counted = found.values("assignee").annotate(
        open=Count("pk"),
        this_week=Count("pk", filter=Q(due_on__lte=sunday)),
        late=Count("pk", filter=running & Q(due_on__lt=today)),
    )
    return {
        one["assignee"]: Load(one["open"], one["this_week"], one["late"])
        for one in counted
        if one["assignee"]
    }


def least_loaded(
    team: str, case_id: UUID, confidentiality: str, *, seen_by: Actor, also: Mapping[UUID, int] | None = None
) -> UUID | None:
    """Whoever of the team has the least to do for what they can do in a week, is there, and may work on the case.

    The same for the same state: of two with the same load, the one first by key. `also` is work about to be given.
    """
    able = workers_of(team, confidentiality, case_id)
    away = teams.away_on(clock.today(), of=able)
    there = [one for one in able if one not in away]
    loads, capacity = load_of(there, seen_by=seen_by), teams.capacities_of(there)
    more = also or {}
    ranked = sorted(
        ((loads.get(one, Load()).open + more.get(one, 0)) / capacity[one], one)
        for one in there
        if capacity[one]
    )
    return ranked[0][1] if ranked else None


def workers_of(team: str, confidentiality: str, case_id: UUID) -> list[UUID]:
    """The accounts of a team that may work on a case of this class. One query."""
    found: Iterable[tuple[UUID, tuple[teams.Place, ...]]] = teams.people_of(team)
    actors = ((account, teams.actor_with(account, places)) for account, places in found)
    return [
        account
        for account, actor in actors
        if WORK.allows(actor) and may_see(actor, case_id, confidentiality)
    ]
