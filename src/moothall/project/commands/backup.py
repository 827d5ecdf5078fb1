"""`moothall backup`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from django.db import connection

from moothall.kernel import clock
from moothall.kernel.commands import WrongUse, command
from moothall.project import environment as env
from moothall.project.backups import databases, folders, manifest


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="a new or empty folder")


@command("backup", example="moothall backup /backups/2026-05-04", arguments=read_words)
def backup(options: Namespace) -> int:
    """Copy everything into a folder while the council is served: database, files, seal, ledger of erasures.

    Ends with a manifest of counts and hashes; a folder without one is unfinished. The folder holds personal data: keep
    it as safe as the database. MOOTHALL_SECRET and MOOTHALL_SEAL_KEY are not in it. Answers 1, with their names, where
    the file store has lost files; what there is has been copied.
    """
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"{folder} is not empty. Name a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    begun, made_at = perf_counter(), clock.now().isoformat()
    rows = databases.copy_out(folder)
    files, lost = folders.copy_files(folder)
    folders.copy_seal(folder, env.VAR / "seal")
    hashes = manifest.hashes_below(folder)
    written = manifest.Manifest(
        manifest.FORMAT, version("moothall"), made_at, connection.vendor, rows, hashes
    )
    manifest.write(folder, written)
    print(f"{sum(rows.values()):,} rows and {files:,} files in {perf_counter() - begun:.1f} s: {folder}")
    if lost:
        print(_said_of(lost), file=sys.stderr)
    return 1 if lost else 0


def _said_of(lost: Collection[str]) -> str:
    names = ", ".join(sorted(lost)[:5]) + (", …" if len(lost) > 5 else "")
    return (
        f"Files that the database names and the store has lost are not in this backup ({len(lost):,}): {names}. Look "
        "for them in an older one."
    )
