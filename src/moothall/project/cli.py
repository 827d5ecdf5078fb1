"""`moothall`: one command for everything a person types or a service manager starts.

`serve` and `practice` are read without Django, so that the processes that only watch others stay small.
"""

from __future__ import annotations

import os
import sys
from argparse import Action, ArgumentParser, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import version
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured

from moothall.kernel.commands import COMMANDS, Command, WrongUse
from moothall.kernel.rules import Refused

#: Started without Django: the module that lists the command.
LIGHT = {"serve": "moothall.project.commands.serve", "practice": "moothall.project.commands.practice"}
#: The project's other commands, listed once Django is up.
PROJECT = tuple(
    f"moothall.project.commands.{name}"
    for name in (
        "serve",
        "practice",
        "web",
        "worker",
        "database",
        "doctor",
        "backup",
        "restore",
        "rebuild",
        "reference",
        "reset",
    )
)
#: Imported when they are needed: the first may refuse what is set, and that is to be said in a sentence.
ENVIRONMENT = "moothall.project.environment"
START = "moothall.project.start"
#: Whose numbers `/metrics` shows.
COUNTING = ("web", "worker")
ASKED_WRONGLY = 2


class Parser(ArgumentParser):
    """Says in a sentence what was wrong, and where to read on; exit code 2."""

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:]
        self.exit(ASKED_WRONGLY, f"{sentence}.{self._more()}")

    def _check_value(self, action: Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            said = [str(choice) for choice in action.choices]
            near = get_close_matches(str(value), said, 1)
            instead = f"Did you mean {near[0]!r}?" if near else ""
            if isinstance(action.choices, range):
                instead = f"Write a number from {said[0]} to {said[-1]}."
            elif action.option_strings:
                instead = instead or f"Write one of: {', '.join(said)}."
            self.exit(ASKED_WRONGLY, f"There is no {value!r} here. {instead}".rstrip() + self._more())

    def _more(self) -> str:
        return f"\nSee: {self.prog} --help\n"


Groups = dict[str, "_SubParsersAction[Parser]"]


def parser() -> Parser:
    """The parser of every command in `COMMANDS`; two words make a group of commands."""
    top = Parser(
        prog="moothall",
        description="One digital platform for a council.",
        epilog="moothall COMMAND --help says more and gives an example.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"moothall {version('moothall')}")
    groups: Groups = {"": top.add_subparsers(metavar="COMMAND", required=True, title="commands")}
    for one in COMMANDS.values():
        _add(groups, one)
    return top


def _add(groups: Groups, one: Command) -> None:
    group, _, last = one.name.rpartition(" ")
    if group not in groups:
        own = [name.removeprefix(f"{group} ") for name in COMMANDS if name.startswith(f"{group} ")]
        of_group = groups[""].add_parser(group, help=f"{', '.join(own)}: see moothall {group} --help")
        groups[group] = of_group.add_subparsers(metavar="COMMAND", required=True, title="commands")
    added = groups[group].add_parser(
        last,
        help=one.summary,
        description=one.description,
        epilog=f"example:\n  {one.example}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    one.arguments(added)
    added.set_defaults(run=one.run)


def list_commands() -> None:
    """Start Django and list every command there is."""
    import_module(START).start_django()
    for module in PROJECT:
        import_module(module)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it went well, 1 when not, 2 when it was asked wrongly."""
    asked = list(sys.argv[1:] if words is None else words)
    try:
        if asked and asked[0] in LIGHT:
            import_module(LIGHT[asked[0]])
        else:
            if asked and asked[0] in COUNTING:
                import_module(ENVIRONMENT).share_numbers()
            list_commands()
        options = parser().parse_args(asked or ["--help"])
        answer: int = options.run(options)
    except (WrongUse, Refused) as no:
        print(no.sentence, file=sys.stderr)
        return ASKED_WRONGLY if isinstance(no, WrongUse) else 1
    except ImproperlyConfigured as no:
        print(no, file=sys.stderr)
        return ASKED_WRONGLY
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read it has had enough, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as no:
        sentence = _from_outside(no)
        if not sentence:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return answer


def _from_outside(no: Exception) -> str:
    """What to do about a folder, a database or a file that cannot be used; "" for what is a mistake of ours."""
    library = sys.modules.get("moothall.apps.catalogue.library")
    if library is not None and isinstance(no, library.FolderMistakes):
        return str(no)
    db = sys.modules.get("django.db")
    if db is not None and isinstance(no, db.DatabaseError):
        return _of_database(str(no).strip().partition("\n")[0])
    history = sys.modules.get("django.db.migrations.exceptions")
    if history is not None and isinstance(no, history.InconsistentMigrationHistory):
        return (
            "The database was made by another version than this one. Use that one, or a new database and a backup "
            "of this version: moothall restore FOLDER."
        )
    if isinstance(no, OSError) and no.filename is not None:
        reason = (no.strerror or "unknown error").lower()
        return f"{no.filename} cannot be used: {reason}. Look at its name, its permissions and the disk."
    return ""


def _of_database(said: str) -> str:
    """What the database's own words mean for whoever typed the command."""
    if "locked" in said:
        to_do = "Something else is writing to it: try again when that has finished."
    elif "not a database" in said or "malformed" in said:
        to_do = "It is damaged. Move it away and put a backup back: moothall restore FOLDER."
    elif "readonly" in said or "read-only" in said:
        to_do = (
            "It may not be written: look at the permissions of its folder, and whether the disk is read-only."
        )
    elif "disk is full" in said or "No space left" in said:
        to_do = "Make room on its disk, then try again."
    elif "connection" in said or "unable to open" in said:
        to_do = "Check MOOTHALL_DATABASE_URL, that the server runs and that the disk is there."
    else:
        to_do = "A new one needs moothall setup; else see moothall doctor."
    return f"The database cannot be used: {said.rstrip('.')}. {to_do}"


if __name__ == "__main__":
    sys.exit(main())
