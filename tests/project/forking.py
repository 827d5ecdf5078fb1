"""A process that has read Python, Django and Moothall once, and makes others by forking: see `forked.py`.

python -m tests.project.forking SOCKET

Each request over the socket is one process to be: its words and its environment, with the file that is told its number
and, when it has ended, its exit code, and the files its output and its errors go to.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import signal
import socket
import sys
import threading
import traceback

from django.conf import empty
from django.conf import settings as django_settings
from django.db import connections
from django.db.utils import load_backend

from moothall.project import cli, environment, logs
from moothall.project.start import start_django

start_django()

from moothall.apps.catalogue.library import current, forget  # noqa: E402 — Django is started above

LARGEST = 1 << 18


def prepare(url: str) -> None:
    """Read what every process reads. No connection may be opened: it would be shared by all that are made."""
    cli.list_commands()
    importlib.import_module("moothall.project.urls")
    importlib.import_module("tests.cast")
    current()
    load_backend(
        "django.db.backends.postgresql" if url.startswith("postgres") else "django.db.backends.sqlite3"
    )


def look_again() -> None:
    """Settings are read of the environment when they are imported, and it is another one now."""
    before = (environment.COUNCIL, environment.SERVICES)
    importlib.reload(environment)
    importlib.reload(logs)
    importlib.reload(importlib.import_module("moothall.project.settings"))
    django_settings._wrapped = empty
    connections.__dict__.pop("settings", None)
    connections.__init__()
    importlib.import_module("django").setup()
    environment.VAR.mkdir(parents=True, exist_ok=True)
    if before != (environment.COUNCIL, environment.SERVICES):
        forget()


def serve(asked: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, files, _, _ = socket.recv_fds(asked, LARGEST, 3)
        if not message:
            return
        if not os.fork():
            asked.close()
            watch(json.loads(message), *files)
        for file in files:
            os.close(file)


def watch(request: dict[str, object], told: int, output: int, errors: int) -> None:
    """Make the process, wait for its end, and tell of both. Never comes back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    made = os.fork()
    if not made:
        os.close(told)
        os._exit(be(request, output, errors))
    os.close(output)
    os.close(errors)
    os.write(told, f"{made}\n".encode())
    os.write(told, f"{os.waitstatus_to_exitcode(os.waitpid(made, 0)[1])}\n".encode())
    os._exit(0)


def be(request: dict[str, object], output: int, errors: int) -> int:
    """The process itself, from its first line to its exit code."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for file, number in ((nothing, 0), (output, 1), (errors, 2)):
        os.dup2(file, number)
        os.close(file)
    module, *words = request["words"]
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = [module, *words]
    code: object = 0
    try:
        look_again()
        if module == cli.__name__:
            code = cli.main(words)
        elif module == "-c":
            sys.argv.pop(1)
            exec(words[0], {"__name__": "__main__", "sys": sys})
        else:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 — as Python itself ends
        traceback.print_exc()
        code = 1
    threading._shutdown()
    connections.close_all()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    prepare(os.environ.get("MOOTHALL_DATABASE_URL", ""))
    serve(socket.socket(fileno=int(sys.argv[1])))
