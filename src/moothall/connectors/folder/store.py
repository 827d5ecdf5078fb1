"""A file store in one folder: what the embedded set-up uses, or several machines with a shared disk."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from moothall.ground.files.ports import StoreFailed
from moothall.ground.outside import forbid_in_transaction

_NAME = re.compile(r"[0-9a-z][0-9a-z.-]{3,99}")


@dataclass(frozen=True, slots=True)
class FolderOptions:
    """`folder` is made when it is not there; only our own user may look into it."""

    folder: Path


class FolderStore:
    """`ground.files.ports.FileStore`. A name lies at `ab/cd/abcd…`, so that no folder grows beyond measure."""

    def __init__(self, options: FolderOptions) -> None:
        self._root = options.folder

    def write(self, name: str, content: BinaryIO, size: int) -> None:
        forbid_in_transaction("The file store")
        place = self._place(name)
        arriving = place.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            self._make(place.parent)
            try:
                with arriving.open("xb") as file:
                    arriving.chmod(0o600)
                    shutil.copyfileobj(content, file, 256 * 1024)
                    file.flush()
                    os.fsync(file.fileno())
                if arriving.stat().st_size != size:
                    raise StoreFailed(
                        f"Of {size} bytes {arriving.stat().st_size} arrived in the folder of files."
                    )
                arriving.replace(place)
            finally:
                arriving.unlink(missing_ok=True)
            _settle(place.parent)
        except OSError as error:
            raise StoreFailed(f"The folder of files cannot be written: {error.strerror}.") from error

    def read(self, name: str) -> BinaryIO:
        forbid_in_transaction("The file store")
        try:
            return self._place(name).open("rb")
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StoreFailed(f"The folder of files cannot be read: {error.strerror}.") from error

    def holds(self, name: str) -> bool:
        forbid_in_transaction("The file store")
        try:
            return self._place(name).is_file()
        except OSError as error:
            raise StoreFailed(f"The folder of files cannot be read: {error.strerror}.") from error

    def delete(self, name: str) -> None:
        forbid_in_transaction("The file store")
        place = self._place(name)
        try:
            place.unlink(missing_ok=True)
            if place.parent.exists():
                _settle(place.parent)
        except OSError as error:
            raise StoreFailed(f"The folder of files cannot be written: {error.strerror}.") from error

    def check(self) -> str:
        """Write, read and delete a small file."""
        name = f"check-{secrets.token_hex(8)}"
        try:
            self._make(self._root)
            probe = self._root / name
            probe.write_bytes(b"moothall")
            probe.unlink()
        except OSError as error:
            return (
                f"The folder of files {self._root} cannot be written: {error.strerror}. "
                "Give it to the user that runs Moothall, or set MOOTHALL_VAR or MOOTHALL_FILES_URL."
            )
        return ""

    def _place(self, name: str) -> Path:
        """Raises ValueError for a name that is none of ours: it could lead out of the folder."""
        if not _NAME.fullmatch(name) or ".." in name:
            raise ValueError(f"{name!r} is no name of a kept file.")
        return self._root / name[:2] / name[2:4] / name

    def _make(self, folder: Path) -> None:
        """Make `folder` and what is above it, each durable in the folder above it."""
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(mode=0o700, exist_ok=True)
            _settle(one.parent)


def _settle(folder: Path) -> None:
    """Reach the disk with the names in `folder`: after a power cut they are there."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
