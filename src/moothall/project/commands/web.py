"""`moothall web`: granian, one worker for each core, one thread of Python in each."""

from __future__ import annotations

import gc
import os
from argparse import ArgumentParser, Namespace
from importlib import import_module

from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces

from moothall.kernel.commands import WrongUse, command
from moothall.project import environment as env
from moothall.project.child import die_with, supervised_word
from moothall.project.logs import LOGGING
from moothall.project.warming import warm


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("--listen", default=env.LISTEN, metavar="HOST:PORT", help="default: MOOTHALL_LISTEN")
    parser.add_argument("--workers", type=int, default=env.WEB_WORKERS, help="default: one for each core")
    supervised_word(parser)


@command("web", example="moothall web --listen 127.0.0.1:8000", arguments=read_words)
def web(options: Namespace) -> int:
    """Serve the pages, without the worker.

    The application is loaded before the workers are forked, so that they share its memory.
    """
    die_with(options.supervised)
    host, _, port = options.listen.rpartition(":")
    if not host or not port.isdigit():
        raise WrongUse(f"--listen is {options.listen!r}. Write HOST:PORT, such as 127.0.0.1:8000.")
    load_application()
    server = Granian(
        "moothall.project.wsgi:application",
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        workers=options.workers or os.cpu_count() or 1,
        blocking_threads=1,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=30,
        log_dictconfig=LOGGING,
        websockets=False,
    )
    server.serve()
    return 0


def load_application() -> None:
    """Import all that a request needs, then leave it out of garbage collection: pages stay shared after a fork."""
    get_resolver().url_patterns  # noqa: B018 — imports every view
    warm(import_module("moothall.project.wsgi").application)
    gc.collect()
    gc.freeze()
    main = os.getpid()
    os.register_at_fork(after_in_child=lambda: die_with(main))
