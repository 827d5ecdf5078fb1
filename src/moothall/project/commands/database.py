"""`moothall migrate` and `moothall setup`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from django.core.management import call_command

from moothall.kernel.commands import COMMANDS, command
from moothall.project import environment as env


@command("migrate", example="moothall migrate")
def migrate(options: Namespace) -> int:
    """Bring the database up to date; makes it when there is none yet."""
    env.own_folder()
    call_command("migrate", interactive=False, verbosity=0)
    print("The database is up to date.")
    return 0


@command("setup", example="moothall setup")
def setup(options: Namespace) -> int:
    """Migrate, then load the council's folder: what `moothall serve` does first."""
    code = migrate(options)
    load = COMMANDS.get("load")
    if code or load is None:
        return code
    words = ArgumentParser()
    load.arguments(words)
    return load.run(words.parse_args([]))
