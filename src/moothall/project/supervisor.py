"""Keeps children alive: starts them, restarts what dies, stops them together.

Nothing but the standard library, so that the process stays at some fifteen megabytes.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: Seconds: the first restart comes at once, those of a child that keeps dying at most this far apart.
FIRST_DELAY, LONGEST_DELAY = 0.2, 10.0
#: A child that lived this long has started well.
LIVED_WELL = 10.0
STOP_WITHIN = 40.0
ASKED_WRONGLY = 2


@dataclass(slots=True)
class Child:
    """One process to keep alive; `words` is its command line, to which `--supervised PID` is added."""

    name: str
    words: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = FIRST_DELAY
    start_at: float = 0.0

    def start(self) -> None:
        words = [*self.words, "--supervised", str(os.getpid())]
        self.process = subprocess.Popen(words, process_group=0)  # noqa: S603 — our own program, and no shell between
        self.started = time.monotonic()

    def died(self) -> int | None:
        """The exit code when the child has just been found dead; plans its restart."""
        code = self.process.poll() if self.process else None
        if code is None:
            return None
        now = time.monotonic()
        # Killed from outside (by hand, or for want of memory) says nothing against starting it again at once.
        well = code == -signal.SIGKILL or now - self.started > LIVED_WELL
        self.delay = FIRST_DELAY if well else min(LONGEST_DELAY, self.delay * 2)
        self.start_at = now + self.delay
        self.process = None
        return code


@dataclass(slots=True)
class Supervisor:
    """`before` are commands that must succeed first; `clean` is a folder to `sweep` at the start."""

    children: Sequence[Child]
    before: Sequence[tuple[str, ...]] = ()
    listens_at: str = ""
    greeting: str = ""
    clean: Path | None = None
    stopping: int = field(default=0, init=False)
    greeted: bool = field(default=False, init=False)

    def run(self) -> int:
        """Until a signal says stop. 0 after a clean stop, else the exit code of what could not be started."""
        bell = self._listen_to_signals()
        if self.clean:
            sweep(self.clean)
        for words in self.before:
            code = subprocess.run(words, check=False).returncode  # noqa: S603 — our own program, and no shell between
            if code or self.stopping:
                return code
        failed = 0
        while not self.stopping and not failed:
            failed = self._look_after()
            self._wait(bell)
        return self._stop(bell) or failed

    def _listen_to_signals(self) -> int:
        """The end of a pipe on which each signal rings."""
        bell, ringer = os.pipe()
        os.set_blocking(bell, False)
        os.set_blocking(ringer, False)
        signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return bell

    def _asked_to_stop(self, *_: object) -> None:
        self.stopping += 1

    def _look_after(self) -> int:
        """Start what is due. 2 when a child says that it was set up wrongly: no restart would help."""
        for child in self.children:
            code = child.died()
            if code is not None:
                say(f"{child.name} ended with {code}; it starts again in {child.delay:.1f} s.", child.name)
                if code == ASKED_WRONGLY:
                    return code
            if child.process is None and time.monotonic() >= child.start_at and not self.stopping:
                child.start()
        if not self.greeted and self.greeting and self._answers():
            self.greeted = True
            print(self.greeting, flush=True)
        return 0

    def _answers(self) -> bool:
        host, _, port = self.listens_at.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=0.2):
                return True
        except OSError:
            return False

    def _wait(self, bell: int) -> None:
        pause = 0.1 if not self.greeted and self.greeting else 60.0
        for child in self.children:
            if child.process is None:
                pause = min(pause, max(0.01, child.start_at - time.monotonic()))
        if select.select([bell], [], [], pause)[0]:
            os.read(bell, 512)

    def _stop(self, bell: int) -> int:
        """Ask all to finish what they are doing; kill what has not after a while, or at a second request."""
        asked = self.stopping
        until = time.monotonic() + STOP_WITHIN
        self._signal(signal.SIGTERM)
        while any(child.process and child.process.poll() is None for child in self.children):
            if time.monotonic() > until or self.stopping > max(1, asked):
                self._signal(signal.SIGKILL)
                return 1
            if select.select([bell], [], [], 0.5)[0]:
                os.read(bell, 512)
        return 0

    def _signal(self, number: int) -> None:
        for child in self.children:
            if child.process and child.process.poll() is None:
                child.process.send_signal(number)


def sweep(folder: Path) -> None:
    """Remove the files of `folder` whose name ends in the number of a process that is gone."""
    for file in folder.glob("*_*.db"):
        if not Path("/proc", file.stem.rpartition("_")[2]).exists():
            file.unlink(missing_ok=True)


def say(sentence: str, child: str) -> None:
    """One line for the log, in the shape of all others (see `logs.py`)."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    line = f'{{"at": "{now}", "level": "WARNING", "from": "supervisor", "what": "{sentence}", "child": "{child}"}}'
    print(line, file=sys.stderr, flush=True)
