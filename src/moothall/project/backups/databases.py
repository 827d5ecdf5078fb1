"""The database part of a backup: one moment of it, copied while others write, with the count of its rows."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from moothall.kernel.commands import WrongUse

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
)


def copy_out(folder: Path) -> dict[str, int]:
    """Copy the database into `folder`. The rows of each table, at the moment that was copied."""
    path = folder / FILES[connection.vendor]
    rows = _copy_sqlite(path) if connection.vendor == "sqlite" else _copy_postgresql(path)
    path.chmod(0o600)
    return rows


def put_back(folder: Path) -> None:
    """Fill the empty database from `folder`."""
    path = folder / FILES[connection.vendor]
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(str(connection.settings_dict["NAME"]))
        target.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(path) as source, sqlite3.connect(target) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=WAL")
        return
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", [*words, "--dbname", str(connection.settings_dict["NAME"]), str(path)])


def is_empty() -> bool:
    """Whether the configured database has no table yet."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES[connection.vendor == "postgresql"])
        return cursor.fetchone() is None


def count_rows() -> dict[str, int]:
    """The rows of each table now."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES[connection.vendor == "postgresql"])
        return {name: _count(cursor, name) for (name,) in cursor.fetchall()}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 — a name from the catalogue of tables
    return int(cursor.fetchone()[0])


def _copy_sqlite(path: Path) -> dict[str, int]:
    """In one step: in steps it would start again after each write, and never end on a busy day."""
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        cursor = copy.cursor()
        return {name: _count(cursor, name) for (name,) in copy.execute(TABLES[0]).fetchall()}


def _copy_postgresql(path: Path) -> dict[str, int]:
    """The counts and the dump see the same snapshot."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = str(cursor.fetchone()[0])
            name = str(connection.settings_dict["NAME"])
            _run("pg_dump", ["--format=custom", f"--snapshot={snapshot}", f"--file={path}", "--dbname", name])
            return count_rows()
        finally:
            cursor.execute("ROLLBACK")


def _run(program: str, words: Sequence[str]) -> None:
    """Run one of PostgreSQL's programs on the configured database; the password does not show in the process list."""
    settings = connection.settings_dict
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    ours = {name: str(settings[key]) for name, key in given.items() if settings[key]}
    done = subprocess.run(  # noqa: S603 — our own program, and no shell between
        [_program(program), *words],
        env=os.environ | ours,  # noqa: TID251 — handed on, not read
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WrongUse(f"{program} failed: {done.stderr.strip()[:500]}")


def _program(name: str) -> str:
    """The newest one installed: an older one refuses a newer server. Raises WrongUse with what to install."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise WrongUse(
            f"{name} is not installed here. Install it with: sudo apt-get install postgresql-client"
        )
    return program
