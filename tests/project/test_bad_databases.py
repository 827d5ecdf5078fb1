"""Whatever has happened to the database, a command ends in a sentence and an exit code."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.project.forked import Forked

#: Each test says itself which database there is.
pytestmark = pytest.mark.any_engine

#: Commands that ask no database.
WITHOUT = {"new service", "preview", "restore"}


def every_command(var: Path, **settings: str) -> dict[str, dict[str, object]]:
    environment = os.environ | {"MOOTHALL_VAR": str(var), "MOOTHALL_DATABASE_URL": ""} | settings
    running = Forked(["tests.project.every_command"], environment)
    said, _ = running.communicate()
    assert running.returncode == 0, said
    found: dict[str, dict[str, object]] = json.loads(said.splitlines()[-1])
    return found


@pytest.mark.parametrize("state", ["text", "cut", "away"])
def test_every_command_says_so_in_a_sentence(state: str, tmp_path: Path) -> None:
    database, settings = tmp_path / "moothall.sqlite3", {}
    if state == "text":
        database.write_text("This was saved over the database by mistake.\n" * 400)
    elif state == "cut":
        with sqlite3.connect(database) as made:
            made.execute("CREATE TABLE django_migrations (id INTEGER, app TEXT, name TEXT, applied TEXT)")
            made.executemany("INSERT INTO django_migrations VALUES (1, ?, 'x', 'x')", [("a" * 500,)] * 200)
        database.write_bytes(database.read_bytes()[:9000] + os.urandom(9000))
    else:
        settings["MOOTHALL_DATABASE_URL"] = "postgresql://nobody:a-password@127.0.0.1:1/none"
    answers = every_command(tmp_path, **settings)
    assert len(answers) > 10
    for name, answer in answers.items():
        said = str(answer["said"])
        assert answer["code"] in (0, 1, 2), f"{name}: {said}"
        assert "Traceback" not in said, f"{name}: {said}"
        assert "a-password" not in said
        if name not in {*WITHOUT, "doctor", "reset"}:
            assert answer["code"], f"{name} went on: {said}"
            assert said.strip().splitlines()[-1].endswith((".", "--help")), f"{name}: {said}"


#: As it is typed, but it waits a moment for the other one where a council's waits 20 s.
IMPATIENT = """
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"] = {"timeout": 0.2}
from moothall.project.cli import main
sys.exit(main(["migrate"]))
"""


#: As it is typed, on a database that is what a pragma makes of it.
SUCH = """
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA {pragma}"
from moothall.project.cli import main
sys.exit(main(["migrate"]))
"""


@pytest.mark.parametrize(
    ("pragma", "to_do"),
    [
        ("query_only=ON", "look at the permissions of its folder, and whether the disk is read-only."),
        ("max_page_count=40", "Make room on its disk, then try again."),
    ],
)
def test_one_that_cannot_be_written_says_why(pragma: str, to_do: str, tmp_path: Path) -> None:
    settings = {"MOOTHALL_VAR": str(tmp_path), "MOOTHALL_DATABASE_URL": ""}
    asked = Forked(["-c", SUCH.format(pragma=pragma)], os.environ | settings)
    said, _ = asked.communicate()
    assert asked.returncode == 1
    assert to_do in said
    assert "Traceback" not in said


def test_a_locked_database_says_to_try_again(tmp_path: Path) -> None:
    settings = {
        "MOOTHALL_VAR": str(tmp_path),
        "MOOTHALL_DATABASE_URL": f"sqlite:///{tmp_path}/locked.sqlite3",
    }
    holder = sqlite3.connect(tmp_path / "locked.sqlite3", isolation_level=None)
    holder.execute("CREATE TABLE held (id INTEGER)")
    holder.execute("BEGIN EXCLUSIVE")
    asked = Forked(["-c", IMPATIENT], os.environ | settings)
    said, _ = asked.communicate()
    holder.close()
    assert asked.returncode == 1
    assert "try again when that has finished" in said
    assert "Traceback" not in said
