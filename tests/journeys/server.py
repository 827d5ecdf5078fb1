"""A server of our own: web and worker really running, on a free port, in a folder and a database of their own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from tests.once import SHARED
from tests.project.own_database import copy_of_tables

ROOT = Path(__file__).resolve().parents[2]
#: Seconds for the first answer, on a machine that does other things too.
PATIENCE = 240


@dataclass(slots=True)
class Server:
    """`made` says which requests there are from the start (see `seed.py`)."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _port: int = 0

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.environment = {
            **os.environ,
            "MOOTHALL_VAR": str(self.folder),
            "MOOTHALL_DATABASE_URL": database_of_its_own(os.environ.get("MOOTHALL_DATABASE_URL", "")),
            "MOOTHALL_ADDRESS": self.address,
            "MOOTHALL_LISTEN": f"127.0.0.1:{self._port}",
            "MOOTHALL_WEB_WORKERS": "1",
            **self.environment,
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def run(self, *words: str) -> str:
        """A command of ours in this server's environment; what it printed. Fails with what it said."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def fill(self) -> None:
        if SHARED in os.environ and not self.environment["MOOTHALL_DATABASE_URL"]:
            copy_of_tables(self.folder / "moothall.sqlite3")
        self.made = json.loads(self.run("tests.journeys.seed"))

    def start(self) -> None:
        log = (self.folder / "serve.log").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moothall.project.cli", "serve", "--no-setup"],
            cwd=ROOT,
            env=dict(self.environment),
            stdout=log,
            stderr=log,
        )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "serve.log").read_text()[-4000:]
            assert time.monotonic() < until, "The server did not answer."
            time.sleep(0.1)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)

    def errors(self) -> str:
        """What the server said about requests that broke; empty when none did."""
        lines = (self.folder / "serve.log").read_text(errors="replace").splitlines()
        return "\n".join(line for line in lines if '"status": 5' in line or "Traceback" in line)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def database_of_its_own(url: str) -> str:
    """On the PostgreSQL server of `url` a new database; for SQLite nothing: it lies in the server's folder."""
    if not url.startswith("postgresql"):
        return ""
    name = f"journeys_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
