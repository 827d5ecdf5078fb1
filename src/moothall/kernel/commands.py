"""Words after `moothall`: a room adds its own in its `commands.py` and edits nothing else.

    def read_folder(parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the council's folder")

    @command("check", example="moothall check councils/example", arguments=read_folder)
    def check(options: Namespace) -> int:
        \"\"\"Read a folder and report every mistake with its file and line.\"\"\"
        …
        return 0 if nothing is wrong else 1

The docstring's first line is the help. The result is the exit code: 0 well, 1 not well, 2 asked wrongly. Raise
`WrongUse(sentence)` for the last, or `Refused` for a no.
"""

from __future__ import annotations

import inspect
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from moothall.kernel.registry import Registry

Run = Callable[[Namespace], int]


class WrongUse(Exception):
    """The command was asked for something it cannot mean; `sentence` says what to write instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def at_least(least: int) -> Callable[[str], int]:
    """The `type` of an argument that is a whole number, not less than `least`."""

    def read(typed: str) -> int:
        if not typed.isascii() or not typed.isdigit() or int(typed) < least:
            raise ArgumentTypeError(f"{typed!r} is no whole number of {least} or more")
        return int(typed)

    return read


def no_arguments(parser: ArgumentParser) -> None:
    """For a command that takes none."""


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is one or two words (`audit verify`); `example` a line that can be pasted."""

    name: str
    summary: str
    description: str
    example: str
    arguments: Callable[[ArgumentParser], None]
    run: Run


COMMANDS: Registry[Command] = Registry("command")


def command(
    name: str, *, example: str, arguments: Callable[[ArgumentParser], None] = no_arguments
) -> Callable[[Run], Run]:
    """List a function as `moothall NAME`. Raises TypeError when it has no docstring to be its help."""

    def wrap(run: Run) -> Run:
        doc = inspect.getdoc(run)
        if not doc:
            raise TypeError(f"moothall {name} needs a docstring: it is its help.")
        COMMANDS.add(name, Command(name, doc.partition("\n")[0], doc, example, arguments, run))
        return run

    return wrap
