"""What the pages count, and what they do not: no cookie, no person, nothing of what was typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import FLY_TIPPING, SYSTEM
from tests.sites.public.resident import ADDRESS, content, fill_in, seen, send
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.catalogue.api import load
from moothall.apps.insight import api as insight
from moothall.apps.insight.models import DailyCount, Remark

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    insight.write_now()
    DailyCount.objects.all().delete()
    yield
    insight.write_now()


def use() -> insight.Use:
    insight.write_now()
    return insight.use_of(FLY_TIPPING, seen_by=SYSTEM)


def page(name: str) -> tuple[int, int, int]:
    found = {one.page: one for one in use().pages}[name]
    return found.reached, found.passed, found.sent_back


def test_who_comes_who_goes_on_and_who_is_sent_back(client: Client) -> None:
    first = f"{ADDRESS}/what-was-dumped"
    for visitor in (Client(), Client(), client):
        visitor.get(first)
    client.post(first, {})
    client.post(first, {"rubbish_type": "furniture"})
    assert page("what-was-dumped") == (3, 1, 1)
    assert use().started == 1


def test_completion_is_counted_once_however_often_it_is_sent(client: Client) -> None:
    send(client)
    client.post(f"{ADDRESS}/check-your-answers")
    found = use()
    assert (found.started, found.sent) == (1, 1)


def test_changing_an_answer_and_looking_at_the_service_count_nothing(client: Client) -> None:
    fill_in(client)
    before = use().pages
    client.get(f"{ADDRESS}/how-much?change=1")
    client.post(f"{ADDRESS}/how-much?change=1", {"amount": "bag"})
    client.get(ADDRESS)
    client.head(f"{ADDRESS}/how-much")
    assert use().pages == before


def test_saying_that_a_page_is_useful_sets_no_cookie_and_asks_no_question_of_the_database(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(ADDRESS)
    with django_assert_max_num_queries(0):
        yes = strict.post("/useful", {"page": ADDRESS, "useful": "yes"})
        no = strict.post("/useful", {"page": f"{ADDRESS}/done", "useful": "no"})
    assert "What could we do better?" in seen(yes).text
    assert "What went wrong?" in seen(no).text
    assert not strict.cookies
    strict.post("/useful", {"page": ADDRESS, "words": "Where is the <b>tip</b>?"})
    found = use()
    assert (found.useful, found.not_useful) == (1, 1)
    assert [one.words for one in insight.remarks_about(FLY_TIPPING, seen_by=SYSTEM)] == [
        "Where is the <b>tip</b>?"
    ]


@pytest.mark.parametrize(
    "about", ["", "/staff/", "https://elsewhere.example", "/services/nothing", "/pages/x" * 90, "\x00"]
)
def test_only_pages_of_ours_are_asked_about(client: Client, about: str) -> None:
    assert client.post("/useful", {"page": about, "useful": "yes"}).status_code == 404


def test_what_another_website_or_a_machine_says_is_not_counted(client: Client) -> None:
    client.post("/useful", {"page": ADDRESS, "useful": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})
    client.post("/useful", {"page": ADDRESS, "words": "buy", "website": "https://spam.example"})
    client.post("/useful", {"page": ADDRESS, "words": "x" * 1001})
    assert use().useful == 0
    assert Remark.objects.count() == 0


def test_a_word_not_found_is_counted(client: Client) -> None:
    load(by=SYSTEM)
    for number in range(3):
        client.get("/search", {"q": "allotment bin zebra1"}, REMOTE_ADDR=f"10.0.0.{number}")
        client.get("/search", {"q": "allotment"}, REMOTE_ADDR=f"10.0.0.{number}")
    insight.write_now()
    assert [one.word for one in insight.words_missed(seen_by=SYSTEM)] == ["allotment"]


def test_the_owner_of_a_service_sees_where_people_stop(client: Client) -> None:
    send(client)
    Client().get(f"{ADDRESS}/what-was-dumped")
    client.post("/useful", {"page": ADDRESS, "words": "Where is the <b>tip</b>?"})
    insight.write_now()
    owner = sign_in(Client(), an_officer("Marcus Thorne", team="waste", role="manager"))
    assert "100%" in seen(owner.get("/staff/services/")).text
    html = content(owner.get(f"/staff/services/{FLY_TIPPING}/"))
    assert "What has been dumped?" in html
    assert "&lt;b&gt;tip&lt;/b&gt;" in html
    assert owner.get("/staff/services/raise-concern-about-neighbour/").status_code == 404
    assert "worried about a neighbour" not in content(owner.get("/staff/services/"))
    assert owner.get("/staff/services/nothing/").status_code == 404
