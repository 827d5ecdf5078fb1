"""The store of these tests, named in their settings."""

from __future__ import annotations

from django.conf import settings

from moothall.connectors.folder.api import FolderOptions, FolderStore


def file_store() -> FolderStore:
    return FolderStore(FolderOptions(settings.TEST_FILES))
