"""Lines kept outside the database: append-only files, flushed to the disk before we go on."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

#: Longer than any line, so that the last whole one is within it.
_TAIL = 16_384


def copies_folder() -> Path:
    """Where the copies stand: settings.MOOTHALL_SEAL_FOLDER."""
    return Path(settings.MOOTHALL_SEAL_FOLDER)


@contextmanager
def appending(path: Path) -> Iterator[BinaryIO]:
    """`path` open for appending and for reading back, ours alone; on the disk when the block is left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _flush_folder(path.parent)


def add_line(file: BinaryIO, line: str) -> None:
    """Append `line`; a torn line left by a crash is first closed off."""
    end = file.seek(0, os.SEEK_END)
    if end:
        file.seek(end - 1)
        torn = file.read(1) != b"\n"
        file.seek(0, os.SEEK_END)
        if torn:
            file.write(b"\n")
    file.write(line.encode() + b"\n")


def last_lines(file: BinaryIO) -> list[str]:
    """The last few whole lines, oldest first."""
    end = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, end - _TAIL))
    lines = file.read().decode(errors="replace").split("\n")
    return lines[1 if start else 0 : -1]


def lines_of(path: Path) -> Iterator[str]:
    """The whole lines of `path`, one at a time; none when there is no such file."""
    if path.exists():
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.endswith("\n"):
                    yield line[:-1]


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
