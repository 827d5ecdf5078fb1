"""Which file store this council uses; see the setting MOOTHALL_FILES_URL."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from moothall.ground.files.ports import FileStore
from moothall.project import environment as env
from moothall.project.connecting import connect


def file_store() -> FileStore:
    """The store of MOOTHALL_FILES_URL, or the folder in MOOTHALL_VAR. Raises ImproperlyConfigured."""
    usual = f"folder://{quote(str(env.VAR.resolve() / 'files'))}"
    return cast(FileStore, connect("files", env.FILES_URL or usual, "MOOTHALL_FILES_URL"))
