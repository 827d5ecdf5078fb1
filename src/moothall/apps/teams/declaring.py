"""What staff say of themselves, to notice looks at their own affairs; and the looks of a team, for its leader."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from moothall.apps.teams import rules
from moothall.apps.teams.absences import teams_led
from moothall.apps.teams.models import Declaration, Membership
from moothall.ground.looks.api import Asked, Seen, looks_recorded
from moothall.kernel.actors import Actor, system

MOST_LINES = 20
LONGEST = 120
_SELF = system("teams")


@dataclass(frozen=True, slots=True)
class Declared:
    """Postcodes as they were read, and names."""

    postcodes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def declare(said: Declared, *, by: Actor) -> None:
    """Say of oneself where one lives and who belongs to one's family. Raises Refused TEAM-30 for too much of it."""
    if by.account_id is None:
        return
    lines = (*said.postcodes, *said.names)
    rules.declaration_is_bounded.demand(
        max(len(said.postcodes), len(said.names)), max((len(one) for one in lines), default=0)
    )
    Declaration.objects.update_or_create(
        account_id=by.account_id,
        defaults={"postcodes": "\n".join(said.postcodes), "names": "\n".join(said.names)},
    )


def declared_by(by: Actor) -> Declared:
    """What one has said of oneself: nobody else is shown it. One query."""
    return (
        declarations([by.account_id], seen_by=_SELF).get(by.account_id, Declared())
        if by.account_id
        else Declared()
    )


def declarations(accounts: Collection[UUID | None], *, seen_by: Actor) -> Mapping[UUID, Declared]:
    """What these accounts have said, for the system alone, which compares it. One query. Empty for anybody else."""
    if seen_by.is_officer or not seen_by.may("audit.read"):
        return {}
    found = Declaration.objects.filter(account__in=[one for one in accounts if one])
    return {
        one.account_id: Declared(tuple(one.postcodes.splitlines()), tuple(one.names.splitlines()))
        for one in found
    }


def looks_of_team(
    team: str, asked: Asked, *, before: UUID | None = None, limit: int = 50, seen_by: Actor
) -> tuple[Seen, ...]:
    """What people of a team looked at, for whoever leads it. Three queries. Raises Refused TEAM-17 for anybody else."""
    rules.is_own_or_led.demand(False, team in teams_led(seen_by))
    members = Membership.objects.filter(team__code=team).values_list("account_id", flat=True)
    keys = frozenset(f"officer:{account}" for account in members)
    actors = keys if asked.actors is None else keys & asked.actors
    return looks_recorded(
        Asked(actors, asked.subject, asked.purpose, asked.since, asked.until),
        before=before,
        limit=limit,
        seen_by=_SELF,
    )
