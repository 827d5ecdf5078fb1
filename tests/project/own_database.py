"""A database for tests that need processes of their own: a file, or a fresh one on the server the tests run on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from moothall.kernel.ids import new_id
from tests.once import once
from tests.project.forked import Forked

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one platform lives: its environment and its folder."""

    url: str
    var: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "MOOTHALL_DATABASE_URL": self.url, "MOOTHALL_VAR": str(self.var)}

    def moothall(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `moothall` to its end, with more settings in its environment."""
        command = [sys.executable, "-m", "moothall.project.cli", *words]
        return subprocess.run(
            command,
            env=self.environment | settings,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def start(self, module: str, *words: str, quiet: bool = False, **settings: str) -> subprocess.Popen[str]:
        """Start a Python module and leave it running."""
        command = [sys.executable, "-m", module, *words]
        return subprocess.Popen(
            command,
            env=self.environment | settings,
            cwd=ROOT,
            stdout=subprocess.DEVNULL if quiet else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def fork(self, module: str, *words: str, quiet: bool = False, **settings: str) -> Forked:
        """The same of a module that is no part of the product, much sooner."""
        return Forked([module, *words], self.environment | settings, quiet=quiet)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `moothall` to its end, without reading it anew."""
        with tempfile.TemporaryFile("w+") as errors:
            running = Forked(["moothall.project.cli", *words], self.environment, errors=errors.fileno())
            said, _ = running.communicate()
            errors.seek(0)
            return subprocess.CompletedProcess(words, running.wait(), said, errors.read())

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """What the database answers, without Django in between."""
        if self.url.startswith("sqlite"):
            with sqlite3.connect(urlsplit(self.url).path[1:], timeout=20) as connection:
                return list(connection.execute(question))
        with psycopg.connect(self.url) as server:
            return list(server.execute(question))

    def change(self, statement: str) -> None:
        """Change the database behind the platform's back."""
        if self.url.startswith("sqlite"):
            with sqlite3.connect(urlsplit(self.url).path[1:], timeout=20) as connection:
                connection.execute(statement)
            return
        with psycopg.connect(self.url) as server:
            server.execute(statement)


@contextmanager
def a_place(folder: Path, *, migrated: bool = False) -> Iterator[Place]:
    """A place whose database is empty, or has its tables (`migrated`), on the engine the tests run on; a server's
    database is dropped afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    server = os.environ.get("MOOTHALL_DATABASE_URL", "")
    if not server.startswith("postgres"):
        if migrated:
            copy_of_tables(folder / "moothall.sqlite3")
        yield Place(f"sqlite:///{folder / 'moothall.sqlite3'}", folder)
        return
    name = f"place_{new_id().hex}"
    template = f" TEMPLATE {_made_once()}" if migrated else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{template}")
        try:
            yield Place(urlunsplit(urlsplit(server)._replace(path=f"/{name}")), folder)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def copy_of_tables(file: Path) -> None:
    """Write an embedded database that has its tables."""
    with closing(sqlite3.connect(_made_once())) as made, closing(sqlite3.connect(file)) as copy:
        made.backup(copy)


def _made_once() -> str:
    """A database with tables to be copied, made by whoever needs it first: the path of the file, or its name."""
    server = os.environ.get("MOOTHALL_DATABASE_URL", "")
    with once("tables") as (folder, empty):
        if server.startswith("postgres"):
            name = f"tables_{folder.parent.name.replace('-', '_').lower()}"
        else:
            name, server = str(folder / "moothall.sqlite3"), ""
        if empty:
            _make(name, server, folder)
            (folder / "name").write_text(name)
    return name


def _make(name: str, server: str, folder: Path) -> None:
    url = f"sqlite:///{name}"
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    making = Place(url, folder).fork("moothall.project.cli", "migrate")
    said, _ = making.communicate()
    assert making.returncode == 0, said


def drop_tables(shared: Path) -> None:
    """At the end of a run, what of it lies on a server."""
    server, name = os.environ.get("MOOTHALL_DATABASE_URL", ""), shared / "tables" / "name"
    if server.startswith("postgres") and name.exists():
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name.read_text()} WITH (FORCE)")
