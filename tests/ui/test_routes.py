"""Routes let nobody through whom their policy does not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import Resolver404, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern

from moothall.kernel.actors import ANONYMOUS, Actor, Kind
from moothall.kernel.policies import PUBLIC, Policy, WhenDenied
from moothall.kernel.rules import Refused
from moothall.ui.routes import Request, by_beginning, route

OFFICER = Actor(Kind.OFFICER, f"officer:{uuid4()}", abilities=frozenset({"cases.read"}))
OTHER_OFFICER = Actor(Kind.OFFICER, f"officer:{uuid4()}")


def hello(request: Request, name: str = "you") -> HttpResponse:
    """Says hello."""
    return HttpResponse(f"hello {name}")


def refusing(request: Request) -> HttpResponse:
    raise Refused("TEST-01", "This hall is closed on Sundays.")


def reads_cases(when_denied: WhenDenied) -> Policy:
    return Policy("test", "Whoever may read cases.", lambda actor: actor.may("cases.read"), when_denied)


def asked(actor: Actor, address: str = "/staff/cases/?view=open") -> Request:
    request = RequestFactory().get(address)
    request.actor = actor
    return request


def test_a_route_carries_its_policy_and_its_name() -> None:
    made = route("hello/<str:name>/", hello, policy=PUBLIC, name="hello")
    assert made.callback.policy is PUBLIC
    assert made.callback.route_name == made.name == "hello"
    assert made.callback.__doc__ == "Says hello."


def test_whoever_is_allowed_reaches_the_view() -> None:
    made = route("hello/<str:name>/", hello, policy=reads_cases(WhenDenied.NOT_FOUND), name="hello")
    assert made.callback(asked(OFFICER), name="Dee").content == b"hello Dee"


def test_the_unknown_are_sent_to_sign_in_and_come_back_to_where_they_were() -> None:
    made = route("", hello, policy=reads_cases(WhenDenied.SIGN_IN), name="hello")
    response = made.callback(asked(ANONYMOUS))
    assert response.status_code == 302
    assert response["Location"] == "/staff/sign-in/?next=%2Fstaff%2Fcases%2F%3Fview%3Dopen"


@pytest.mark.parametrize(
    ("address", "led"),
    [
        ("/staff/cases/?view=" + "x" * 3_000, "/staff/sign-in/?next=%2Fstaff%2Fcases%2F"),
        ("/staff/" + "x" * 3_000, "/staff/sign-in/"),
    ],
)
def test_what_is_too_long_to_be_led_back_to_is_left_out(address: str, led: str) -> None:
    made = route("", hello, policy=reads_cases(WhenDenied.SIGN_IN), name="hello")
    assert made.callback(asked(ANONYMOUS, address))["Location"] == led


def test_an_officer_without_the_ability_is_told_no_and_not_sent_round_in_a_loop() -> None:
    made = route("", hello, policy=reads_cases(WhenDenied.SIGN_IN), name="hello")
    with pytest.raises(PermissionDenied, match="Whoever may read cases"):
        made.callback(asked(OTHER_OFFICER))


@pytest.mark.parametrize(
    ("when_denied", "error"), [(WhenDenied.NOT_FOUND, Http404), (WhenDenied.FORBIDDEN, PermissionDenied)]
)
def test_the_policy_says_what_the_denied_see(when_denied: WhenDenied, error: type[Exception]) -> None:
    made = route("", hello, policy=reads_cases(when_denied), name="hello")
    with pytest.raises(error):
        made.callback(asked(ANONYMOUS))


def test_a_refusal_that_the_view_lets_pass_is_a_page_with_its_sentence() -> None:
    response = route("", refusing, policy=PUBLIC, name="refusing").callback(asked(OFFICER))
    assert response.status_code == 409
    assert "This hall is closed on Sundays." in response.content.decode()


def test_what_is_neither_read_nor_sent_is_not_allowed(client) -> None:
    for method in ("put", "delete", "patch", "options", "trace"):
        assert getattr(client, method)("/search").status_code == 405
    assert client.head("/search").status_code == 200


def test_routes_in_parts_lead_where_they_would_lead_in_one_list() -> None:
    def at(pattern: str, name: str) -> URLPattern:
        return route(pattern, hello, policy=PUBLIC, name=name)

    every = [
        at("a/b/", "deep"),
        at("a/<str:name>/", "one"),
        at("c/", "other"),
        at("a/b/<str:name>/", "deeper"),
    ]
    parts = by_beginning(every, "a/b/", "a/")
    assert [len(part.url_patterns) for part in parts if isinstance(part, URLResolver)] == [2, 1]
    plain, parted = (URLResolver(RegexPattern("^/"), patterns) for patterns in (every, parts))
    for address in ("/a/b/", "/a/x/", "/c/", "/a/b/y/"):
        assert parted.resolve(address).url_name == plain.resolve(address).url_name
        assert parted.resolve(address).kwargs == plain.resolve(address).kwargs
    assert parted.reverse("deeper", name="z") == plain.reverse("deeper", name="z") == "a/b/z/"
    with pytest.raises(Resolver404):
        parted.resolve("/a/")
