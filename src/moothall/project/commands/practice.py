"""`moothall practice`: an invented council to be trained on, beside the real one and without anything of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from moothall.kernel.commands import WrongUse, command
from moothall.project import environment as env
from moothall.project.commands.serve import demand_free
from moothall.project.practice_council import copy_council

LISTEN = "127.0.0.1:8011"
#: Says that a folder is for practice, and that everything was built that is to be in it.
MARK, BUILT = "made-for-practice", "practice-is-built"
#: Where in it the copy of a council's own folder lies.
COPY = "council"
_PROGRAM = (sys.executable, "-m", "moothall.project.cli")


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("--listen", default=LISTEN, metavar="HOST:PORT", help=f"default: {LISTEN}")
    parser.add_argument(
        "--address", default="", metavar="URL", help="as others reach it; default: where it listens"
    )
    parser.add_argument(
        "--folder", type=Path, help="where it keeps everything; default: practice in MOOTHALL_VAR"
    )
    parser.add_argument(
        "--council", type=Path, metavar="FOLDER",
        help="practise on a copy of this council's folder; default: the invented council",
    )  # fmt: skip


@command("practice", example="moothall practice", arguments=read_words)
def practice(options: Namespace) -> int:
    """Serve an invented council for training: nothing in it is real, and nothing is sent.

    Builds it first when it is not there yet. It has a folder, a database and a port of its own, and takes no setting of
    the real council over. Stops on Ctrl-C or SIGTERM.
    """
    if not env.is_place(options.listen):
        raise WrongUse(f"--listen is {options.listen!r}. Write HOST:PORT, such as {LISTEN}.")
    if options.address and not options.address.startswith(("http://", "https://")):
        raise WrongUse(
            f"--address is {options.address!r}. Write it whole, such as http://training.example:8011."
        )
    folder = (options.folder or env.VAR / "practice").resolve()
    demand_for_practice(folder)
    demand_free(options.listen)
    around = env.environment_for_practice(folder, options.listen, options.address.rstrip("/"))
    code = _build(folder, around, options.council)
    if not code:
        os.execve(sys.executable, [*_PROGRAM, "serve"], around)  # noqa: S606 — our own program, and no shell between
    return code


def demand_for_practice(folder: Path) -> None:
    """Raises WrongUse where something stands that this command has not made: a real council's data, for instance."""
    if folder.exists() and not folder.is_dir():
        raise WrongUse(f"{folder} is no folder. Choose another with --folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise WrongUse(
            f"{folder} has something in it that was not made for practice. Choose an empty folder with --folder."
        )


def _build(folder: Path, around: dict[str, str], own: Path | None) -> int:
    """The council, unless it is there. One that was left half is thrown away first.

    A council's own folder is copied once, when it is built: a folder that is there already goes on with its copy.
    """
    if (folder / MARK).exists() and not (folder / BUILT).exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    copy = folder / COPY
    if own is not None and not (folder / BUILT).exists():
        copy_council(own, copy)
    if copy.is_dir():
        around["MOOTHALL_COUNCIL"] = str(copy)
    code = subprocess.run((*_PROGRAM, "demo", "--if-empty"), env=around, check=False).returncode  # noqa: S603 — our own program, and no shell between
    if not code:
        (folder / BUILT).touch()
    return code
