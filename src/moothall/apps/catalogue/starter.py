"""`moothall new service`: a folder that passes `check`, for somebody to change."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from django.conf import settings

from moothall.apps.catalogue.reference import reference_files
from moothall.kernel.characters import strange_in

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class CannotStart(Exception):
    """The folder was not made; `sentence` says what to write instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Starter:
    """What to fill in. `base`: the shipped service to extend; then only the differences are written.

    `form`: what form.yaml is to hold instead of the usual questions; then no examples are written, which ask these.
    """

    slug: str
    name: str
    team: str
    base: str = ""
    form: str = ""


def start_service(parent: Path, starter: Starter) -> tuple[Path, ...]:
    """Write the folder `parent/slug` and return its files. Raises CannotStart; never overwrites anything."""
    if not SLUG.match(starter.slug) or len(starter.slug) > 60:
        raise CannotStart(f"A service cannot be called {starter.slug!r}. Write it like report-graffiti.")
    name = starter.name or starter.slug.replace("-", " ").capitalize()
    if not name.strip() or len(name) > 80 or "\n" in name or strange_in(name):
        raise CannotStart(
            "A service has a name of up to 80 letters, on one line. Write one like Report graffiti."
        )
    folder = parent / starter.slug
    if folder.exists():
        raise CannotStart(f"{folder} is already there. Choose another name, or change what is in it.")
    schemas = _schemas(parent)
    fill = {
        "NAME": name,
        "SLUG": starter.slug,
        "TEAM": starter.team,
        "SCHEMAS": Path(os.path.relpath(schemas, folder)).as_posix(),
    }
    found = {"service.yaml": _EXTENDING.replace("BASE", starter.base)} if starter.base else _all_files()
    if starter.form:
        found = {file: text for file, text in found.items() if not file.startswith("journeys/")}
    texts = {file: _filled(text, fill, as_yaml=file.endswith(".yaml")) for file, text in found.items()}
    if starter.form:
        texts["form.yaml"] = _filled(_FORM_SCHEMA, fill, as_yaml=True) + starter.form
    written = []
    for file, text in sorted(texts.items()):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return tuple(written)


#: Read by YAML as the words they are.
_PLAIN = re.compile(r"(?!(?:true|false|null)\Z)[A-Za-z][A-Za-z0-9 -]*[A-Za-z0-9]\Z", re.I)


def _filled(text: str, fill: Mapping[str, str], *, as_yaml: bool) -> str:
    def put(hole: re.Match[str]) -> str:
        said = fill[hole.group()]
        plain = not as_yaml or hole.group() == "SCHEMAS" or _PLAIN.match(said)
        return said if plain else json.dumps(said, ensure_ascii=False)

    return re.sub("|".join(fill), put, text)


_FORM_SCHEMA = "# yaml-language-server: $schema=SCHEMAS/form.schema.json\n"
_EXTENDING = """\
# yaml-language-server: $schema=SCHEMAS/service.schema.json
# Everything else is as in the shipped service. Write only what differs.
extends: BASE
name: NAME
team: TEAM

# Only seen by preview link until you take this line out.
published: no
"""


def _all_files() -> dict[str, str]:
    top = files("moothall.apps.catalogue.starting")
    return {name: item.read_text("utf-8") for name, item in _under(top, "")}


def _under(folder: Traversable, before: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for item in folder.iterdir():
        if item.is_dir() and item.name != "__pycache__":
            found += _under(item, f"{before}{item.name}/")
        elif item.name.endswith((".yaml", ".md")):
            found.append((f"{before}{item.name}", item))
    return found


def _schemas(parent: Path) -> Path:
    """Where editors find the schemas: those of the checkout, else written beside the services."""
    shipped = Path(settings.MOOTHALL_SERVICES).resolve().parent / "docs" / "reference" / "formats"
    if shipped.is_dir():
        return shipped
    own = parent / ".schemas"
    own.mkdir(parents=True, exist_ok=True)
    for name, text in reference_files().items():
        if name.endswith(".json"):
            (own / name).write_text(text, encoding="utf-8")
    return own.resolve()
