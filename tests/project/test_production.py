"""What production tells a browser, and that it starts only on secrets of its own."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moothall.project import settings as ours
from tests.project.forked import Forked
from tests.project.own_database import a_place

#: What is set, and what pages tell a browser.
pytestmark = pytest.mark.any_engine


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with a_place(tmp_path_factory.mktemp("production"), migrated=True) as place:
        own = {
            "MOOTHALL_PRODUCTION": "yes",
            "MOOTHALL_SECRET": secrets.token_urlsafe(48),
            "MOOTHALL_SEAL_KEY": secrets.token_urlsafe(48),
            "MOOTHALL_HOSTS": "services.example.gov.uk",
            "MOOTHALL_ADDRESS": "https://services.example.gov.uk",
            "MOOTHALL_SMTP_URL": "smtp://mail.example.gov.uk:587?tls=yes",
        }
        asked = place.fork("tests.project.in_production", "/", "/track", "/staff/sign-in/", "/nowhere", **own)
        said, _ = asked.communicate()
        assert asked.returncode == 0, said
        yield json.loads(said.splitlines()[-1])


def test_plain_http_is_sent_to_https(answers: dict[str, Any]) -> None:
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["headers"]["Location"] == "https://services.example.gov.uk/"


@pytest.mark.parametrize("path", ["/", "/track", "/staff/sign-in/", "/nowhere"])
def test_every_page_tells_the_browser_the_rules(path: str, answers: dict[str, Any]) -> None:
    headers = answers[path]["headers"]
    assert answers[path]["status"] == (404 if path == "/nowhere" else 200)
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "default-src 'none'"):
        assert rule in policy


def test_cookies_travel_encrypted_and_out_of_reach_of_scripts(answers: dict[str, Any]) -> None:
    cookies = [cookie for answer in answers.values() for cookie in answer["cookies"].values()]
    assert cookies
    for cookie in cookies:
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] in ("Lax", "Strict")


def test_a_page_anybody_may_read_sets_no_cookie(answers: dict[str, Any]) -> None:
    assert answers["/"]["cookies"] == {}


@pytest.mark.parametrize("kinds", [("short", "other-short"), ("same", "same")])
def test_production_does_not_start_on_a_weak_secret(kinds: tuple[str, str], tmp_path: Path) -> None:
    said = {"short": "a" * 40, "other-short": "b" * 64, "same": secrets.token_urlsafe(48)}
    with a_place(tmp_path) as place:
        asked = place.moothall(
            "doctor",
            MOOTHALL_PRODUCTION="yes",
            MOOTHALL_SECRET=said[kinds[0]],
            MOOTHALL_SEAL_KEY=said[kinds[1]],
        )
    assert asked.returncode == 2
    assert "less than 50 characters" in asked.stderr
    assert "Traceback" not in asked.stderr


SOUND = {
    "MOOTHALL_PRODUCTION": "yes",
    "MOOTHALL_SECRET": "q7" * 30,
    "MOOTHALL_SEAL_KEY": "z9" * 30,
    "MOOTHALL_SMTP_URL": "smtp://mail.example.gov.uk:587",
}


@pytest.mark.parametrize("url", ["", "demo:"])
@pytest.mark.parametrize("words", [("serve",), ("web",), ("worker",), ("setup",)])
def test_production_does_not_start_without_a_mail_server(url: str, words: tuple[str], tmp_path: Path) -> None:
    with a_place(tmp_path) as place:
        asked = place.moothall(*words, **SOUND | {"MOOTHALL_SMTP_URL": url})
    assert asked.returncode == 2
    assert "nobody would be told anything. Set MOOTHALL_SMTP_URL, such as smtp://" in asked.stderr
    assert asked.stderr.count("\n") == 1


def test_production_takes_no_earlier_secret_that_others_know(tmp_path: Path) -> None:
    with a_place(tmp_path) as place:
        asked = place.moothall("check", **SOUND, MOOTHALL_SECRET_KEY_FALLBACKS="q" * 60 + ",short")
    assert asked.returncode == 2
    assert "others could sign with it. Take it out." in asked.stderr


def test_what_an_earlier_secret_signed_still_opens(tmp_path: Path) -> None:
    def ask(code: str, **settings: str) -> str:
        asked = Forked(["-c", code], os.environ | {"MOOTHALL_VAR": str(tmp_path)} | settings)
        said, _ = asked.communicate()
        assert asked.returncode == 0, said
        return said.strip()

    signed = ask("from django.core.signing import dumps; print(dumps(7))", MOOTHALL_SECRET="a" * 60)
    read = f"from django.core.signing import loads; print(loads({signed!r}))"
    assert ask(read, MOOTHALL_SECRET="b" * 60, MOOTHALL_SECRET_KEY_FALLBACKS="c,," + "a" * 60) == "7"


@pytest.mark.parametrize("words", [("audit", "verify"), ("rebuild",)])
def test_a_database_that_was_never_set_up_is_a_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    with a_place(tmp_path) as place:
        asked = place.command(*words)
    assert asked.returncode == 1
    assert "A new one needs moothall setup" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_a_database_of_another_version_is_a_sentence(tmp_path: Path) -> None:
    with a_place(tmp_path, migrated=True) as place:
        place.change("DELETE FROM django_migrations WHERE app = 'cases'")
        asked = place.command("migrate")
    assert asked.returncode == 1
    assert "made by another version" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_passwords_are_kept_by_argon2() -> None:
    """The tests keep theirs by something quicker: see tests/conftest.py."""
    assert ours.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
