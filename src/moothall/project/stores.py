"""Which file store this council uses; see the setting MOOTHALL_FILES_URL."""

from __future__ import annotations

from importlib import import_module

from django.core.exceptions import ImproperlyConfigured

from moothall.connectors.folder.api import FolderOptions, FolderStore
from moothall.ground.files.ports import FileStore
from moothall.project import environment as env


def file_store() -> FileStore:
    """The store of MOOTHALL_FILES_URL, or the folder in MOOTHALL_VAR. Raises ImproperlyConfigured."""
    if not env.FILES_URL:
        return FolderStore(FolderOptions(env.VAR / "files"))
    try:
        # Loaded only where it is used: its package is an extra, and takes memory.
        connector = import_module("moothall.connectors.s3.api")
        store: FileStore = connector.S3Store(connector.options_from(env.FILES_URL))
    except ModuleNotFoundError as missing:
        raise ImproperlyConfigured(
            f"MOOTHALL_FILES_URL needs the package {missing.name}: pip install -r requirements/s3.txt"
        ) from None
    except ValueError as mistake:
        raise ImproperlyConfigured(f"MOOTHALL_FILES_URL: {mistake}") from None
    return store
