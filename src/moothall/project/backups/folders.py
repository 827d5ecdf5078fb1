"""The parts of a backup beside the database: what people sent, and what the seal keeps outside."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from moothall.ground.files.api import file_store, names_kept
from moothall.project.backups.manifest import NotABackup

FILES, SEAL = "files", "seal"
CHUNK = 1024 * 1024


def copy_files(folder: Path) -> tuple[int, frozenset[str]]:
    """Copy the content of the file store: how many, and the names of what the store has lost. What is deleted meanwhile
    had no owner any more, and is not lost."""
    (folder / FILES).mkdir(mode=0o700)
    store = file_store()
    copied, missed = 0, set[str]()
    for name, _ in names_kept():
        try:
            with store.read(name) as source, (folder / FILES / name).open("xb") as target:
                shutil.copyfileobj(source, target, CHUNK)
        except FileNotFoundError:
            (folder / FILES / name).unlink(missing_ok=True)
            missed.add(name)
            continue
        copied += 1
    return copied, frozenset(name for name, _ in names_kept() if name in missed) if missed else frozenset()


def put_files_back(folder: Path) -> int:
    """Write what the restored database says there is into the store; how many.

    Raises NotABackup for a file whose content is not what its row says.
    """
    store = file_store()
    put = 0
    for name, digest in names_kept():
        path = folder / FILES / name
        if not path.is_file():
            continue
        with path.open("rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != digest:
                raise NotABackup(f"{FILES}/{name} is not the file that the database speaks of.")
            source.seek(0)
            store.write(name, source, path.stat().st_size)
        put += 1
    return put


def copy_seal(folder: Path, seal: Path) -> None:
    """Copy the heads of the log and the ledger of erasures."""
    (folder / SEAL).mkdir(mode=0o700)
    for path in sorted(seal.glob("*")) if seal.is_dir() else ():
        if path.is_file():
            shutil.copyfile(path, folder / SEAL / path.name)


def put_seal_back(folder: Path, seal: Path) -> None:
    """Bring the copies outside the database together: they are only appended to, so the longer one knows more.

    A ledger that stayed on this machine knows of erasures made after the backup, and is kept. Raises NotABackup when
    neither continues the other: they are of two different councils.
    """
    seal.mkdir(parents=True, exist_ok=True)
    for path in sorted((folder / SEAL).glob("*")):
        ours, theirs = seal / path.name, path.read_bytes()
        here = ours.read_bytes() if ours.exists() else b""
        if here.startswith(theirs):
            continue
        if not theirs.startswith(here):
            raise NotABackup(f"{ours} is of another log than the backup. Move it away if it is not needed.")
        ours.write_bytes(theirs)
