"""The pages of a look-up: question, choice, answer, calendar; without a cookie, a case or a query."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import SYSTEM
from tests.sites.public.resident import content, seen
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.catalogue.api import load

pytestmark = pytest.mark.django_db
ADDRESS = "/services/find-bin-days"
HOME = f"{ADDRESS}/look-up?q=BC4+7DE&which=0"


def test_from_the_service_to_the_days_and_a_calendar(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")
    with django_assert_max_num_queries(0):
        assert (f"{ADDRESS}/look-up", "Start now") in seen(client.get(ADDRESS)).links
        assert "What is your postcode?" in content(client.get(f"{ADDRESS}/look-up"))
        choosing = content(client.get(f"{ADDRESS}/look-up?q=bc4+7de"))
        assert "1 Gazebee Way" in choosing
        assert "<strong>BC4 7DE</strong>" in choosing
        answered = content(client.get(HOME))
        calendar = client.get(f"{ADDRESS}/look-up.ics?q=BC4+7DE&which=0")
    assert "Food waste" in answered
    assert "/look-up.ics?q=BC4+7DE&amp;which=0" in answered
    assert calendar["Content-Type"] == "text/calendar; charset=utf-8"
    assert content(calendar).startswith("BEGIN:VCALENDAR\r\n")
    assert not client.cookies


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("q=", "Enter your postcode"),
        ("q=%00%ff", "We took out a character"),
        ("q=ZZ1+1ZZ", "We do not know this postcode."),
        ("q=%3Cscript%3E", "Nothing found for “&lt;script&gt;”"),
        ("q=BC4+7DE&which=999", "Which is your home?"),
    ],
)
def test_what_is_not_found_says_so(client: Client, asked: str, says: str) -> None:
    response = client.get(f"{ADDRESS}/look-up?{asked}")
    assert response.status_code == 200
    assert says in content(response)
    assert client.get(f"{ADDRESS}/look-up.ics?{asked}").status_code == 404


def test_a_look_up_has_no_form_and_a_form_no_look_up(client: Client) -> None:
    for page in ("start", "check-your-answers", "done", "what-was-dumped"):
        assert client.get(f"{ADDRESS}/{page}").status_code == 404, page
        assert client.post(f"{ADDRESS}/{page}").status_code == 404, page
    for page in ("look-up", "look-up.ics"):
        assert client.get(f"/services/report-fly-tipping/{page}").status_code == 404


def test_staff_pages_know_that_no_case_is_of_it(client: Client) -> None:
    load(by=SYSTEM)
    officer = sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    queue = officer.get("/staff/?answer-surface=wall")
    assert queue.status_code == 200
    assert "Find your bin days" not in content(queue)
    assert officer.get("/staff/services/find-bin-days/").status_code == 200
