"""The door of the folder connector."""

from __future__ import annotations

from moothall.connectors.folder.store import FolderOptions, FolderStore

__all__ = ["FolderOptions", "FolderStore"]
