"""Whatever is sent to what a resident can do, look up, follow or say: an answer, shown as typed, never a failure."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from tests.cast import FLY_TIPPING, HARDING, MARCUS, SLOPE, sends
from tests.sites.public.resident import ADDRESS, content
from tests.sites.public.test_hostile import OWN

from moothall.apps.cases import api as cases
from moothall.apps.insight import api as insight
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import deliver, seal_now
from moothall.ground.jobs.api import run_pending

pytestmark = pytest.mark.django_db

FINE = {200, 302, 400, 404, 429}
PATHS = (
    "/reports/{}",
    "/reports/confirm/{}",
    "/reports/leave/{}",
    "/requests/{}/add",
    "/requests/{}/withdraw",
    "/services/{}/look-up?q={}",
    "/services/find-bin-days/look-up?q={}&which={}",
    "/services/find-bin-days/look-up.ics?q={}&which={}",
    "/pages/{}",
    "/search?q={}",
)


@pytest.mark.parametrize("said", OWN)
def test_any_address_is_answered(client: Client, said: str) -> None:
    for path in PATHS:
        there = quote(said.encode("utf-8", "replace"), safe="")
        for ask in (client.get, client.post):
            assert ask(path.replace("{}", there)).status_code in FINE, path


@pytest.mark.parametrize("said", OWN)
def test_any_words_are_taken_or_refused_kindly(client: Client, said: str) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    client.post("/track", {"reference": opened.reference, "email": HARDING.email})
    for path, field in (
        ("/useful", "words"),
        ("/useful", "useful"),
        (f"/reports/{opened.reference}", "email"),
        (f"/requests/{opened.reference}/add", "words"),
        (f"/requests/{opened.reference}/withdraw", "words"),
    ):
        answer = client.post(path, {"page": ADDRESS, field: said}, follow=True)
        assert answer.status_code in FINE, path
        assert "<script>alert(1)" not in content(answer)
    insight.write_now()


def test_an_address_that_cannot_be_reached_makes_no_work_for_the_team(
    client: Client, post: DemoMailer
) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    client.post(f"/reports/{opened.reference}", {"email": SLOPE.email})
    run_pending()
    seal_now()
    deliver()
    assert cases.case_for(opened.reference, seen_by=MARCUS.actor).tasks == ()
