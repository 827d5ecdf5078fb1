"""A leader's page: load, moving work by the form, sharing out, absence and cover; and nobody else's team."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import COMPLAINT, FLY_TIPPING, HARDING, SYSTEM, sends
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases.api import assign_case, case_for
from moothall.apps.identity.api import Account
from moothall.apps.teams.api import covers_of, join
from moothall.kernel import clock

pytestmark = pytest.mark.django_db
TEAM = "/staff/team/waste/"


@pytest.fixture
def olwen() -> Account:
    return an_officer("Olwen Arkwright", team="waste", role="officer")


@pytest.fixture
def leader(client: Client) -> Client:
    return sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))


def who_has(reference: str) -> object:
    return case_for(reference, seen_by=SYSTEM).assignee


def test_the_page_says_who_has_how_much(leader: Client, olwen: Account) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    sends(FLY_TIPPING, HARDING)
    assign_case(opened.reference, to=olwen.pk, by=SYSTEM)
    page = leader.get("/staff/team/", follow=True).content.decode()
    assert "<strong>1</strong> open of 20 a week" in page
    assert "Nobody’s yet (1)" in page
    leader.post(f"{TEAM}capacity/", {"person": str(olwen.pk), "weekly": "12"})
    assert "<strong>1</strong> open of 12 a week" in leader.get(TEAM).content.decode()
    refused = leader.post(f"{TEAM}capacity/", {"person": str(olwen.pk), "weekly": "many"})
    assert refused.status_code == 422
    assert f'href="#weekly-{olwen.pk}"' in refused.content.decode()
    assert 'value="many"' in refused.content.decode(), "what was typed stays"


def test_what_somebody_has_of_other_teams_is_led_to(leader: Client, olwen: Account) -> None:
    join(olwen.pk, team="customer-relations", role="officer", by=SYSTEM)
    one, other = sends(FLY_TIPPING, HARDING), sends(COMPLAINT, HARDING)
    for opened in (one, other):
        assign_case(opened.reference, to=olwen.pk, by=SYSTEM)
    page = leader.get(TEAM).content.decode()
    assert "<strong>2</strong> open of 20 a week" in page
    assert "and 1 other<" in page
    further = page.partition("and 1 other<")[0].rpartition('href="')[2].partition('"')[0]
    assert other.reference in leader.get(unescape(further)).content.decode()


def test_work_is_moved_by_the_form(leader: Client, olwen: Account) -> None:
    one, two, other = (sends(service, HARDING) for service in (FLY_TIPPING, FLY_TIPPING, COMPLAINT))
    moved = leader.post(
        f"{TEAM}move/", {"to": str(olwen.pk), "case": [one.reference, two.reference]}, follow=True
    )
    assert "The work has been moved" in moved.content.decode()
    assert who_has(one.reference) == who_has(two.reference) == olwen.pk
    leader.post(f"{TEAM}move/", {"to": "team", "case": [one.reference]})
    assert who_has(one.reference) is None
    foreign = leader.post(f"{TEAM}move/", {"to": str(olwen.pk), "case": [other.reference, "nonsense"]})
    assert "belongs to another team" in foreign.content.decode()
    assert who_has(other.reference) is None
    for nothing in ({"to": ""}, {"to": str(olwen.pk)}, {"to": "x", "case": one.reference}):
        assert leader.post(f"{TEAM}move/", nothing).status_code == 422


@pytest.mark.parametrize("how", ["evenly", "place"])
def test_what_is_nobodys_is_shared_out_as_it_was_shown(leader: Client, olwen: Account, how: str) -> None:
    made = [sends(FLY_TIPPING, HARDING) for _ in range(4)]
    page = leader.get(f"{TEAM}share/{how}/").content.decode()
    assert "would get 2 cases" in page
    give = [part.split('"')[0] for part in page.split('name="give" value="')[1:]]
    assert len(give) == 4
    assert all(who_has(one.reference) is None for one in made)
    leader.post(f"{TEAM}share/{how}/", {"give": give})
    had = [who_has(one.reference) for one in made]
    assert sorted(had.count(one) for one in set(had)) == [2, 2]
    assert leader.get(f"{TEAM}share/at-random/").status_code == 404


def test_who_is_away_is_covered(leader: Client, olwen: Account) -> None:
    joan = an_officer("Joan Trefoil", team="waste", role="officer")
    opened, later = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, HARDING)
    assign_case(opened.reference, to=olwen.pk, by=SYSTEM)
    today = clock.today().isoformat()
    assert leader.post(f"{TEAM}absence/", {"person": "", "first": today, "last": today}).status_code == 422
    wrong = leader.post(f"{TEAM}absence/", {"person": str(olwen.pk), "first": "soon", "last": "31/2/2026"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.content.decode(), "what was typed stays"
    away = {"person": str(olwen.pk), "first": today, "last": today, "cover": str(joan.pk)}
    assert "The days are entered" in leader.post(f"{TEAM}absence/", away, follow=True).content.decode()
    page = leader.get(TEAM).content.decode()
    assert "Joan Trefoil covers" in page
    leader.post(f"{TEAM}cover/", {"person": str(olwen.pk)})
    leader.post(f"{TEAM}move/", {"to": str(olwen.pk), "case": later.reference})
    assert who_has(opened.reference) == who_has(later.reference) == joan.pk
    assert leader.post(f"{TEAM}cover/", {"person": str(joan.pk)}).status_code == 422
    share = leader.get(f"{TEAM}share/evenly/").content.decode()
    assert "Olwen Arkwright</strong> would get" not in share


def test_an_officer_enters_their_own_days_and_ends_them(client: Client, olwen: Account) -> None:
    marcus = an_officer("Marcus Thorne", team="waste", role="manager")
    sign_in(client, olwen)
    today = clock.today()
    typed = {
        "first": f"{today.day}/{today.month}/{today.year}",
        "last": today.isoformat(),
        "cover": str(marcus.pk),
    }
    page = client.post("/staff/absence/", typed, follow=True).content.decode()
    assert covers_of([olwen.pk]) == {olwen.pk: marcus.pk}
    key = page.split("/staff/absence/")[1].split("/end/")[0]
    assert client.get(TEAM).status_code == 403
    client.post(f"/staff/absence/{key}/end/")
    assert covers_of([olwen.pk]) == {}
    assert client.post(f"/staff/absence/{key}/end/").status_code == 404


def test_a_leader_of_another_team_finds_nothing_here(client: Client, olwen: Account) -> None:
    sign_in(client, an_officer("Gareth Finch", team="adult-safeguarding", role="manager"))
    opened = sends(FLY_TIPPING, HARDING)
    for address in ("", "share/evenly/", "absence/"):
        assert client.get(f"{TEAM}{address}").status_code == 404
    for address in ("move/", "cover/", "capacity/", "share/evenly/", "absence/"):
        sent = {"to": str(olwen.pk), "case": opened.reference, "person": str(olwen.pk), "weekly": "1"}
        assert client.post(f"{TEAM}{address}", sent).status_code == 404
    assert who_has(opened.reference) is None


def test_the_page_asks_the_same_however_many(
    leader: Client, olwen: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        opened = sends(FLY_TIPPING, HARDING)
        an_officer(f"Officer {number}", team="waste", role="officer")
        assign_case(opened.reference, to=olwen.pk, by=SYSTEM)
    leader.get(TEAM)
    with django_assert_max_num_queries(15):
        assert leader.get(TEAM).status_code == 200
