"""Questions about teams and about who somebody is in the council."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.identity.api import Account, accounts_named
from moothall.apps.teams.definitions import NoSuchTeam, Place, TeamDetails
from moothall.apps.teams.models import Membership
from moothall.apps.teams.organisation import organisation
from moothall.kernel.actors import ANONYMOUS, PUBLIC_CLASS, STAFF_CLASS, Actor, Kind, team_class


def teams() -> tuple[TeamDetails, ...]:
    """Every team, in the order of the folder. No query."""
    return organisation().teams


def team_named(code: str) -> TeamDetails:
    """Raises NoSuchTeam."""
    team = organisation().team(code)
    if team is None:
        raise NoSuchTeam(f"There is no team {code!r}.")
    return team


def places_of(account_id: UUID) -> tuple[Place, ...]:
    """The places somebody has, in alphabetical order of teams. One query."""
    rows = Membership.objects.filter(account_id=account_id).values_list("team__code", "role")
    return tuple(Place(team, role) for team, role in sorted(rows))


def actor_for(account: Account) -> Actor:
    """Who `account` is when it acts: abilities and visible classes of all its places. One query.

    Somebody whose account was closed, or who has no place, may do and see nothing beyond the public.
    """
    if not account.is_active:
        return ANONYMOUS
    return actor_with(account.pk, places_of(account.pk))


def actor_with(account_id: UUID, places: tuple[Place, ...]) -> Actor:
    """The actor an account would be with these places."""
    abilities: set[str] = set()
    classes = {PUBLIC_CLASS}
    now = organisation()
    for place in places:
        role = now.role(place.role)
        if role is None:
            continue
        abilities |= role.abilities
        if "cases.read" in role.abilities:
            classes |= {team_class(place.team), *map(team_class, role.sees_teams)}
            classes |= set() if role.own_team_only else {STAFF_CLASS}
    return Actor(
        Kind.OFFICER,
        f"officer:{account_id}",
        abilities=frozenset(abilities),
        classes=frozenset(classes),
        teams=frozenset(place.team for place in places),
        roles=frozenset(place.role for place in places),
    )


def colleagues_in(team: str, *, seen_by: Actor) -> tuple[tuple[UUID, str], ...]:
    """(account id, name) of everybody in a team, by name: to whom a case can be given. Two queries.

    Empty for whoever is not staff.
    """
    if not (seen_by.is_officer or seen_by.kind is Kind.SYSTEM):
        return ()
    ids = Membership.objects.filter(team__code=team).values_list("account_id", flat=True)
    named = accounts_named(list(ids), seen_by=seen_by)
    return tuple(sorted(named.items(), key=lambda pair: (pair[1], pair[0])))
