"""`moothall`: wrong use gets a sentence and 2; every command has help and an example."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from moothall.kernel.commands import COMMANDS
from moothall.kernel.upkeep import REBUILDERS, rebuilder, rebuilders_in_order
from moothall.project import cli
from moothall.project import environment as env


def run(*words: str) -> int:
    try:
        return cli.main(words)
    except SystemExit as ended:
        return int(ended.code or 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["srve"], "Did you mean 'serve'?"),
        (["web", "--listen", "nonsense"], "Write HOST:PORT"),
        (["worker", "--lane", "nonsense"], "There is no lane 'nonsense'"),
        (["rebuild", "nonsense"], "There is nothing called 'nonsense'"),
        (["reset"], "Write: moothall reset --yes"),
        (["web", "--workers", "many"], "See: moothall web --help"),
        (["web", "--workers", "0"], "'0' is no whole number of 1 or more."),
        (["demo", "--size", "huge"], "Write one of: small, district, county."),
        (["demo", "--size", "smal"], "Did you mean 'small'?"),
        (["mutate", "--sample", "0"], "'0' is no whole number of 1 or more."),
        (["preview", "report-graffiti", "--days", "0"], "Write a number from 1 to 90."),
        (["preview", "report-graffiti", "--days", "soon"], "'soon' is no whole number"),
    ],
)
def test_wrong_use_gets_a_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    assert said in capsys.readouterr().err


def test_every_command_has_help_with_an_example_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    cli.list_commands()
    assert len(COMMANDS) >= 10
    for name, command in COMMANDS.items():
        assert command.summary.endswith("."), name
        assert command.example.startswith(f"moothall {name}"), name
        assert run(*name.split(), "--help") == 0
        assert command.example in capsys.readouterr().out


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    shown = capsys.readouterr().out
    assert all(name.split()[0] in shown and name.split()[-1] in shown for name in COMMANDS)
    assert "head, verify: see moothall audit --help" in shown


def test_the_example_of_rebuild_names_what_can_be_rebuilt() -> None:
    cli.list_commands()
    assert set(COMMANDS["rebuild"].example.split()[2:]) <= set(REBUILDERS)


def test_rebuilders_run_after_those_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = dict(REBUILDERS.items())
    monkeypatch.setattr(REBUILDERS, "_entries", dict(entries))
    rebuilder("a-last", after=["z-first"])(lambda: 0)
    rebuilder("z-first")(lambda: 0)
    names = [one.name for one in rebuilders_in_order()]
    assert names.index("z-first") < names.index("a-last")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "team", "role", "said"),
    [
        ("ada@example.org", "nowhere", "officer", "team"),
        ("ada@example.org", "waste", "emperor", "role"),
        ("ada", "waste", "officer", "This is no e-mail address."),
    ],
)
def test_what_is_wrong_about_new_staff_is_said_before_their_password_is_asked(
    email: str,
    team: str,
    role: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short"))
    assert run("staff", "add", email, "--name", "Ada Okoro", "--team", team, "--role", role) == 1
    printed = capsys.readouterr()
    assert said in printed.out + printed.err
    assert "password" not in printed.out + printed.err


def test_what_is_kept_is_for_nobody_else_on_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "VAR", tmp_path / "new" / "var")
    assert env.own_folder().stat().st_mode & 0o077 == 0
    env.own_folder().chmod(0o750)
    assert env.own_folder().stat().st_mode & 0o777 == 0o750, "whoever made it decides"
