"""Finding a service; and what the pages that only tell something must not do: set a cookie, ask the database much."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, SYSTEM, sends
from tests.sites.public.resident import ADDRESS, CHECK, content, fill_in, seen

from moothall.apps.catalogue.api import load

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/search", "/search?q=bin", ADDRESS, "/pages/privacy", "/nothing"])
def test_a_page_that_only_tells_sets_no_cookie(client: Client, path: str) -> None:
    response = client.get(path)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("path", [f"{ADDRESS}/what-was-dumped", "/track"])
def test_a_form_sets_the_cookie_of_its_token_alone(client: Client, path: str) -> None:
    response = client.get(path)
    assert set(response.cookies) == {settings.CSRF_COOKIE_NAME}
    assert response.cookies[settings.CSRF_COOKIE_NAME]["httponly"]
    assert response.cookies[settings.CSRF_COOKIE_NAME]["samesite"] == "Lax"


def test_cookies_travel_encrypted_in_production(client: Client) -> None:
    settings_of_production = {"SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}
    from django.test import override_settings

    with override_settings(**settings_of_production):
        fill_in(client)
        response = client.post(CHECK)
        client.get("/track")
    assert all(cookie["secure"] for cookie in client.cookies.values())
    assert response.status_code == 302


def test_a_form_without_its_token_is_refused_with_a_way_on() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/track", {"reference": "x", "email": "y"})
    assert response.status_code == 403
    assert "Go back, load the page again" in seen(response).text


def test_searching_finds_services_with_their_summary(client: Client) -> None:
    load(by=SYSTEM)
    page = seen(client.get("/search?q=mattress"))
    assert (ADDRESS, "Report fly-tipping") in page.links
    assert "Tell us about rubbish that somebody has dumped" in page.text
    assert "flytipping mattress" not in page.text


def test_what_only_some_people_need_is_said_without_a_second_if(client: Client) -> None:
    text = seen(client.get(ADDRESS)).text
    assert "You may need: a photo, if it is safe to take one" in text


@pytest.mark.parametrize(
    "words", ["", " ", "\x00", "zebra", '"', "'; DROP TABLE", "a" * 9000, "* OR NEAR(", "é" * 300]
)
def test_a_search_for_nothing_or_nonsense_is_a_page(client: Client, words: str) -> None:
    load(by=SYSTEM)
    assert client.get("/search", {"q": words}).status_code == 200


def test_a_page_asks_the_database_no_more_than_it_must(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")
    with django_assert_max_num_queries(0):
        client.get("/")
        client.get(ADDRESS)
        client.get("/pages/privacy")
        client.get(f"{ADDRESS}/what-was-dumped")
        client.get("/track")
    with django_assert_max_num_queries(2):
        client.get("/search?q=rubbish")
    # The draft, and the version of its form: the latter once in a process, when nothing has kept it before.
    with django_assert_max_num_queries(2):
        client.post(f"{ADDRESS}/what-was-dumped", {"rubbish_type": "furniture"})
    with django_assert_max_num_queries(1):
        client.get(f"{ADDRESS}/how-much")
    with django_assert_max_num_queries(2):
        client.post(f"{ADDRESS}/how-much", {"amount": "item"})
    fill_in(client)
    with django_assert_max_num_queries(1):
        client.get(CHECK)


def test_the_page_of_a_request_asks_as_often_however_much_happened(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    for _ in range(5):
        sends(FLY_TIPPING, ELEANOR)
    client.post("/track", {"reference": opened.reference, "email": HARDING.email})
    with django_assert_max_num_queries(16):
        assert opened.reference in content(client.get(f"/requests/{opened.reference}"))
