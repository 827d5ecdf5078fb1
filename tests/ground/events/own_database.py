"""A database of one's own for tests with several processes: a file, or a database beside the tests' one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.project.forked import Forked
from tests.project.own_database import a_place


@contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which programs find a fresh database with every table."""
    with a_place(folder, migrated=True) as place:
        yield place.environment


def program(environment: dict[str, str], script: str, *arguments: object) -> Forked:
    """Start a Python program with Django set up."""
    assert sys.__stderr__ is not None
    return Forked(["-c", script, *map(str, arguments)], environment, errors=sys.__stderr__.fileno())


def said(running: Forked) -> str:
    """What a program printed. Fails when it did not end well."""
    out, _ = running.communicate()
    assert running.returncode == 0
    return out
