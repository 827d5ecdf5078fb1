"""Questions about teams and about who somebody is in the council."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import connection, models

from moothall.apps.identity.api import Account, account_by_email, accounts_named, accounts_open, reachable_at
from moothall.apps.teams.definitions import NoSuchTeam, Place, Role, TeamDetails
from moothall.apps.teams.models import Membership, Team
from moothall.apps.teams.organisation import organisation
from moothall.apps.teams.policies import LEAD, STAFF_MANAGE
from moothall.ground.gathering import Some, gathered
from moothall.kernel.actors import ANONYMOUS, PUBLIC_CLASS, STAFF_CLASS, Actor, Kind, system, team_class

_SELF = system("teams")
#: Where an account carries the places that were read with it, as long as the request that read it.
_READ = "_places_read"


def teams() -> tuple[TeamDetails, ...]:
    """Every team, in the order of the folder. No query."""
    return organisation().teams


def team_named(code: str) -> TeamDetails:
    """Raises NoSuchTeam."""
    team = organisation().team(code)
    if team is None:
        raise NoSuchTeam(f"There is no team {code!r}.")
    return team


def team_called(code: str) -> str:
    """Its name; its code where the folder has it no more."""
    team = organisation().team(code)
    return team.name if team else code


def places_of(account_id: UUID) -> tuple[Place, ...]:
    """The places somebody has, in alphabetical order of teams. One query."""
    held, named = _held_by(account_id)
    found = gathered(held, named)
    return _places(found[held], found[named])


def account_with_places(account_id: UUID) -> Account | None:
    """Whose account it is, with the places that `actor_for` then need not ask for. One query."""
    held, named = _held_by(account_id)
    found = gathered(own := Some(Account, "id = %s", (account_id,)), held, named)
    for account in found[own]:
        setattr(account, _READ, _places(found[held], found[named]))
        return account
    return None


def _held_by(account_id: UUID) -> tuple[Some[Membership], Some[Team]]:
    held = f"SELECT team_id FROM {Membership._meta.db_table} WHERE account_id = %s"  # noqa: S608 — our own names; values are bound
    return (
        Some(Membership, "account_id = %s", (account_id,), ("team_id", "role")),
        Some(Team, f"id IN ({held})", (account_id,), ("id", "code")),
    )


def _places(held: Iterable[Membership], teams: Iterable[Team]) -> tuple[Place, ...]:
    codes = {team.id: team.code for team in teams}
    return tuple(Place(team, role) for team, role in sorted((codes[one.team_id], one.role) for one in held))


def people_of(team: str) -> tuple[tuple[UUID, tuple[Place, ...]], ...]:
    """Everybody in a team whose account is open, by key, with all the places they have. Two queries."""
    return _with_places(Membership.objects.filter(account__in=_in_team(team)))


def everybody() -> tuple[tuple[UUID, tuple[Place, ...]], ...]:
    """Everybody of the staff whose account is open, by key, with all the places they have. Two queries."""
    return _with_places(Membership.objects.all())


def _with_places(found: models.QuerySet[Membership]) -> tuple[tuple[UUID, tuple[Place, ...]], ...]:
    held = found.order_by("account_id", "team__code")
    places: dict[UUID, list[Place]] = {}
    for account, code, role in held.values_list("account_id", "team__code", "role"):
        places.setdefault(account, []).append(Place(code, role))
    there = accounts_open(list(places))
    return tuple((account, tuple(own)) for account, own in places.items() if account in there)


def leaders_of(team: str) -> tuple[UUID, ...]:
    """The accounts that lead a team, by key. Two queries."""
    leading = [role.code for role in organisation().roles if LEAD.code in role.abilities]
    held = Membership.objects.filter(team__code=team, role__in=leading).order_by("account_id")
    found = list(held.values_list("account_id", flat=True))
    there = accounts_open(found)
    return tuple(account for account in found if account in there)


def colleague_at(email: str) -> UUID | None:
    """The account of somebody with a place here who signs in with this address. Two queries."""
    account = account_by_email(email, seen_by=_SELF)
    if account is None or not account.is_active:
        return None
    return account.pk if Membership.objects.filter(account=account).exists() else None


def _in_team(team: str) -> models.QuerySet[Membership, UUID]:
    return Membership.objects.filter(team__code=team).values_list("account_id", flat=True)


def actor_for(account: Account) -> Actor:
    """Who `account` is when it acts: abilities and visible classes of all its places. One query, or none where they
    were read with it.

    Somebody whose account was closed, or who has no place, may do and see nothing beyond the public.
    """
    if not account.is_active:
        return ANONYMOUS
    read: tuple[Place, ...] | None = getattr(account, _READ, None)
    return actor_with(account.pk, places_of(account.pk) if read is None else read)


def actor_of(account_id: UUID) -> Actor:
    """Who an account is as it stands now, for work that goes on after its request. One query.

    Nobody, where it has been closed meanwhile.
    """
    account = account_with_places(account_id)
    return ANONYMOUS if account is None else actor_for(account)


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


def roles_in(team: str, *, seen_by: Actor) -> Mapping[UUID, str]:
    """The code of the role that each account has in a team. One query. Empty for whoever is not staff."""
    if not (seen_by.is_officer or seen_by.kind is Kind.SYSTEM):
        return {}
    return dict(Membership.objects.filter(team__code=team).values_list("account_id", "role"))


def roles_to_give(team: str, *, seen_by: Actor) -> tuple[Role, ...]:
    """The roles that `seen_by` may give somebody else in a team they lead, or in any if they manage staff."""
    return tuple(
        one
        for one in organisation().roles
        if STAFF_MANAGE.allows(seen_by) or not beyond(one.code, team, by=seen_by)
    )


def beyond(role: str, team: str, *, by: Actor) -> frozenset[str]:
    """The abilities and confidentiality classes that a role has in a team, and `by` has not."""
    somebody = actor_with(UUID(int=0), (Place(team, role),))
    return (somebody.abilities - by.abilities) | (somebody.classes - by.classes)


def staff_who_see(confidentiality: str, *, seen_by: Actor) -> tuple[tuple[UUID, str], ...]:
    """(account id, name) of everybody who may see cases of a class, by name: who can be mentioned on one. Two queries.

    Empty for whoever does not see the class themselves.
    """
    if not seen_by.sees(confidentiality):
        return ()
    held: dict[UUID, list[Place]] = {}
    for account, team, role in Membership.objects.values_list("account_id", "team__code", "role"):
        held.setdefault(account, []).append(Place(team, role))
    may = [one for one, places in held.items() if actor_with(one, tuple(places)).sees(confidentiality)]
    named = reachable_at(may, seen_by=_SELF)
    return tuple(
        sorted(((key, name) for key, (name, _email) in named.items()), key=lambda one: (one[1], one[0]))
    )


def members_of(codes: Collection[str], *, seen_by: Actor) -> set[UUID]:
    """The accounts with a place in any of these teams. One query. Empty for whoever is not staff.

    Without the ORM, because it stands on every list.
    """
    if not codes or not (seen_by.is_officer or seen_by.kind is Kind.SYSTEM):
        return set()
    places, named = (connection.ops.quote_name(one._meta.db_table) for one in (Membership, Team))
    marks = ", ".join(["%s"] * len(codes))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT m.account_id FROM {places} m JOIN {named} t ON t.id = m.team_id WHERE t.code IN ({marks})",  # noqa: S608 — our own names; values are bound
            sorted(codes),
        )
        return {key if isinstance(key, UUID) else UUID(hex=key) for (key,) in cursor.fetchall()}
