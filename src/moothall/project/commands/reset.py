"""`moothall reset`."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace

from django.db import connection

from moothall.kernel.commands import WrongUse, command
from moothall.project import environment as env


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="really: everything is lost")


@command("reset", example="moothall reset --yes", arguments=read_words)
def reset(options: Namespace) -> int:
    """Throw away the database and everything in MOOTHALL_VAR. Refused in production."""
    if env.PRODUCTION:
        raise WrongUse("This is production (MOOTHALL_PRODUCTION=yes): nothing is thrown away here.")
    if not options.yes:
        raise WrongUse(
            f"This throws away every case in the database and in {env.VAR}. Write: moothall reset --yes"
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connection.close()
    shutil.rmtree(env.VAR, ignore_errors=True)
    print("Everything is gone. Start again with: moothall setup")
    return 0
