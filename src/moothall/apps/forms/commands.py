"""`moothall import govuk-forms` and `moothall export form`."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from ruamel.yaml import YAML

from moothall.apps.catalogue.api import CannotStart, NoSuchService, Starter, service_named, start_service
from moothall.apps.forms.exchange.govuk_forms import Imported, NotAForm, read_govuk_form
from moothall.apps.forms.exchange.json_schema import exported
from moothall.apps.forms.reader import form_of
from moothall.apps.teams.api import teams
from moothall.kernel.actors import system
from moothall.kernel.commands import WrongUse, command

_SELF = system("command line")
#: A definition is some kilobytes; more than this is another file.
_MOST_BYTES = 5_000_000


def read_import(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the definition, as JSON")
    parser.add_argument("slug", help="the service's name in addresses, such as report-graffiti")
    parser.add_argument("--team", default="", help="the code of its team; the council's first when left out")
    parser.add_argument(
        "--in", dest="parent", type=Path, help="where to put it; the council's services/ when left out"
    )


@command(
    "import govuk-forms", example="moothall import govuk-forms form.json hire-a-hall", arguments=read_import
)
def import_govuk_form(options: Namespace) -> int:
    """Make a service folder from a form of GOV.UK Forms, and say what did not carry over."""
    imported = _read(options.file)
    known = [team.code for team in teams()]
    if options.team and options.team not in known:
        raise WrongUse(f"There is no team {options.team!r}. There are: {', '.join(known)}.")
    parent = options.parent or Path(settings.MOOTHALL_COUNCIL) / "services"
    written = io.StringIO()
    yaml = YAML()
    yaml.width = 110
    yaml.dump(imported.form, written)
    name = " ".join(imported.name.split())[:80]
    starter = Starter(options.slug, name, options.team or known[0], form=written.getvalue())
    try:
        for path in start_service(parent, starter):
            print(path)
    except CannotStart as no:
        raise WrongUse(no.sentence) from None
    print(f"\nFrom “{imported.name}”, {len(imported.form['pages'])} pages. What did not carry over:")
    for sentence in (
        *imported.left_out,
        "It has no examples. Write one in journeys/ for each way through it.",
    ):
        print(f"* {sentence}")
    print(f"\nLook through these files, then: moothall check {parent / options.slug}")
    return 0


def _read(path: Path) -> Imported:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise WrongUse(f"{path} is larger than 5 MB, so it is no definition of a form.")
        return read_govuk_form(content.decode("utf-8-sig"))
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {(error.strerror or 'unknown error').lower()}.") from None
    except UnicodeDecodeError:
        raise WrongUse(f"{path} is not text in UTF-8. Save it again.") from None
    except NotAForm as no:
        raise WrongUse(f"{path}: {no.sentence}") from None


def read_export(parser: ArgumentParser) -> None:
    parser.add_argument("slug", help="the service, such as report-graffiti")


@command("export form", example="moothall export form report-graffiti", arguments=read_export)
def export_form(options: Namespace) -> int:
    """Print a service's form as JSON Schema of its answers, with how and in what order it asks."""
    try:
        service = service_named(options.slug, seen_by=_SELF)
        form = form_of(service)
    except (NoSuchService, KeyError):
        raise WrongUse(f"There is no form of a service {options.slug!r}. Look at its name again.") from None
    print(json.dumps(exported(form, slug=service.slug, name=service.name), indent=1, ensure_ascii=False))
    return 0
