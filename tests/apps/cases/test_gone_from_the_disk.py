"""What was erased is not in the database's file any more: not in its rows, nor in the segments of its index."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from tests.ground.events.own_database import own_database, program, said

WORDS = ("Quiverful", "quiver", "zanzibarred", "zanzibar")

STORY = """
from tests.cast import FLY_TIPPING, HARDING, OLWEN, SYSTEM, Resident, sends
from moothall.apps.cases.api import close_case, erase_case, search_cases
from moothall.ground.search.jobs import scrub_index
from moothall.ground.search import api as search
others = [sends(FLY_TIPPING, HARDING) for _ in range(3)]
opened = sends(FLY_TIPPING, Resident("Letty Quiverful", "letty@quiverful.example"), place="A zanzibarred sofa")
sends(FLY_TIPPING, HARDING)
close_case(opened.reference, "cleared", "Zanzibarred indeed.", by=OLWEN.actor)
search.put(search.Document("page", "x", "public", "Quiverful", "zanzibarred"))
print("told", flush=True)
sys.stdin.readline()
erase_case(opened.reference, rule="a test", by=SYSTEM)
search.remove("page", "x")
scrub_index.func()
assert len(search_cases("harding", seen_by=OLWEN.actor).rows) == 4
assert not search_cases("quiverful", seen_by=OLWEN.actor).rows
"""


def test_erased_words_are_nowhere_in_the_file(tmp_path: Path) -> None:
    with own_database(tmp_path) as environment:
        running = program(environment, STORY.replace("sys.stdin.readline()", WAIT), tmp_path / "go")
        assert running.line() == "told"
        before = words_on_disk(tmp_path)
        (tmp_path / "go").touch()
        said(running)
        if connection.vendor == "sqlite":
            assert {"Quiverful", "zanzibar"} <= before
            assert not words_on_disk(tmp_path)


WAIT = "import pathlib, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.05)"


def words_on_disk(folder: Path) -> set[str]:
    """Which of the words stand in a file of the database, its write-ahead log included."""
    content = b"".join(file.read_bytes() for file in folder.glob("*.sqlite3*")).lower()
    return {word for word in WORDS if word.lower().encode() in content}
