"""The first officer of a council, from the command line."""

from __future__ import annotations

import io

import pytest

from moothall.apps.identity.api import account_by_email
from moothall.apps.teams.api import actor_for
from moothall.project.cli import main
from tests.cast import SYSTEM

pytestmark = pytest.mark.django_db
ADA = ["staff", "add", "ada@example.org", "--name", "Ada", "--role", "officer"]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    def type_in(words: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(words + "\n"))

    return type_in


def test_a_new_officer_may_do_what_the_role_may(typed) -> None:
    typed("a-long-enough-password")
    assert main([*ADA, "--team", "waste"]) == 0
    account = account_by_email("ada@example.org", seen_by=SYSTEM)
    assert account is not None
    assert actor_for(account).may("cases.work")
    assert account.check_password("a-long-enough-password")


def test_nothing_is_made_for_a_team_there_is_not(typed, capsys) -> None:
    typed("a-long-enough-password")
    assert main([*ADA, "--team", "wast"]) == 1
    assert "There is no such team" in capsys.readouterr().err
    assert account_by_email("ada@example.org", seen_by=SYSTEM) is None


def test_a_weak_password_is_refused_in_a_sentence(typed, capsys) -> None:
    typed("short")
    assert main([*ADA, "--team", "waste"]) == 1
    assert "at least 12 characters" in capsys.readouterr().err


def test_an_officer_can_be_given_a_new_password_and_shut_out(typed) -> None:
    typed("a-long-enough-password")
    main([*ADA, "--team", "waste"])
    typed("another-long-password")
    assert main(["staff", "reset", "ada@example.org"]) == 0
    assert main(["staff", "suspend", "ada@example.org"]) == 0
    account = account_by_email("ada@example.org", seen_by=SYSTEM)
    assert account is not None
    assert account.check_password("another-long-password")
    assert not actor_for(account).may("cases.work")


def test_nobody_of_that_address(capsys) -> None:
    assert main(["staff", "suspend", "bob@example.org"]) == 2
    assert "Nobody signs in as bob@example.org" in capsys.readouterr().err


def test_a_published_password_is_refused_in_production(typed, settings, capsys) -> None:
    settings.MOOTHALL_PRODUCTION = True
    typed("market-square-lantern")
    assert main([*ADA, "--team", "waste"]) == 1
    assert "published with the demonstration" in capsys.readouterr().err
