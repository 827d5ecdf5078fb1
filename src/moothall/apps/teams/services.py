"""Verbs on teams and places."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from moothall.apps.teams.absences import teams_led
from moothall.apps.teams.definitions import TeamDetails
from moothall.apps.teams.events import PlaceGiven, PlaceTaken
from moothall.apps.teams.models import Declaration, Membership, Team, Working
from moothall.apps.teams.organisation import organisation
from moothall.apps.teams.policies import PLACES, STAFF_MANAGE
from moothall.apps.teams.queries import beyond
from moothall.apps.teams.rules import (
    is_not_oneself,
    is_own_or_led,
    role_is_within_bounds,
    the_role_exists,
    the_team_exists,
)
from moothall.ground.events.api import last_sequence, record
from moothall.kernel import clock
from moothall.kernel.actors import Actor

#: How long what is kept only of somebody with a place is kept after they had their last one.
KEPT_AFTER = timedelta(days=31)


@transaction.atomic
def load_teams(teams: tuple[TeamDetails, ...], *, by: Actor) -> None:
    """Keep a row for each team of the folder; a team that left it is no longer current. Idempotent.

    One query when nothing has changed.
    """
    STAFF_MANAGE.demand(by)
    known = {row.code: row for row in Team.objects.all()}
    for team in teams:
        row = known.pop(team.code, None)
        if row is None:
            Team.objects.create(code=team.code, name=team.name, email=team.email)
        elif (row.name, row.email, row.current) != (team.name, team.email, True):
            row.name, row.email, row.current = team.name, team.email, True
            row.save(update_fields=["name", "email", "current"])
    Team.objects.filter(pk__in=[row.pk for row in known.values() if row.current]).update(current=False)


@transaction.atomic
def join(account_id: UUID, *, team: str, role: str, by: Actor) -> None:
    """Give an account a place in a team, or change its role there; nothing happens when it has it already.

    A leader gives out, and takes from others, roles in their own team that may do and see no more than they may.
    Raises Refused (TEAM-01, TEAM-02, TEAM-17, TEAM-33, TEAM-34).
    """
    now = organisation()
    the_team_exists.demand(now, team)
    the_role_exists.demand(now, role)
    held = _held(account_id, team)
    _demand_may_place(account_id, team, (role, held), by)
    if held == role:
        return
    details = now.team(team)
    row, _ = Team.objects.get_or_create(code=team, defaults={"name": details.name if details else team})
    Membership.objects.update_or_create(account_id=account_id, team=row, defaults={"role": role})
    _say_since_when(account_id)
    stream = f"account:{account_id}"
    record(stream, PlaceGiven(account_id, team, role), by=by, after=last_sequence(stream))


@transaction.atomic
def leave(account_id: UUID, *, team: str, by: Actor) -> None:
    """Take an account's place in a team away; nothing happens when it had none. Raises as `join`."""
    _demand_may_place(account_id, team, (_held(account_id, team),), by)
    gone, _ = Membership.objects.filter(account_id=account_id, team__code=team).delete()
    if gone:
        stream = f"account:{account_id}"
        record(stream, PlaceTaken(account_id, team), by=by, after=last_sequence(stream))
        _say_since_when(account_id)


def _say_since_when(account_id: UUID) -> None:
    """What is kept only of somebody with a place, how much they can do and what they declared of their family, says
    since when they have none: a place that is taken away and given again loses none of it."""
    placed = Membership.objects.filter(account_id=account_id).exists()
    left_on = None if placed else clock.today()
    Working.objects.filter(account_id=account_id).update(left_on=left_on)
    Declaration.objects.filter(account_id=account_id).update(left_on=left_on)


def forget_who_has_left() -> int:
    """Delete it a month after somebody had their last place; how many were forgotten."""
    before = clock.today() - KEPT_AFTER
    gone = (Working.objects.filter(left_on__lt=before), Declaration.objects.filter(left_on__lt=before))
    return sum(one.delete()[0] for one in gone)


def _held(account_id: UUID, team: str) -> str:
    """The role somebody has in a team; "" for none."""
    held = Membership.objects.filter(account_id=account_id, team__code=team)
    return held.values_list("role", flat=True).first() or ""


def _demand_may_place(account_id: UUID, team: str, roles: tuple[str, ...], by: Actor) -> None:
    """Whoever manages staff gives anybody else any place; a leader, within bounds, in their own team."""
    PLACES.demand(by)
    if by.is_officer:
        is_not_oneself.demand(account_id, by.account_id)
    if STAFF_MANAGE.allows(by):
        return
    is_own_or_led.demand(False, team in teams_led(by))
    for role in roles:
        role_is_within_bounds.demand(beyond(role, team, by=by))
