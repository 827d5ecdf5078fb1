"""What a resident has proven stays with their browser, signed, for an hour."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from moothall.kernel.actors import ANONYMOUS, Actor
from moothall.ui import proofs


def proven(cookie: str | None) -> Actor:
    request = RequestFactory().get("/")
    if cookie is not None:
        request.COOKIES[proofs.COOKIE] = cookie
    return proofs.proven(request)


def prove(case: UUID, cookie: str | None = None) -> str:
    request, response = RequestFactory().get("/"), HttpResponse()
    if cookie is not None:
        request.COOKIES[proofs.COOKIE] = cookie
    proofs.prove(request, response, case)
    return response.cookies[proofs.COOKIE].value


def test_without_a_cookie_nothing_is_proven() -> None:
    assert proven(None) is ANONYMOUS


def test_what_was_proven_is_held() -> None:
    case = uuid4()
    assert proven(prove(case)).holds == {case}


def test_a_second_proof_keeps_the_first_and_the_same_key() -> None:
    one, other = uuid4(), uuid4()
    first = prove(one)
    both = prove(other, first)
    assert proven(both).holds == {one, other}
    assert proven(both).key == proven(first).key


def test_the_cookie_stays_small() -> None:
    cookie, last = None, uuid4()
    for _ in range(30):
        cookie = prove(uuid4(), cookie)
    cookie = prove(last, cookie)
    assert len(proven(cookie).holds) == proofs.MOST
    assert last in proven(cookie).holds


def test_a_forged_cookie_proves_nothing() -> None:
    assert proven("rubbish") is ANONYMOUS
    assert proven(prove(uuid4())[:-2] + "xx") is ANONYMOUS


def test_an_old_cookie_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = prove(uuid4())
    monkeypatch.setattr(proofs, "KEPT", -int(timedelta(seconds=1).total_seconds()))
    assert proven(cookie) is ANONYMOUS


def test_the_cookie_is_not_for_scripts_or_other_sites() -> None:
    request, response = RequestFactory().get("/"), HttpResponse()
    proofs.prove(request, response, uuid4())
    cookie = response.cookies[proofs.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 3600


def test_it_can_be_forgotten() -> None:
    response = HttpResponse()
    proofs.forget(response)
    assert response.cookies[proofs.COOKIE]["max-age"] == 0
