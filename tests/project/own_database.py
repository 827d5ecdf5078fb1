"""A database for tests that need processes of their own: a file, or a fresh one on the server the tests run on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from moothall.kernel.ids import new_id

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
            timeout=120,
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

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """What the database answers, without Django in between."""
        if self.url.startswith("sqlite"):
            with sqlite3.connect(urlsplit(self.url).path[1:], timeout=20) as connection:
                return list(connection.execute(question))
        with psycopg.connect(self.url) as server:
            return list(server.execute(question))  # type: ignore[arg-type]

    def change(self, statement: str) -> None:
        """Change the database behind the platform's back."""
        if self.url.startswith("sqlite"):
            with sqlite3.connect(urlsplit(self.url).path[1:], timeout=20) as connection:
                connection.execute(statement)
            return
        with psycopg.connect(self.url) as server:
            server.execute(statement)  # type: ignore[arg-type]


@contextmanager
def a_place(folder: Path) -> Iterator[Place]:
    """A place whose database is empty, on the engine the tests run on; a server's database is dropped afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    server = os.environ.get("MOOTHALL_DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield Place(f"sqlite:///{folder / 'moothall.sqlite3'}", folder)
        return
    name = f"place_{new_id().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield Place(urlunsplit(urlsplit(server)._replace(path=f"/{name}")), folder)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
