"""`moothall serve`: everything on one machine, watched by a process that does nothing else and imports no Django."""

from __future__ import annotations

import secrets
import socket
import sys
from argparse import ArgumentParser, Namespace

from moothall.kernel.commands import WrongUse, command
from moothall.project import environment as env
from moothall.project.supervisor import Child, Supervisor


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("--no-setup", action="store_true", help="do not migrate, and do not load the folder")
    parser.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere")


@command("serve", example="moothall serve", arguments=read_words)
def serve(options: Namespace) -> int:
    """Serve the council: the web and the worker, restarted when they die.

    First brings the database up to date and loads the council's folder. Stops on Ctrl-C or SIGTERM when running
    jobs and requests are done.
    """
    demand_free(env.LISTEN)
    program = (sys.executable, "-m", "moothall.project.cli")
    children = [Child("web", (*program, "web"))]
    if not options.no_worker:
        # Whoever held the slot before is dead when its successor starts, so what it had claimed is free at once.
        children.append(Child("worker", (*program, "worker", "--slot", secrets.token_hex(6))))
    return Supervisor(
        children=children,
        before=() if options.no_setup else ((*program, "setup"),),
        listens_at=env.LISTEN,
        greeting=f"Moothall answers at {env.ADDRESS}",
        clean=env.VAR / "metrics",
    ).run()


def demand_free(place: str) -> None:
    """Raises WrongUse when something listens at `place` already: no restart of ours would change that."""
    host, _, port = place.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host.strip("[]"), int(port)))
        except OSError as no:
            said = f"Nothing of ours can listen at {place} ({no.strerror}). Stop what does, or set MOOTHALL_LISTEN."
            raise WrongUse(said) from None
