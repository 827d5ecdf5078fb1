"""What a supervised process does so as never to outlive whoever watches it."""

from __future__ import annotations

import argparse
import ctypes
import os
import signal

_SET_DEATH_SIGNAL = 1


def supervised_word(parser: argparse.ArgumentParser) -> None:
    """The hidden word that the supervisor adds: its process id."""
    parser.add_argument("--supervised", type=int, default=0, metavar="PID", help=argparse.SUPPRESS)


def die_with(parent: int) -> None:
    """Ask Linux for a SIGTERM when the process `parent`, which started this one, ends however it ends."""
    if not parent:
        return
    ctypes.CDLL(None, use_errno=True).prctl(_SET_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), signal.SIGTERM)
