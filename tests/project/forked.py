"""Python processes that need not read Python, Django and Moothall anew: forked off one that has (`forking.py`).

For what plays a part in a test, such as an officer who takes a case at the same moment as another. What the product
itself starts is started in earnest: `Place.start`.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Forked:
    """What `subprocess.Popen` would be, of a process whose output is read as text, or not at all.

    `words` are a module and its words, or "-c", a program and its words. `errors` is the number of the file that its
    standard error goes to; left out, it goes where its output does.
    """

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        quiet: bool = False,
        errors: int | None = None,
    ) -> None:
        self.returncode: int | None = None
        told, tell = os.pipe()
        read, write = os.pipe()
        self._output = os.fdopen(read, "rb", buffering=0)
        if quiet:
            os.close(write)
            write = os.open(os.devnull, os.O_WRONLY)
        request = json.dumps({"words": list(words), "environment": dict(environment)}).encode()
        socket.send_fds(_forker(), [request], [tell, write, write if errors is None else errors])
        os.close(write)
        os.close(tell)
        self._said = b""
        self._told = os.fdopen(told, "rb", buffering=0)
        self.pid = int(self._told.readline())

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode

    def wait(self, timeout: float = 600) -> int:
        if self.returncode is None and not select.select([self._told], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(str(self.pid), timeout, self._said)
        code = self.poll()
        assert code is not None
        return code

    def line(self, timeout: float = 600) -> str:
        """The next line it prints; "" when it ended instead."""
        until = time.monotonic() + timeout
        while b"\n" not in self._said and self._more(until):
            pass
        line, _, self._said = self._said.partition(b"\n")
        return line.decode("utf-8", "replace")

    def communicate(self, timeout: float = 600) -> tuple[str, None]:
        """What it printed until it ended."""
        until = time.monotonic() + timeout
        while self._more(until):
            pass
        self._output.close()
        self.wait(timeout)
        return self._said.decode("utf-8", "replace"), None

    def _more(self, until: float) -> bool:
        if not select.select([self._output], [], [], max(0.0, until - time.monotonic()))[0]:
            raise subprocess.TimeoutExpired(str(self.pid), 0, self._said)
        read = os.read(self._output.fileno(), 1 << 16)
        self._said += read
        return bool(read)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@cache
def _forker() -> socket.socket:
    """Started once in each process that runs tests; it ends with that."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    folder = tempfile.TemporaryDirectory(prefix="moothall-forking-")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.project.forking", str(theirs.fileno())],
        env={
            **os.environ,
            "MOOTHALL_VAR": folder.name,
            "DJANGO_SETTINGS_MODULE": "moothall.project.settings",
        },
        cwd=ROOT,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()

    @atexit.register
    def end() -> None:
        ours.close()
        process.wait(30)
        folder.cleanup()

    return ours
