"""Spam is held for a person, never lost; a library and a quick typist are not; nobody is told which it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import FLY_TIPPING, HARDING, MARCUS, OLWEN, proven, sends
from tests.sites.public.resident import ADDRESS, CHECK, PAGES, content, seen
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import seal_now, verify
from moothall.ground.jobs.api import run_pending
from moothall.ground.looks.api import Asked, looks_recorded
from moothall.ground.tallies.models import Tally
from moothall.kernel import clock
from moothall.kernel.actors import system
from moothall.kernel.rules import Refused
from moothall.sites.public import spam

pytestmark = pytest.mark.django_db
ELSEWHERE = "203.0.113.7"


def typed(
    client: Client, *, place: str = "", address: str = ELSEWHERE, slowly: bool = True
) -> dict[str, str]:
    """Fill in the form; what the last page would send."""
    client.defaults["REMOTE_ADDR"] = address
    for page, answers in PAGES.items():
        said = {**answers, "place": place} if page == "where" and place else answers
        assert client.post(f"{ADDRESS}/{page}", said).status_code == 302
    html = content(client.get(CHECK))
    return {"_stamp": html.partition('name="_stamp" value="')[2].partition('"')[0], "website": ""}


def press(client: Client, posted: dict[str, str], *, seconds: int = 60) -> str:
    """Send it so many seconds later; the reference on the confirmation."""
    with clock.stopped_at(clock.now() + timedelta(seconds=seconds)):
        page = content(client.post(CHECK, posted, follow=True))
    assert "Thank you. We have it" in page
    return page.partition('<span class="reference">')[2].partition("<")[0]


def held() -> list[str]:
    return [one.reference for one in cases.cases_held(seen_by=MARCUS.actor)]


def test_a_filled_trap_is_held_and_the_confirmation_is_the_same(post: DemoMailer) -> None:
    client = Client()
    reference = press(client, {**typed(client), "website": "https://pills.example"})
    assert held() == [reference]
    assert "Received" in seen(client.get(f"/requests/{reference}")).text
    run_pending()
    assert list(post.sent) == []
    with pytest.raises(cases.CaseNotFound):
        cases.case_for(reference, seen_by=MARCUS.actor)
    assert cases.count_waiting("open", seen_by=MARCUS.actor).number == 0
    assert cases.count_found("mill", seen_by=MARCUS.actor).number == 0
    assert client.get(f"/reports/{reference}").status_code == 404


def test_a_person_releases_it_and_it_is_like_any_other(post: DemoMailer) -> None:
    client = Client()
    reference = press(client, {**typed(client), "website": "x"})
    cases.release_case(reference, by=MARCUS.actor)
    run_pending()
    assert [one.to for one in post.sent] == ["septimus@example.com"]
    case = cases.case_for(reference, seen_by=MARCUS.actor)
    assert (case.confidentiality, case.status) == ("staff", "new")
    assert cases.count_waiting("open", seen_by=MARCUS.actor).number == 1
    assert cases.count_found("mill", seen_by=MARCUS.actor).number == 1
    with pytest.raises(Refused):
        cases.release_case(reference, by=MARCUS.actor)
    seal_now()
    assert verify().sound


def test_a_dropped_one_is_told_to_nobody_and_can_still_be_released(post: DemoMailer) -> None:
    client = Client()
    reference = press(client, {**typed(client), "website": "x"})
    cases.drop_case(reference, by=MARCUS.actor)
    assert held() == []
    assert [one.reference for one in cases.cases_held(seen_by=MARCUS.actor, dropped=True)] == [reference]
    run_pending()
    assert list(post.sent) == []
    cases.release_case(reference, by=MARCUS.actor)
    case = cases.case_for(reference, seen_by=MARCUS.actor)
    assert (case.status, case.paused) == ("new", False)
    assert case.due_on is not None


@pytest.mark.parametrize(
    ("place", "seconds", "stamped", "is_held"),
    [
        ("Outside 14 Mill Lane", 60, True, False),
        ("Outside 14 Mill Lane", 0, True, False),  # quick alone is nothing
        ("See https://maps.example/1 and https://maps.example/2", 60, True, False),  # so are two links
        ("See https://maps.example/1 and https://maps.example/2", 0, True, True),
        ("See https://maps.example/1 and www.maps.example", 60, False, True),
        ("Buy " + "https://pills.example " * 5, 60, True, True),
    ],
)
def test_what_looks_like_spam(place: str, seconds: int, stamped: bool, is_held: bool) -> None:
    client = Client()
    posted = typed(client, place=place)
    reference = press(client, posted if stamped else {}, seconds=seconds)
    assert (reference in held()) is is_held


def test_a_whole_library_sends_from_one_address() -> None:
    for number in range(45):
        client = Client()
        press(client, typed(client, place=f"Outside {number} Mill Lane, by the bus stop, at the corner"))
    assert held() == []


def test_the_same_words_from_one_address_in_a_flood_are_held() -> None:
    for number in range(45):
        client = Client()
        last = press(
            client, typed(client, place="Outside 14 Mill Lane, by the bus stop, at the corner of it")
        )
        if number < 3:
            assert held() == []
    assert last in held()


def test_pressing_send_twice_makes_one_request() -> None:
    client = Client()
    posted = {**typed(client), "website": "x"}
    assert press(client, posted) == press(client, posted)
    assert len(held()) == 1


def statements_of(send: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        send()
    return [query["sql"] for query in captured.captured_queries]


def test_judging_costs_one_statement_and_a_page_none() -> None:
    """From our own machines nothing is counted: what a send costs beyond that is what judging costs."""
    client, ours = Client(), Client()
    posted, usual = typed(client), typed(ours, address="127.0.0.1")
    assert not [said for said in statements_of(lambda: client.get(CHECK)) if "tally" in said]
    judged = statements_of(lambda: client.post(CHECK, posted))
    assert len([said for said in judged if "tally" in said]) == 1
    assert len(judged) == len(statements_of(lambda: ours.post(CHECK, usual))) + 1


def test_what_is_remembered_is_in_the_database_and_says_nothing() -> None:
    """Another process, or this one after a restart, counts on: nothing is held in memory."""
    client = Client()
    press(client, typed(client, place="Outside 14 Mill Lane, by the bus stop, at the corner of it"))
    rows = list(Tally.objects.all())
    assert {row.number for row in rows} == {1}
    assert all(len(bytes(row.key)) == 16 for row in rows)
    Tally.objects.update(number=spam.MANY)
    client = Client()
    press(client, typed(client, place="Outside 14 Mill Lane, by the bus stop, at the corner of it"))
    assert len(held()) == 1


def test_who_may_judge() -> None:
    client = Client()
    reference = press(client, {**typed(client), "website": "x"})
    assert cases.cases_held(seen_by=proven(sends(FLY_TIPPING, HARDING), HARDING)) == ()
    assert cases.cases_held(seen_by=OLWEN.actor) == ()
    for stranger in (OLWEN.actor, proven(sends(FLY_TIPPING, HARDING), HARDING)):
        with pytest.raises(cases.CaseNotFound):
            cases.release_case(reference, by=stranger)


def test_the_page_of_what_is_held(client: Client) -> None:
    sender = Client()
    reference = press(sender, {**typed(sender, place="<script>alert(1)</script>"), "website": "x"})
    manager = sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    html = content(manager.get("/staff/held/"))
    assert "filled in a field that people do not see" in html
    assert "&lt;script&gt;alert(1)" in html
    [look] = looks_recorded(Asked(purpose="held"), seen_by=system("test"))
    assert len(look.subjects) == 1
    assert look.actor.startswith("officer:")
    dropped = content(manager.post(f"/staff/held/{reference}/drop/", follow=True))
    assert "It has been dropped." in dropped
    assert "It has gone to its team" in content(
        manager.post(f"/staff/held/{reference}/release/", follow=True)
    )
    assert manager.get(f"/staff/cases/{reference}/").status_code == 200
    assert manager.post(f"/staff/held/{reference}/release/").status_code == 409
    assert manager.post("/staff/held/BAR-222-222-222/drop/").status_code == 404
    assert manager.post(f"/staff/held/{reference}/nonsense/").status_code == 302
