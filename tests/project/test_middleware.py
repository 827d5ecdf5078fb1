"""What stands around every request."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory

from moothall.project.wsgi import in_utf8

pytestmark = pytest.mark.django_db

FORM = "/track"


def test_the_csrf_cookie_is_sent_to_a_browser_that_has_none_and_forms_work_with_it() -> None:
    browser = Client(enforce_csrf_checks=True)
    first = browser.get(FORM)
    assert settings.CSRF_COOKIE_NAME in first.cookies
    again = browser.get(FORM)
    assert settings.CSRF_COOKIE_NAME not in again.cookies
    token = again.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert browser.post(FORM, {"csrfmiddlewaretoken": token, "reference": ""}).status_code != 403
    assert browser.post(FORM, {"reference": ""}).status_code == 403


def test_a_page_with_a_token_is_nobody_elses_for_any_cache() -> None:
    browser = Client()
    for answer in (browser.get(FORM), browser.get(FORM)):
        assert "Cookie" in answer.headers["Vary"]


def test_a_cookie_that_is_no_token_is_replaced() -> None:
    browser = Client()
    browser.cookies[settings.CSRF_COOKIE_NAME] = "nonsense"
    assert len(browser.get(FORM).cookies[settings.CSRF_COOKIE_NAME].value) == 32


@pytest.mark.parametrize(
    "kind",
    [
        "text/html; charset=hex",
        "text/html; charset=undefined",
        "x; charset=idna",
        "application/x-www-form-urlencoded; charset=utf-16",
        "text/html; charset*=nonsense''x",
        "text/html; x*=undefined''%41",
        "; charset",
    ],
)
def test_what_is_sent_is_read_as_utf_8_whatever_it_is_called(kind: str) -> None:
    environ = RequestFactory().get("/search?q=m%C3%BCll").environ | {"CONTENT_TYPE": kind}
    reading = in_utf8(lambda given, _: [WSGIRequest(given).GET["q"].encode()])
    assert b"".join(reading(environ, lambda *_: None)).decode() == "müll"


def test_the_boundary_between_parts_is_kept() -> None:
    kept = []
    plainly = in_utf8(lambda environ, _: kept.append(environ["CONTENT_TYPE"]) or [])
    plainly({"CONTENT_TYPE": 'multipart/form-data; charset=hex; Boundary="a b"'}, lambda *_: None)
    assert kept == ['multipart/form-data; Boundary="a b"']
