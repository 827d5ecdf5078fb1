"""The web server: the application, warm, behind granian. Loaded by `moothall web` alone, for its memory and time."""

from __future__ import annotations

import gc
import logging
import os
from importlib import import_module

from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from moothall.apps.catalogue.api import share_every
from moothall.apps.insight.api import write_every
from moothall.project import environment as env
from moothall.project.child import die_with
from moothall.project.logs import LOGGING
from moothall.project.numbers import take_room
from moothall.project.turns import THREADS
from moothall.project.warming import warm
from moothall.sites.ops.metrics import count_nothing

_log = logging.getLogger("moothall.web")


def serve(host: str, port: int, workers: int) -> None:
    """Answer at `host` and `port` until told to stop, in `workers` processes (0: one for each core)."""
    load_application()
    Granian(
        "moothall.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or os.cpu_count() or 1,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=30,
        log_dictconfig=LOGGING,
        log_level=LogLevels.warning,  # it sets its own logger after the dictionary has
        websockets=False,
    ).serve()


#: How often a process writes what it has counted; so much may be lost when it is killed.
COUNTS_EVERY_SECONDS = 30.0
#: How often a process hears of an alert that was written on another machine.
ALERT_EVERY_SECONDS = 5.0


def load_application() -> None:
    """Import all that a request needs, then leave it out of garbage collection: pages stay shared after a fork."""
    get_resolver().url_patterns  # noqa: B018 — imports every view
    warm(import_module("moothall.project.wsgi").application)
    write_every(COUNTS_EVERY_SECONDS)
    share_every(ALERT_EVERY_SECONDS)
    gc.collect()
    gc.freeze()
    main = os.getpid()
    os.register_at_fork(after_in_child=lambda: die_with(main))
    os.register_at_fork(after_in_child=_count_in_own_files)


def _count_in_own_files() -> None:
    """In a process that was just forked."""
    if (folder := env.shared_numbers()) is not None:
        try:
            take_room(folder)
        except OSError as error:
            _log.warning("This process counts nothing: %s", error.strerror or type(error).__name__)
            count_nothing()
