"""What is wrong in a demonstration council's `demo.yaml`: for `moothall check`, and before anything is invented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

from moothall.apps.catalogue.api import (
    CouncilFile,
    CouncilSource,
    Mistake,
    Plain,
    Service,
    council,
    instead,
    mapping,
    mistakes_in_files,
    sequence,
    services_listed,
    text,
)
from moothall.apps.catalogue.api import (
    mistakes_now as folder_mistakes,
)
from moothall.apps.forms.api import form_of
from moothall.kernel.actors import system
from moothall.sites.demo.bank import DRAWN, Script

_SELF = system("demo")


def mistakes_now() -> tuple[Mistake, ...]:
    """What is wrong in the demo.yaml of this council, as its services are offered now, and in what keeps them back."""
    services = {service.slug: service for service in services_listed(seen_by=_SELF)}
    found = mistakes_in_files(council().folder, services, frozenset(services))
    return tuple(sorted({*found, *folder_mistakes()})) if found else ()


def look(source: CouncilSource) -> None:
    """Services, questions, outcomes and drawn words that nobody has written."""
    for slug, said in mapping(source.file.data.get("services")).items():
        if slug not in source.slugs:
            source.mistake(
                ("services", slug), f"There is no service ‘{slug}’. {instead(slug, sorted(source.slugs))}"
            )
        elif slug in source.services:
            _look_at(source, source.services[slug], mapping(said))


def _look_at(source: CouncilSource, service: Service, said: Mapping[str, Plain]) -> None:
    at = ("services", service.slug)
    outcomes = sorted(outcome.code for outcome in service.outcomes)
    for key in ("outcomes", "words"):
        for code in mapping(said.get(key)):
            if code not in outcomes:
                sentence = f"‘{service.slug}’ has no outcome ‘{code}’. {instead(code, outcomes)}"
                source.mistake((*at, key, code), sentence)
    if "form" not in service.parts:
        return
    questions = form_of(service).questions
    for key, given in mapping(said.get("answers")).items():
        if key not in questions:
            sentence = f"‘{service.slug}’ has no question ‘{key}’. {instead(key, questions)}"
            source.mistake((*at, "answers", key), sentence)
        for number, one in enumerate(sequence(given)):
            word = text(one) if isinstance(one, str) else ""
            if word.startswith("~") and word not in DRAWN:
                sentence = f"Nothing is drawn for ‘{word}’. {instead(word, DRAWN)}"
                source.mistake((*at, "answers", key, number), sentence)


def fits(script: Script, service: Service) -> bool:
    """Whether a service asks and ends as the script of another council's residents has it."""
    if "form" not in service.parts:
        return False
    codes = {outcome.code for outcome in service.outcomes}
    questions = form_of(service).questions
    said = {*script.outcomes, *script.words}
    return said <= codes and all(key in questions for key in script.answers)


DEMO_FILE = CouncilFile(
    name="demo",
    path="demo.yaml",
    schema=json.loads(files("moothall.sites.demo").joinpath("demo.schema.json").read_text("utf-8")),
    look=look,
)
