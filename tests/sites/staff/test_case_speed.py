"""What the pages of a case ask of the database: as much of a case on which all has happened as of one on which nothing
has, for whoever works here.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.sites.staff.desk import MISSED_BIN, a_case
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.bookings.api import make_round
from moothall.apps.cases import api as cases
from moothall.apps.contacts.api import begin_contact
from moothall.apps.identity.api import Account
from moothall.apps.teams.api import actor_for
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

pytestmark = pytest.mark.django_db

MOST = 15
_SELF = system("test")
ELSEWHERE = {"line_1": "9 Far Lane", "line_2": "", "town": "Barchester", "county": "", "postcode": "BC1 6DD"}


@pytest.fixture
def marcus() -> Account:
    return an_officer("Marcus Thorne", team="waste", role="manager")


@pytest.fixture
def quiet() -> str:
    """Nothing has happened, and nothing is near."""
    return a_case(
        name="Mary Bold", email="mary@example.com", phone="07700 900999", address=ELSEWHERE
    ).reference


@pytest.fixture
def busy(marcus: Account) -> str:
    """Nearly all there is: notes, tags, replies, corrections, tasks, links, contacts, visits, rules, a hold."""
    by = actor_for(marcus)
    tom = actor_for(an_officer("Tom Pellow", team="customer-services", role="adviser"))
    one, follows, joins = (a_case().reference for _ in range(3))
    for number in range(20):
        cases.add_note(one, f"Note {number} for @Tom Pellow.", by=by)
    for number in range(8):
        cases.add_tag(one, f"tag {number}", by=by)
    cases.link_duplicate(follows, original=one, by=by)
    cases.merge_cases(one, [joins], "One lane.", by=by)
    cases.split_case(one, cases.Parting("report-missed-bin", ("name", "email"), words="Two bins."), by=by)
    cases.correct_answers(one, {"name": "Septima Harding"}, by=by, reason="She called.")
    _talk(one, by)
    cases.follow_case(one, by=by)
    cases.set_priority(one, "urgent", by=by)
    begin_contact("phone", about=one, by=tom)
    stops = [said.stop for said in cases.stops_of([one], seen_by=by)]
    make_round("waste", clock.today(), stops, crew=None, name="Bins", by=_SELF)
    cases.hold_case(one, "The lane is closed.", day=clock.today() + timedelta(days=9), by=by)
    return one


def _talk(one: str, by: Actor) -> None:
    [party] = [
        held.id for held in cases.case_for(one, seen_by=by).parties if held.role == "reporter" and held.id
    ]
    for number in range(6):
        cases.send_reply(one, cases.ReplyDraft(f"Dear Ms Harding {number}", (party,), (), "en"), by=by)
    cases.keep_reply(one, cases.ReplyDraft("Dear", (party,), (), "en"), by=by)
    wish = cases.Flagging(
        rules=("two-officers",), words="", reason="Threatened us.", evidence="A call",
        review_on=clock.today() + timedelta(days=90), tell=False, why_not="It would harm.",
    )  # fmt: skip
    cases.flag_contact(one, party, wish, by=by)


@pytest.mark.parametrize(
    "page", ["", "reply/", "hold/", "close/", "questions/", "merge/", "move/", "refer/", "flag/", "together/"]
)
def test_a_page_asks_as_much_of_a_busy_case_as_of_a_quiet_one(
    client: Client,
    marcus: Account,
    busy: str,
    quiet: str,
    page: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    desk = sign_in(client, marcus)
    for one in (busy, quiet):
        desk.get(f"/staff/cases/{one}/{page}")  # the names of officers, remembered for a minute
        with django_assert_max_num_queries(MOST):
            answer = desk.get(f"/staff/cases/{one}/{page}")
        assert answer.status_code == 200, page


@pytest.mark.parametrize(
    ("team", "role"),
    [
        ("waste", "officer"),
        ("customer-services", "adviser"),
        ("customer-relations", "officer"),
    ],
)
def test_and_of_any_officer(
    client: Client, busy: str, team: str, role: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = sign_in(client, an_officer("Olwen Arkwright", team=team, role=role))
    assert (
        desk.get(f"/staff/cases/{busy}/").status_code == 200
    )  # the session is written, and names are remembered
    for asked in ("", "?show=notes&whole", "reply/"):
        with django_assert_max_num_queries(MOST):
            desk.get(f"/staff/cases/{busy}/{asked}")


def test_a_verb_asks_as_much_of_a_busy_case_as_of_a_quiet_one(
    client: Client,
    marcus: Account,
    busy: str,
    quiet: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    desk = sign_in(client, marcus)
    desk.post(f"/staff/cases/{quiet}/tag/", {"tag": "first"})
    with django_assert_max_num_queries(100) as few:
        desk.post(f"/staff/cases/{quiet}/tag/", {"tag": "a lane"})
    with django_assert_max_num_queries(len(few) + 3):  # whoever follows is found and told
        desk.post(f"/staff/cases/{busy}/tag/", {"tag": "a lane"})


def test_everything_that_has_happened_is_shown(client: Client, marcus: Account, busy: str) -> None:
    shown = sign_in(client, marcus).get(f"/staff/cases/{busy}/").content.decode()
    for words in (
        "Two officers on every visit", "On hold", "The lane is closed.", "Dealt with together", "It has a duplicate",
        "It was one request with", "Septima Harding", "She called.", "Dear Ms Harding 5", "Bins", "tag 7",
        "Contacts about this", "Likely the same",
    ):  # fmt: skip
        assert words in shown, words
    assert MISSED_BIN["phone"][1] in shown
