"""What is written down about a request: never who asked or what they typed."""

from __future__ import annotations

import inspect
import io
import json
import logging
import logging.config
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from granian.server import mp
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from moothall.project import logs
from moothall.project.start import start_django

pytestmark = pytest.mark.django_db


def line(record: logging.LogRecord) -> str:
    return logs.OneLine().format(record)


def test_a_request_is_logged_by_the_name_of_its_route(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "moothall.requests"):
        answer = client.get("/services/Mrs-Jones/sick?email=jones@example.com")
    (record,) = [one for one in caplog.records if one.name == "moothall.requests"]
    said = json.loads(line(record))
    assert (said["route"], said["method"], said["status"]) == ("form-page", "GET", answer.status_code)
    assert said["ms"] >= 0
    assert len(answer.headers["X-Request-ID"]) == 16
    assert "ones" not in line(record)


def test_each_request_has_an_id_of_its_own(client: Client) -> None:
    assert client.get("/").headers["X-Request-ID"] != client.get("/").headers["X-Request-ID"]


def test_an_error_is_logged_by_type_and_place_without_its_words() -> None:
    try:
        raise ValueError("Mrs Jones of 5 High Street")
    except ValueError as error:
        record = logging.LogRecord(
            "django.request",
            logging.ERROR,
            "x.py",
            1,
            "%s: %s",
            ("Failed", "/track/abc"),
            (type(error), error, None),
        )
    said = line(record)
    assert "builtins.ValueError" in said
    assert "test_observing.py" in said
    assert "Jones" not in said
    assert "abc" not in said


def test_a_trace_in_a_message_is_logged_by_its_places_alone() -> None:
    trace = 'It failed\nTraceback (most recent call last):\n  File "a.py", line 5, in b\n    c()\nValueError: Eleanor'
    record = logging.LogRecord("_granian.utils", logging.ERROR, "", 1, trace, (), None)
    said = json.loads(logs.OneLine().format(record))
    assert (said["what"], said["error"]) == ("It failed", ['File "a.py", line 5, in b'])
    assert "Eleanor" not in str(said)


def test_whoever_starts_it_reads_no_warning_of_threads_that_are_meant() -> None:
    begins = "Configuration allows spawning up to"
    assert begins in inspect.getsource(mp), "the server says it otherwise now"
    told = [
        logs.ThreadsMeant().filter(logging.LogRecord("_granian", logging.WARNING, "", 1, said, (), None))
        for said in (f"{begins} 64 Python threads", "Something else")
    ]
    assert told == [False, True]


def test_only_what_was_raised_is_news() -> None:
    quiet = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, "%s", ("x",), None)
    assert not logs.OnlyErrors().filter(quiet)


def test_a_page_anybody_may_read_touches_no_session(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_live_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"live": True}


def test_ready_tells_of_database_and_workers(client: Client) -> None:
    told = client.get("/health/ready")
    assert told.status_code == 200
    assert told.json() == {"ready": True, "database": "here", "migrations": "applied", "workers": 0}


def test_numbers_are_for_this_machine_or_who_has_the_token(client: Client, settings: Settings) -> None:
    settings.MOOTHALL_METRICS_TOKEN = "a-token"
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert (
        client.get("/metrics", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 404
    )
    for token, status in (("a-token", 200), ("another", 404)):
        answer = client.get("/metrics", REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION=f"Bearer {token}")
        assert answer.status_code == status


def test_no_token_set_lets_nobody_in_with_an_empty_one(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION="Bearer ").status_code == 404


@pytest.mark.parametrize("much", ["fields", "words", "files"])
def test_too_much_at_once_is_refused_with_a_page(client: Client, much: str) -> None:
    sent = {
        "fields": {f"field{n}": "x" for n in range(500)},
        "words": {"text": "x" * 3_000_000},
        "files": {f"file{n}": SimpleUploadedFile("a.jpg", b"x") for n in range(30)},
    }[much]
    answer = client.post("/track", sent)
    assert answer.status_code == 400
    assert b"<html" in answer.content


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 400), ("/nothing", 404), ("/track", 400), ("/search", 400), ("/staff/sign-in/", 400)],
)
def test_an_address_with_too_much_in_it_is_refused_with_a_page(
    client: Client, path: str, status: int
) -> None:
    answer = client.get(f"{path}?{'a=1&' * 900}")
    assert answer.status_code == status
    assert b"<html" in answer.content


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """The lines that the handler of the log writes."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", out)
    kept = {name: (one.level, one.filters[:], one.handlers[:], one.propagate) for name, one in _loggers()}
    logging.config.dictConfig(logs.LOGGING)
    yield lambda: [json.loads(one) for one in out.getvalue().splitlines()]
    for name, one in _loggers():
        if name in kept:
            one.level, one.filters, one.handlers, one.propagate = kept[name]


def test_starting_again_leaves_the_log_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command run in a test would lay it onto what the test has in place of the standard error, and closes."""
    before = list(logging.getLogger().handlers)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    start_django()
    assert logging.getLogger().handlers == before


def _loggers() -> list[tuple[str, logging.Logger]]:
    return [(name, logging.getLogger(name)) for name in ("root", "django", *logs.LOGGING["loggers"])]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"HTTP_HOST": "jones.example"}, "DisallowedHost"),
        ({"HTTP_HOST": "a b'<script>"}, "DisallowedHost"),
        ({"data": {"text": "jones" * 600_000}}, "RequestDataTooBig"),
        ({"data": {f"jones{n}": "x" for n in range(500)}}, "TooManyFieldsSent"),
    ],
)
def test_a_clients_mistake_is_a_warning_without_a_trace(
    client: Client, log: Callable[[], list[dict[str, object]]], asked: dict[str, Any], kind: str
) -> None:
    assert client.post("/track", **asked).status_code == 400
    said = [one for one in log() if one["from"] != "moothall.requests"]
    assert [(one["level"], one["what"]) for one in said] == [("WARNING", f"A request was refused: {kind}.")]
    assert "error" not in said[0]
    assert "jones" not in json.dumps(said)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "BREW"])
def test_what_no_page_expects_is_no_failure_of_ours(client: Client, method: str) -> None:
    assert client.generic(method, "/track").status_code < 500


def test_numbers_tell_of_requests_jobs_and_seal(client: Client) -> None:
    client.get("/health/live")  # a request is counted once it is answered: the first has none before it
    shown = client.get("/metrics", REMOTE_ADDR="127.0.0.1").content.decode()
    for name in (
        "moothall_workers",
        "moothall_seal_lag_seconds",
        "moothall_stuck_deliveries",
        "moothall_requests",
    ):
        assert f"\n{name}" in shown
