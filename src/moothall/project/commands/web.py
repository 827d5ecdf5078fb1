"""`moothall web`: granian, one worker for each core, one thread of Python in each."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from importlib import import_module

from moothall.kernel.commands import WrongUse, at_least, command
from moothall.project import environment as env
from moothall.project.child import die_with, supervised_word


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("--listen", default=env.LISTEN, metavar="HOST:PORT", help="default: MOOTHALL_LISTEN")
    parser.add_argument(
        "--workers", type=at_least(1), default=env.WEB_WORKERS, help="default: one for each core"
    )
    supervised_word(parser)


@command("web", example="moothall web --listen 127.0.0.1:8000", arguments=read_words)
def web(options: Namespace) -> int:
    """Serve the pages, without the worker.

    The application is loaded before its processes are forked, so that they share its memory.
    """
    die_with(options.supervised)
    host, _, port = options.listen.rpartition(":")
    if not env.is_place(options.listen):
        raise WrongUse(f"--listen is {options.listen!r}. Write HOST:PORT, such as 127.0.0.1:8000.")
    import_module("moothall.project.server").serve(host.strip("[]"), int(port), options.workers)
    return 0
