"""`moothall restore`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from moothall.ground.events.api import after_restore, verify
from moothall.kernel.actors import system
from moothall.kernel.commands import WrongUse, command
from moothall.project import environment as env
from moothall.project.backups import databases, folders, manifest
from moothall.project.backups.manifest import Manifest, NotABackup


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="what `moothall backup` wrote")


@command("restore", example="moothall restore /backups/2026-05-04", arguments=read_words)
def restore(options: Namespace) -> int:
    """Put a backup back into an empty database and an empty MOOTHALL_VAR.

    Checks every file against the manifest, counts the rows, makes again what was erased after the backup was taken,
    and verifies the seal. The exit code is 1 when the seal does not hold.
    """
    try:
        return _restore(options.folder)
    except NotABackup as no:
        raise WrongUse(no.sentence) from None


def _restore(folder: Path) -> int:
    found = manifest.read(folder)
    _demand_that_it_fits(found)
    manifest.demand_unchanged(folder, found)
    databases.put_back(folder)
    if (rows := databases.count_rows()) != found.rows:
        wrong = next(name for name in sorted({*rows, *found.rows}) if rows.get(name) != found.rows.get(name))
        raise NotABackup(f"{wrong} has {rows.get(wrong)} rows; the manifest says {found.rows.get(wrong)}.")
    files = folders.put_files_back(folder)
    folders.put_seal_back(folder, env.VAR / "seal")
    call_command("migrate", interactive=False, verbosity=0)
    again = after_restore(by=system("restore"))
    print(f"{sum(rows.values()):,} rows and {files:,} files are back, as of {found.made_at}.")
    print(f"{again.erasures:,} erasures were made again.")
    verdict = verify()
    print("\n".join(verdict.lines()))
    return 0 if verdict.sound else 1


def _demand_that_it_fits(found: Manifest) -> None:
    if found.engine != connection.vendor:
        here = connection.vendor
        raise WrongUse(
            f"The backup is of {found.engine}, MOOTHALL_DATABASE_URL names {here}. Set it to {found.engine}."
        )
    if not databases.is_empty():
        raise WrongUse(
            "The database is not empty. Restore into a new one, or throw this away: moothall reset --yes"
        )
    store = env.VAR / "files"
    if store.is_dir() and any(store.iterdir()):
        raise WrongUse(f"{store} is not empty. Restore into an empty MOOTHALL_VAR.")
