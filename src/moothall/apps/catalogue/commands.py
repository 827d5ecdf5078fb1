"""`moothall check`, `load`, `new service`, `preview` and `formats`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from django.conf import settings

from moothall.apps.catalogue.checkup import check, warnings_about
from moothall.apps.catalogue.definitions import NoSuchService
from moothall.apps.catalogue.library import FolderMistakes, current
from moothall.apps.catalogue.located.nodes import Mistake
from moothall.apps.catalogue.preview import preview_link
from moothall.apps.catalogue.queries import why_not_there
from moothall.apps.catalogue.reference import reference_files
from moothall.apps.catalogue.services import load
from moothall.apps.catalogue.starter import CannotStart, Starter, start_service
from moothall.kernel.actors import system
from moothall.kernel.commands import WrongUse, at_least, command


def read_folders(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER",
        help="a council's or a service's folder; the configured council and the shipped services when left out",
    )  # fmt: skip
    parser.add_argument(
        "--json", action="store_true", help="mistakes and warnings as JSON, for other programs"
    )


@command("check", example="moothall check councils/example", arguments=read_folders)
def check_folders(options: Namespace) -> int:
    """Report every mistake of a folder with its file and line, and what to write instead.

    The exit code is 1 when there are mistakes. Words that are hard to read are told too, first and as a warning: they
    change nothing about that. Nothing is changed and no database is needed.
    """
    begun = perf_counter()
    folders = options.folders or [Path(settings.MOOTHALL_COUNCIL)]
    mistakes = sorted({mistake for folder in folders for mistake in check(folder)})
    warnings = sorted({warning for folder in folders for warning in warnings_about(folder)})
    seconds = perf_counter() - begun
    if options.json:
        said = {"mistakes": _listed(mistakes), "warnings": _listed(warnings), "seconds": round(seconds, 3)}
        print(json.dumps(said, ensure_ascii=False, indent=1))
        return 1 if mistakes else 0
    for warning in warnings:
        print(replace(warning, sentence=f"Warning: {warning.sentence}"))
    for mistake in mistakes:
        print(mistake)
    count = {0: "No mistakes", 1: "1 mistake"}.get(len(mistakes), f"{len(mistakes)} mistakes")
    more = {0: "", 1: " and 1 warning"}.get(len(warnings), f" and {len(warnings)} warnings")
    print(f"{count}{more} in {', '.join(map(str, folders))}; took {seconds:.1f} s.")
    return 1 if mistakes else 0


def _listed(found: list[Mistake]) -> list[dict[str, str | int]]:
    return [{"file": one.file, "line": one.line, "sentence": one.sentence} for one in found]


@command("load", example="moothall load")
def load_folders(options: Namespace) -> int:
    """Bring what the folders say into the database: teams, versions of services, words for search.

    Can be run again at any time; `moothall serve` runs it when it starts.
    """
    try:
        library = load(by=system("load"))
    except FolderMistakes as found:
        for mistake in found.mistakes:
            print(mistake, file=sys.stderr)
        return 1
    for mistake in library.mistakes:
        print(mistake, file=sys.stderr)
    print(
        f"{library.council.name}: {len(library.services)} services, {len(library.organisation.teams)} teams."
    )
    return 0


def read_new_service(parser: ArgumentParser) -> None:
    parser.add_argument("slug", help="its name in addresses, such as report-graffiti")
    parser.add_argument("--name", default="", help="what people read, such as “Report graffiti”")
    parser.add_argument("--team", default="", help="the code of its team; the council's first when left out")
    parser.add_argument("--extends", default="", metavar="SERVICE", help="a shipped service to start from")
    parser.add_argument(
        "--in", dest="parent", type=Path, help="where to put it; the council's services/ when left out"
    )


@command("new service", example="moothall new service report-graffiti", arguments=read_new_service)
def new_service(options: Namespace) -> int:
    """Write the folder of a new service: it passes `moothall check`, and is not published yet."""
    library = current()
    teams = [team.code for team in library.organisation.teams]
    if options.team and options.team not in teams:
        raise WrongUse(f"There is no team {options.team!r}. There are: {', '.join(teams)}.")
    shipped = Path(settings.MOOTHALL_SERVICES)
    if options.extends and not (shipped / options.extends / "service.yaml").is_file():
        raise WrongUse(f"There is no shipped service {options.extends!r}. See {shipped}.")
    parent = options.parent or Path(settings.MOOTHALL_COUNCIL) / "services"
    starter = Starter(options.slug, options.name, options.team or teams[0], options.extends)
    try:
        written = start_service(parent, starter)
    except CannotStart as no:
        raise WrongUse(no.sentence) from None
    for path in written:
        print(path)
    if (shipped / options.slug / "service.yaml").is_file():
        print(f"It takes the place of the shipped {options.slug}, which residents no longer see.")
    print(f"Change what these files say, then: moothall check {parent / options.slug}")
    return 0


def read_preview(parser: ArgumentParser) -> None:
    parser.add_argument("slug", help="the service, such as report-graffiti")
    parser.add_argument(
        "--days",
        type=at_least(0),
        choices=range(1, 91),
        default=14,
        metavar="N",
        help="when the link ends, 1 to 90",
    )


@command("preview", example="moothall preview report-graffiti --days 7", arguments=read_preview)
def print_preview(options: Namespace) -> int:
    """Print a link that shows a service before it is published, until it expires."""
    try:
        token = preview_link(options.slug, days=options.days, by=system("preview"))
    except NoSuchService:
        raise WrongUse(why_not_there(options.slug)) from None
    print(f"{settings.MOOTHALL_ADDRESS}/services/{options.slug}?preview={token}")
    return 0


def read_target(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to write them, such as docs/reference/formats")


@command("formats", example="moothall formats docs/reference/formats", arguments=read_target)
def write_formats(options: Namespace) -> int:
    """Write the schema and the reference page of every file format into a folder."""
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, text in reference_files().items():
        (options.folder / name).write_text(text, encoding="utf-8")
    return 0
