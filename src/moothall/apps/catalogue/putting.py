"""Writing files of a council's folder: whole or not at all, and on the disk before anybody is told."""

from __future__ import annotations

import os
from pathlib import Path


def nearest(folder: Path) -> Path:
    """The folder, or the first above it that is there."""
    while not folder.exists():
        folder = folder.parent
    return folder


def put(source: Path, target: Path) -> None:
    """Whole or not at all, and on the disk before anybody is told."""
    if target.is_file() and target.read_bytes() == source.read_bytes():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_name(f".{target.name}.new")
    with waiting.open("wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(target)
