"""Every command in one process, with what each said and its exit code: `python -m tests.project.every_command`."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import traceback
from pathlib import Path

from moothall.kernel.commands import COMMANDS
from moothall.project import cli

#: These run until they are stopped, or ask no database of ours and take their time.
LEFT_OUT = ("serve", "practice", "web", "rehearse", "mutate", "check", "formats", "reference")


def words_for(name: str, place: Path) -> list[str]:
    """What to say after the name of the command so that it does something, and does not wait for anybody."""
    parsed = {
        "erase": ["BAR-123-456-789", "--rule", "asked"],
        "staff add": ["a@b.example", "--name", "A", "--team", "waste", "--role", "officer"],
        "staff reset": ["a@b.example"], "staff suspend": ["a@b.example"],
        "backup": [str(place / "backup")],
        "new service": ["report-trial", "--in", str(place / "services")], "preview": ["report-missed-bin"],
        "restore": [str(place / "nothing")], "reset": ["--yes"],
        "worker": ["--until-empty"],
    }  # fmt: skip
    return parsed.get(name, [])


def run(words: list[str]) -> dict[str, object]:
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            code: object = cli.main(words)
        except SystemExit as ended:
            code = ended.code
        except BaseException:  # noqa: BLE001 — whatever it is, the test is told
            code = "traceback"
            said.write(traceback.format_exc())
    return {"code": code, "said": said.getvalue()}


if __name__ == "__main__":
    answers = {}
    with tempfile.TemporaryDirectory() as place:
        cli.list_commands()
        names = [name for name in COMMANDS if name not in LEFT_OUT]
        for name in sorted(names, key=lambda one: one == "reset"):
            answers[name] = run([*name.split(), *words_for(name, Path(place))])
    print(json.dumps(answers))
