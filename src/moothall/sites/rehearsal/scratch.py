"""A database in memory for the time of a rehearsal, so that no journey touches a council's own."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test.utils import override_settings

from moothall.apps.catalogue.api import load
from moothall.apps.messaging.api import use_mailer
from moothall.connectors.demo.api import DemoMailer
from moothall.connectors.folder.api import FolderOptions, FolderStore
from moothall.ground.engine import vendor
from moothall.ground.files.api import use_store
from moothall.kernel.actors import system


@contextmanager
def scratch_database() -> Iterator[None]:
    """Inside the block everything is kept in an empty SQLite in memory and a folder of its own; no mail leaves."""
    with tempfile.TemporaryDirectory(prefix="moothall-rehearsal-") as folder, _in_memory():
        logging.disable(logging.ERROR)
        use_mailer(DemoMailer())
        use_store(FolderStore(FolderOptions(Path(folder) / "files")))
        try:
            with override_settings(
                MOOTHALL_SEAL_FOLDER=Path(folder) / "seal",
                ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "localhost"],
                SECURE_SSL_REDIRECT=False,
            ):
                call_command("migrate", verbosity=0)
                load(by=system("rehearsal"))
                yield
        finally:
            use_mailer(None)
            use_store(None)
            logging.disable(logging.NOTSET)


@contextmanager
def _in_memory() -> Iterator[None]:
    connections["default"].close()
    real = connections.settings["default"]
    connections.settings["default"] = {
        **real,
        "ENGINE": "moothall.ground.sqlite",
        "NAME": ":memory:",
        "OPTIONS": {},
    }
    del connections["default"]
    vendor.cache_clear()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = real
        del connections["default"]
        vendor.cache_clear()
