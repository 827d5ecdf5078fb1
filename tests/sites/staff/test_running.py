"""The failed-jobs page and the demonstration's outbox."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings
from tests.answers import html, said
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import an_officer, sign_in

from moothall.ground.jobs.api import PermanentFailure, job, run_pending

pytestmark = pytest.mark.django_db

runs: list[str] = []


@job(lane="test")
def mend_the_roof(*, tile: str) -> None:
    """Mend the roof of the moot hall."""
    runs.append(tile)
    raise PermanentFailure("There are no tiles left.")


@pytest.fixture
def desk(client: Client) -> Client:
    """A browser at which the platform's administrator has signed in."""
    return sign_in(client, an_officer("Sam Whitlock", team="digital", role="platform-administrator"))


def addresses(response: HttpResponseBase) -> dict[str, str]:
    page = html(response)
    return {
        verb: found for found, verb in re.findall(r'action="(/staff/failures/job/[0-9a-f-]+/(\w+)/)"', page)
    }


def test_nothing_has_failed(desk: Client) -> None:
    assert "Nothing has failed." in said(desk.get("/staff/failures/"))


def test_signing_in_leads_to_the_first_page_one_may_see(desk: Client) -> None:
    assert desk.get("/staff/start/")["Location"] == "/staff/people/"


def test_a_dead_job_is_tried_again_or_given_up(desk: Client) -> None:
    mend_the_roof.enqueue(tile="A1")
    run_pending(["test"])
    shown = desk.get("/staff/failures/")
    assert "Mend the roof of the moot hall" in said(shown)
    done = desk.post(addresses(shown)["retry"], follow=True)
    assert "It will be tried again" in said(done)
    run_pending(["test"])
    assert runs == ["A1", "A1"]
    shown = desk.get("/staff/failures/")
    again = addresses(shown)["forget"]
    assert "It has been given up." in said(desk.post(again, follow=True))
    assert "Somebody else was first" in said(desk.post(again, follow=True))
    assert "Nothing has failed." in said(desk.get("/staff/failures/"))


@pytest.mark.parametrize("address", ["job/{}/explode/", "rocket/{}/retry/"])
def test_made_up_decisions_change_nothing(desk: Client, address: str) -> None:
    assert desk.post("/staff/failures/" + address.format(uuid4()))["Location"] == "/staff/failures/"


def test_the_outbox_shows_what_residents_would_have_read(desk: Client) -> None:
    made = a_case()
    run_pending()
    shown = desk.get("/staff/outbox/")
    assert made.reference in said(shown)
    assert "septimus@example.com" in said(shown)
    assert re.search(r'<a href="http[^"]+/track/', shown.content.decode())


def test_where_mail_leaves_there_is_no_outbox(desk: Client, settings: Settings) -> None:
    settings.MOOTHALL_OUTBOX = False
    assert desk.get("/staff/outbox/").status_code == 404
    assert "Messages sent" not in desk.get("/staff/failures/").content.decode()


@pytest.mark.parametrize("address", ["/staff/failures/", "/staff/outbox/"])
def test_officers_who_work_on_cases_may_not_see_these(client: Client, address: str) -> None:
    sign_in(client, an_officer("Olwen Arkwright", team="waste", role="manager"))
    assert client.get(address).status_code == 403
