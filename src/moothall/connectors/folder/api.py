"""The door of the folder connector."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from moothall.connectors.folder.store import FolderOptions, FolderStore


def connect(address: str) -> FolderStore:
    """The entry point `files.folder`: `folder:///srv/moothall/files`. Raises ValueError with what to write instead."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/"):
        raise ValueError("The folder of files needs its whole path. Write folder:///srv/moothall/files.")
    return FolderStore(FolderOptions(Path(path)))


__all__ = ["FolderOptions", "FolderStore", "connect"]
