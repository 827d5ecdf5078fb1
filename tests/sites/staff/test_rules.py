"""The pages of rules: what they say, who may switch, what a trial shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import FLY_TIPPING, HARDING, sends
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.automation.api import State, rule_now
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import system

pytestmark = pytest.mark.django_db
RULE = "/staff/rules/large-fly-tipping/"


def test_a_rule_is_read_tried_and_switched(client: Client) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=4)):
        opened = sends(FLY_TIPPING, HARDING, amount="lorry")
        sends(FLY_TIPPING, HARDING)
    sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    listed = client.get("/staff/rules/").content.decode()
    assert "Large loads go to whoever has the least to do" in listed
    assert "is “As much as fills a large van” or “" in listed
    assert "answers.amount in (&#34;large-van&#34;, &#34;lorry&#34;)" in listed
    page = client.get(RULE)
    assert "It has not been tried yet" in page.content.decode()
    seen = rule_now("large-fly-tipping", seen_by=system("test")).rule.version
    refused = client.post(RULE, {"state": "on", "seen": seen})
    assert refused.status_code == 422
    assert "Try this rule on past cases" in refused.content.decode()
    client.post(f"{RULE}try/")
    assert "It is being tried" in client.get(RULE).content.decode()
    run_pending()
    tried = client.get(RULE).content.decode()
    assert "<strong>1</strong> of 2 requests" in tried
    assert f"/staff/cases/{opened.reference}/" in tried
    assert client.post(RULE, {"state": "on", "seen": "older"}).status_code == 422
    assert client.post(RULE, {"state": "soon", "seen": seen}).status_code == 422
    switched = client.post(RULE, {"state": "on", "seen": seen}, follow=True).content.decode()
    assert "The rule is on" in switched
    assert rule_now("large-fly-tipping", seen_by=system("test")).state is State.ON


def test_an_officer_who_may_not_sees_no_rules(client: Client) -> None:
    sign_in(client, an_officer("Olwen Arkwright", team="waste", role="officer"))
    assert client.get("/staff/rules/").status_code == 403
    assert client.post(RULE, {"state": "off"}).status_code == 403


def test_what_is_no_rule_is_not_found(client: Client) -> None:
    sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    assert client.get("/staff/rules/no-such-rule/").status_code == 404
    assert client.post("/staff/rules/no-such-rule/try/").status_code == 404


def test_the_list_asks_the_same_however_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    client.get("/staff/rules/")
    with django_assert_max_num_queries(10):
        client.get("/staff/rules/")
