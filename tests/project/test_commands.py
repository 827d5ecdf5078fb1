"""`moothall`: wrong use gets a sentence and 2; every command has help and an example."""

from __future__ import annotations

import pytest

from moothall.kernel.commands import COMMANDS
from moothall.kernel.upkeep import REBUILDERS, rebuilder, rebuilders_in_order
from moothall.project import cli


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
    assert all(name.split()[0] in shown for name in COMMANDS)


def test_rebuilders_run_after_those_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = dict(REBUILDERS.items())
    monkeypatch.setattr(REBUILDERS, "_entries", dict(entries))
    rebuilder("a-last", after=["z-first"])(lambda: 0)
    rebuilder("z-first")(lambda: 0)
    names = [one.name for one in rebuilders_in_order()]
    assert names.index("z-first") < names.index("a-last")
