"""Registered files of the council's folder, as they stand now: what a room of above reads there, and runs by.

Read once for each reading of the folders: in production when a process first asks, in development again after a change.
"""

from __future__ import annotations

from moothall.apps.catalogue.library import Library, current
from moothall.apps.catalogue.shared import COUNCIL_FILES, Looked, look_at_files

_read: dict[str, tuple[Library, tuple[Looked, ...]]] = {}


def files_now(name: str) -> tuple[Looked, ...]:
    """The files registered as `name`, in alphabetical order, each with its mistakes. KeyError for no such name."""
    now = current()
    held = _read.get(name)
    if held is None or held[0] is not now:
        names = {"teams": frozenset(team.code for team in now.organisation.teams)}
        folder, slugs = now.council.folder, frozenset(now.services)
        looked, _ = look_at_files(COUNCIL_FILES[name], folder, now.services, slugs, names)
        held = _read[name] = (now, looked)
    return held[1]
