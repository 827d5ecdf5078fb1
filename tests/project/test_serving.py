"""`moothall serve`: what is killed comes back, what is told to stop stops."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from django.core.exceptions import ImproperlyConfigured

from moothall.project.databases import database_settings
from tests.apps.catalogue.folders import COPIED
from tests.project.own_database import ROOT, Place, a_place

#: What starts, watches and stops processes; a kill under load is tried on both engines (tests/bench).
pytestmark = pytest.mark.any_engine

PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Served:
    """A council being served at `address`."""

    process: subprocess.Popen[str]
    address: str

    def ask(self, path: str) -> tuple[int, bytes]:
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return answer.status, answer.read()

    def answered(self, route: str) -> float:
        """How many requests to `route` the numbers tell of."""
        shown = self.ask("/metrics")[1].decode()
        found = re.findall(rf'moothall_requests_total{{[^}}]*route="{route}",status="200"}} (\S+)', shown)
        return sum(map(float, found))

    def workers(self) -> int:
        """How many workers readiness tells of; -1 when nobody answers."""
        try:
            return int(json.loads(self.ask("/health/ready")[1])["workers"])
        except (URLError, OSError, ValueError):
            return -1

    def child(self, word: str) -> int:
        """The process of the child that `word` starts, 0 when there is none now."""
        for process in children_of(self.process.pid):
            if word in words_of(process):
                return process
        return 0


def children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == parent and after_name[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def words_of(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except OSError:
        return []


def all_below(process: int) -> list[int]:
    return [one for child in children_of(process) for one in (child, *all_below(child))]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("serving"), migrated=True) as made:
        yield made


@contextmanager
def serving(place: Place, **settings: str) -> Iterator[Served]:
    """`moothall serve` on a free port, with its worker at work, and with more settings in its environment.

    There are few services: each start reads and warms up all there are.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    few = place.var / "services"
    if not few.exists():
        for slug in COPIED:
            shutil.copytree(ROOT / "services" / slug, few / slug)
    words = ("moothall.project.cli", "serve", "--no-setup")
    settings = {"MOOTHALL_LISTEN": listen, "MOOTHALL_SERVICES": str(few), **settings}
    process = place.start(*words, quiet=True, **settings)
    made = Served(process, f"http://{listen}")
    try:
        wait_until(lambda: made.workers() >= 1 and made.child("worker") > 0)
        yield made
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def served(place: Place) -> Iterator[Served]:
    with serving(place) as made:
        yield made


@pytest.fixture
def served_alone(place: Place) -> Iterator[Served]:
    """For a test that ends it."""
    with serving(place) as made:
        yield made


def test_a_killed_child_comes_back(served: Served) -> None:
    for word in ("worker", "web"):
        killed = served.child(word)
        below = all_below(killed)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: served.child(word) not in (0, killed))  # noqa: B023 — awaited within the round
        wait_until(lambda: not any(alive(one) for one in below))  # noqa: B023 — awaited within the round
        wait_until(lambda: served.workers() >= 1)


def test_a_killed_process_of_the_web_comes_back(served: Served) -> None:
    web = served.child("web")
    workers = children_of(web)
    os.kill(workers[0], signal.SIGKILL)
    wait_until(lambda: len(set(children_of(served.child("web"))) - {workers[0]}) == len(workers))
    assert served.ask("/health/live")[0] == 200


def test_it_stops_cleanly_with_all_its_children(served_alone: Served) -> None:
    everybody = all_below(served_alone.process.pid)
    served_alone.process.terminate()
    assert served_alone.process.wait(PATIENCE) == 0
    assert not any(alive(one) for one in everybody)


def test_children_do_not_outlive_a_killed_supervisor(served_alone: Served) -> None:
    everybody = all_below(served_alone.process.pid)
    served_alone.process.kill()
    served_alone.process.wait()
    wait_until(lambda: not any(alive(one) for one in everybody))


def test_the_supervisor_stays_small(served: Served) -> None:
    maps = Path(f"/proc/{served.process.pid}/maps").read_text()
    assert "psycopg" not in maps
    assert "sqlite" not in maps
    assert "granian" not in maps


def test_numbers_of_all_processes_are_shown_here_and_nowhere_else(served: Served) -> None:
    before = served.answered("health-live")
    for _ in range(3):
        served.ask("/health/live")
    assert served.answered("health-live") == before + 3
    forwarded = urllib.request.Request(served.address + "/metrics", headers={"X-Forwarded-For": "192.0.2.1"})
    with pytest.raises(URLError, match="404"):
        urllib.request.urlopen(forwarded, timeout=60)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MOOTHALL_LISTEN", "nonsense", "Write HOST:PORT"),
        ("MOOTHALL_LISTEN", "127.0.0.1:99999", "Write HOST:PORT"),
        ("MOOTHALL_LISTEN", "127.0.0.1:8²", "Write HOST:PORT"),
        ("MOOTHALL_WEB_WORKERS", "٣²", "Write a whole number"),
        ("MOOTHALL_LOG_LEVEL", "LOUD", "Write one of DEBUG, INFO, WARNING, ERROR"),
        ("MOOTHALL_HOSTS", " , ", "names no host"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(place: Place, name: str, value: str, said: str) -> None:
    wrong = place.moothall("serve", **{name: value})
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1), wrong.stderr
    assert said in wrong.stderr


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:a-secret@host:notaport/db",
        "postgresql://u:a-secret@host:99999/db",
        "postgresql://u:a-secret/more@host/db",
        "postgresql://u:a-secret@[::1/db",
        "sqlite://a-secret.sqlite3",
        "sqlite://",
        "sqlite:///",
        "a-secret",
    ],
)
def test_an_address_of_no_database_is_told_without_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as no:
        database_settings(url, tmp_path)
    assert "MOOTHALL_DATABASE_URL" in str(no.value)
    assert "a-secret" not in str(no.value)


def test_a_taken_port_is_told_in_a_sentence(served: Served, place: Place) -> None:
    wrong = place.moothall("serve", MOOTHALL_LISTEN=served.address.removeprefix("http://"))
    assert wrong.returncode == 2
    assert "Stop what does, or set MOOTHALL_LISTEN" in wrong.stderr


def test_production_does_not_start_on_a_demo_secret(place: Place) -> None:
    for words in (["serve"], ["web"], ["worker"], ["migrate"]):
        refused = place.moothall(*words, MOOTHALL_PRODUCTION="yes")
        assert refused.returncode == 2
        assert "demo secret" in refused.stderr
        assert "token_urlsafe" in refused.stderr
