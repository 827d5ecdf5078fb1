"""Who the council is, and who somebody is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.catalogue.api import load
from moothall.apps.catalogue.library import current
from moothall.apps.identity.api import Account, create_account, suspend_account
from moothall.apps.teams.api import (
    ABILITIES,
    NoSuchTeam,
    Place,
    Role,
    actor_for,
    capacities_of,
    colleagues_in,
    join,
    leave,
    load_teams,
    organisation,
    organised_by,
    places_of,
    register_ability,
    roles_in,
    roles_to_give,
    team_named,
    teams,
    working_calendar,
)
from moothall.apps.teams.events import PlaceGiven, PlaceTaken
from moothall.apps.teams.jobs import forget_those_who_have_left
from moothall.apps.teams.models import Declaration, Team, Working
from moothall.ground.events.api import history
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, Actor, Kind, system
from moothall.kernel.rules import Refused
from tests.cast import MARCUS

SYSTEM = system("test")


@pytest.fixture
def amy(db: None) -> Account:
    load(by=SYSTEM)
    return create_account("amy@example.com", "Amy Robarts", "correct-horse-battery-9")


def test_teams_are_those_of_the_folder() -> None:
    assert [team.code for team in teams()][:3] == ["waste", "customer-relations", "adult-safeguarding"]
    assert team_named("waste").email.startswith("waste@")
    with pytest.raises(NoSuchTeam):
        team_named("nobody")


def test_every_ability_of_a_role_is_known() -> None:
    named = {ability for role in organisation().roles for ability in role.abilities}
    assert named <= set(ABILITIES)
    assert register_ability("cases.read", "Again.") == "cases.read"


@pytest.mark.django_db
def test_somebody_without_a_place_may_and_sees_nothing(amy: Account) -> None:
    actor = actor_for(amy)
    assert actor.is_officer
    assert (actor.abilities, actor.classes, actor.teams) == (frozenset(), frozenset({"public"}), frozenset())


@pytest.mark.django_db
def test_a_place_gives_abilities_and_sight_for_one_query(amy: Account) -> None:
    join(amy.pk, team="waste", role="officer", by=SYSTEM)
    with CaptureQueriesContext(connection) as queries:
        actor = actor_for(amy)
    assert len(queries) <= 2
    assert actor.may("cases.close")
    assert not actor.may("cases.assign")
    assert actor.classes == {"public", "staff", "team:waste"}
    assert actor.account_id == amy.pk


@pytest.mark.django_db
def test_places_add_up_and_a_role_without_reading_sees_no_case(amy: Account) -> None:
    join(amy.pk, team="digital", role="auditor", by=SYSTEM)
    assert actor_for(amy).classes == {"public"}
    join(amy.pk, team="adult-safeguarding", role="manager", by=SYSTEM)
    actor = actor_for(amy)
    assert actor.may("audit.read")
    assert actor.sees("team:adult-safeguarding")
    assert not actor.sees("team:waste")
    assert not actor.sees("team:digital") or "digital" in actor.teams


@pytest.mark.django_db
def test_a_suspended_account_is_nobody(amy: Account) -> None:
    join(amy.pk, team="waste", role="officer", by=SYSTEM)
    suspend_account(amy)
    assert actor_for(amy) == ANONYMOUS


@pytest.mark.django_db
def test_places_are_given_changed_and_taken_and_each_is_told(amy: Account) -> None:
    join(amy.pk, team="waste", role="officer", by=SYSTEM)
    join(amy.pk, team="waste", role="officer", by=SYSTEM)
    join(amy.pk, team="waste", role="manager", by=SYSTEM)
    assert places_of(amy.pk) == (Place("waste", "manager"),)
    leave(amy.pk, team="waste", by=SYSTEM)
    leave(amy.pk, team="waste", by=SYSTEM)
    assert places_of(amy.pk) == ()
    told = [event.fact for event in history(f"account:{amy.pk}")]
    assert told == [
        PlaceGiven(amy.pk, "waste", "officer"),
        PlaceGiven(amy.pk, "waste", "manager"),
        PlaceTaken(amy.pk, "waste"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("team", "role", "code"), [("none", "officer", "TEAM-01"), ("waste", "king", "TEAM-02")]
)
def test_unknown_teams_and_roles_are_refused(amy: Account, team: str, role: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        join(amy.pk, team=team, role=role, by=SYSTEM)
    assert no.value.code == code


@pytest.mark.django_db
def test_only_who_manages_staff_or_leads_a_team_decides_places(amy: Account) -> None:
    officer = Actor(Kind.OFFICER, "officer:0", abilities=frozenset({"cases.close"}))
    for refused in (
        lambda: join(amy.pk, team="waste", role="manager", by=officer),
        lambda: leave(amy.pk, team="waste", by=officer),
        lambda: load_teams((), by=officer),
    ):
        with pytest.raises(Refused) as no:
            refused()
        assert no.value.code in ("teams.places", "staff.manage")


@pytest.fixture
def visitor() -> Iterator[str]:
    """A role that does less than a manager, and sees the confidential cases of a team that is not theirs."""
    now, sees = organisation(), frozenset({"adult-safeguarding"})
    role = Role("visitor", "Visitor", frozenset({"cases.read"}), sees_teams=sees)
    organised_by(lambda: replace(now, roles=(*now.roles, role)))
    yield role.code
    organised_by(lambda: current().organisation)


@pytest.mark.django_db
def test_a_leader_gives_and_takes_no_role_that_sees_more_than_they_do(amy: Account, visitor: str) -> None:
    marcus = MARCUS.signs_in()
    offered = {role.code for role in roles_to_give("waste", seen_by=marcus)}
    assert offered == {"officer", "manager", "crew", "reader", "partner"}
    assert visitor in {role.code for role in roles_to_give("waste", seen_by=SYSTEM)}

    def refused(do: Callable[[], None]) -> None:
        with pytest.raises(Refused, match=r"^TEAM-33:"):
            do()

    refused(lambda: join(amy.pk, team="waste", role=visitor, by=marcus))
    join(amy.pk, team="waste", role=visitor, by=SYSTEM)
    refused(lambda: join(amy.pk, team="waste", role="reader", by=marcus))
    refused(lambda: leave(amy.pk, team="waste", by=marcus))
    assert roles_in("waste", seen_by=marcus)[amy.pk] == visitor
    assert roles_in("waste", seen_by=ANONYMOUS) == {}


@pytest.mark.django_db
def test_colleagues_are_named_for_staff_alone(amy: Account) -> None:
    join(amy.pk, team="waste", role="officer", by=SYSTEM)
    assert colleagues_in("waste", seen_by=actor_for(amy)) == ((amy.pk, "Amy Robarts"),)
    assert colleagues_in("waste", seen_by=ANONYMOUS) == ()
    assert colleagues_in("digital", seen_by=SYSTEM) == ()


@pytest.mark.django_db
def test_a_team_that_left_the_folder_stays_but_is_not_current(amy: Account) -> None:
    before = {row.code: row.pk for row in Team.objects.all()}
    load_teams(tuple(team for team in teams() if team.code != "digital"), by=SYSTEM)
    assert Team.objects.get(code="digital").current is False
    load_teams(teams(), by=SYSTEM)
    assert {row.code: row.pk for row in Team.objects.filter(current=True)} == before
    assert isinstance(before["digital"], UUID)


def test_closing_days_of_the_folder_count() -> None:
    calendar = working_calendar()
    assert calendar.why_not(date(2026, 6, 12)) == "the council is closed: staff day"
    assert calendar.add(date(2026, 6, 11), 1).due == date(2026, 6, 15)
    assert working_calendar() is calendar


@pytest.mark.django_db
def test_whoever_has_left_the_council_leaves_no_declaration_behind_after_a_month(amy: Account) -> None:
    """A place that is taken away and given again, as when somebody changes teams, loses none of it."""
    join(amy.pk, team="waste", role="officer", by=SYSTEM)
    join(amy.pk, team="highways", role="officer", by=SYSTEM)
    Working.objects.create(account_id=amy.pk, weekly=12)
    Declaration.objects.create(account_id=amy.pk, postcodes="BC4 7DE", names="Mary Bold")
    leave(amy.pk, team="waste", by=SYSTEM)
    assert Declaration.objects.exists(), "they still have a place"
    leave(amy.pk, team="highways", by=SYSTEM)
    join(amy.pk, team="parking", role="officer", by=SYSTEM)
    with clock.stopped_at(clock.now() + timedelta(days=40)):
        forget_those_who_have_left.call()
        assert Declaration.objects.exists(), "they have a place again"
        leave(amy.pk, team="parking", by=SYSTEM)
        forget_those_who_have_left.call()
        assert capacities_of([amy.pk]) == {amy.pk: 12}
    with clock.stopped_at(clock.now() + timedelta(days=72)):
        forget_those_who_have_left.call()
    assert not Declaration.objects.exists()
    assert not Working.objects.exists()
