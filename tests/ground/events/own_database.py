"""A database of one's own for tests with several processes: a file, or a database beside the tests' one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from moothall.kernel.ids import new_id

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which programs find a fresh database with the tables of the log."""
    name = f"moothall_{new_id().hex}"
    with _url(folder, name) as url:
        environment = {
            **os.environ,
            "MOOTHALL_DATABASE_URL": url,
            "MOOTHALL_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "moothall.project.settings"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "events", "-v0", "--skip-checks"],
            env=environment,
            check=True,
        )
        yield environment


def program(environment: dict[str, str], script: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a Python program with Django set up."""
    begin = "import sys, django; django.setup()\n"
    words = [sys.executable, "-c", begin + script, *map(str, arguments)]
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def said(running: subprocess.Popen[str]) -> str:
    """What a program printed. Fails when it did not end well."""
    out, _ = running.communicate(timeout=120)
    assert running.returncode == 0
    return out


@contextmanager
def _url(folder: Path, name: str) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    there = connection.settings_dict
    where = urlencode({"host": there["HOST"]}) if there["HOST"] else ""
    password = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
    port = f":{there['PORT']}" if there["PORT"] else ""
    try:
        yield f"postgresql://{there['USER']}{password}@{port}/{name}?{where}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
