"""Workers in processes of their own, killed and stopped, on a database that outlives them."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.project.own_database import Place, a_place

WORKER = "tests.ground.jobs.a_worker"
PATIENCE = 300.0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("workers"), migrated=True) as made:
        yield made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Where jobs write what they do."""
    path = tmp_path / "book"
    path.touch()
    return path


def ask(place: Place, task: str, often: int = 1, **arguments: str | float) -> None:
    asking = place.fork("tests.ground.jobs.ask", task, json.dumps(arguments), str(often))
    output, _ = asking.communicate()
    assert asking.returncode == 0, output


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)


def left(place: Place) -> int:
    """Jobs asked for that are still there; a periodic one, which the first worker adds, has a key."""
    (row,) = place.rows("SELECT count(*) FROM jobs_job WHERE lane = 'tests' AND unique_key IS NULL")
    return int(str(row[0]))


def ready(place: Place) -> int:
    """Jobs asked for that nobody has begun."""
    (row,) = place.rows(
        "SELECT count(*) FROM jobs_job WHERE unique_key IS NULL AND state = 'ready' AND tries = 0"
    )
    return int(str(row[0]))


def run_to_the_end(place: Place, *words: str) -> None:
    worker = place.fork(WORKER, "--until-empty", "--lane", "tests", *words)
    output, _ = worker.communicate(timeout=PATIENCE)
    assert worker.returncode == 0, output


def test_two_workers_run_each_job_once(place: Place, book: Path) -> None:
    ask(place, "write_line", 300, path=str(book), word="{n}", seconds=0.002)
    workers = [place.fork(WORKER, "--until-empty", "--lane", "tests") for _ in range(2)]
    for worker in workers:
        output, _ = worker.communicate(timeout=PATIENCE)
        assert worker.returncode == 0, output
    assert Counter(book.read_text().split("\n")[:-1]) == Counter(
        [f"{when} {n}" for n in range(300) for when in ("begun", "done")]
    )
    assert left(place) == 0


def test_what_a_killed_worker_held_runs_again_under_its_successor(place: Place, book: Path) -> None:
    ask(place, "slow_once", path=str(book), word="bins")
    killed = place.fork(WORKER, "--slot", "here", "--lane", "tests")
    wait_until(lambda: "begun" in book.read_text())
    killed.kill()
    killed.wait()
    run_to_the_end(place, "--slot", "here")
    assert book.read_text().split("\n")[:-1] == ["begun bins", "begun bins", "done bins"]
    assert left(place) == 0


def test_a_stranger_waits_until_the_lease_has_run_out(place: Place, book: Path) -> None:
    ask(place, "slow_once", path=str(book), word="bins")
    killed = place.fork(WORKER, "--lane", "tests")
    wait_until(lambda: "begun" in book.read_text())
    killed.kill()
    killed.wait()
    place.change("UPDATE jobs_job SET lease_until_ms = lease_until_ms + 3600000 WHERE lane = 'tests'")
    run_to_the_end(place)
    assert left(place) == 1, "the lease still runs"
    place.change("UPDATE jobs_job SET lease_until_ms = 1 WHERE lane = 'tests'")
    run_to_the_end(place)
    assert book.read_text().endswith("done bins\n")
    assert left(place) == 0


def test_a_worker_told_to_stop_finishes_what_it_runs_and_gives_back_the_rest(
    place: Place, book: Path
) -> None:
    gate = book.with_name("gate")
    ask(place, "write_until", 6, path=str(book), word="{n}", gate=str(gate))
    stopped = place.fork(WORKER, "--lane", "tests")
    wait_until(lambda: "begun" in book.read_text())
    stopped.send_signal(signal.SIGTERM)
    wait_until(lambda: ready(place) == 5)
    gate.touch()
    output, _ = stopped.communicate(timeout=PATIENCE)
    assert stopped.returncode == 0, output
    assert book.read_text().split("\n")[:-1] == ["begun 0", "done 0"]
    assert left(place) == 5
    assert ready(place) == 5
    assert place.rows("SELECT count(*) FROM jobs_workerbeat WHERE name LIKE 'alone/%'")
    place.change("DELETE FROM jobs_job")
