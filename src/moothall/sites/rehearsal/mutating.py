"""What if this were not there? Every question, branch, message and condition is deleted in turn, in a copy.

A deletion is noticed when `check` finds a mistake in what is left, or a journey breaks. One that nobody notices is
something the service does not need, or something no journey shows.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test.utils import override_settings
from ruamel.yaml import YAML

from moothall.apps.catalogue.api import mistakes_now, read_again, services_listed
from moothall.kernel.actors import system
from moothall.sites.rehearsal.journeys import Journey
from moothall.sites.rehearsal.playing import play
from moothall.sites.rehearsal.stage import journeys_of
from moothall.ui.languages import BASE

_SELF = system("rehearsal")
#: A form as YAML has it: the edge where nothing is typed yet.
Raw = dict[str, object]
Way = tuple[str | int, ...]


FORM, LOOKUP = "form.yaml", "lookup.yaml"
_RULE = re.compile(r"<(\w+:)?rule\b.*?</(\w+:)?rule>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A service with one thing deleted. `apply` is given the copy of its folder."""

    slug: str
    words: str
    apply: Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Survivor:
    """A deletion that nobody noticed."""

    mutant: Mutant


def folder_of(slug: str) -> Path:
    """Where the service is written: the council's own folder before the shipped one."""
    own = Path(settings.MOOTHALL_COUNCIL) / "services" / slug
    return own if own.is_dir() else Path(settings.MOOTHALL_SERVICES) / slug


def mutants_of(slug: str) -> list[Mutant]:
    """Every deletion there is, in the order of the folder; what is not translated, `check` says."""
    folder = folder_of(slug)
    found = list(_form_mutants(slug, folder / FORM)) if (folder / FORM).is_file() else []
    if (folder / LOOKUP).is_file():
        found += _lookup_mutants(slug, folder / LOOKUP)
    for file in sorted(folder.glob("decisions/*.dmn")):
        found += _decision_mutants(slug, file.relative_to(folder), file.read_text("utf-8"))
    for message in sorted(folder.glob(f"messages/{BASE}/*.md")):
        where = message.relative_to(folder)
        found.append(Mutant(slug, f"{slug}: message {where.stem}", _without_file(where)))
    return found


def survives(mutant: Mutant) -> bool:
    """Whether nobody notices: neither `check` nor any journey of the service, nor one that moves a case to it."""
    with _copy_of(mutant.slug) as copy:
        mutant.apply(copy)
        read_again()
        if any(f"{mutant.slug}/" in mistake.file for mistake in mistakes_now()):
            return False
        return not any(play(journey, slug) for slug, journey in _journeys_through(mutant.slug))


def _journeys_through(slug: str) -> Iterator[tuple[str, Journey]]:
    """The journeys that a service has a part in, its own first."""
    others = [one.slug for one in services_listed(seen_by=_SELF) if one.slug != slug]
    yield from ((slug, journey) for journey in journeys_of(slug))
    for other in others:
        for journey in journeys_of(other):
            if any(deed.do == "move" and deed.words.get("service") == slug for deed in journey.deeds):
                yield other, journey


@contextmanager
def _copy_of(slug: str) -> Iterator[Path]:
    """Copies of the council's folder and of the shipped services, in use until the block ends."""
    with tempfile.TemporaryDirectory(prefix="moothall-mutant-") as held:
        council, services = Path(held) / "council", Path(held) / "services"
        shutil.copytree(settings.MOOTHALL_COUNCIL, council)
        shutil.copytree(settings.MOOTHALL_SERVICES, services)
        own = council / "services" / slug
        try:
            with override_settings(MOOTHALL_COUNCIL=council, MOOTHALL_SERVICES=services):
                yield own if own.is_dir() else services / slug
        finally:
            read_again()


def _form_mutants(slug: str, file: Path) -> Iterator[Mutant]:
    form: Raw = YAML(typ="safe").load(file)
    for number, section in enumerate(_list(form, "sections")):
        if "when" in section:
            where = ("sections", number, "when")
            yield Mutant(slug, f"{slug}: section {section.get('section')}, its condition", _without(where))
    for number, person in enumerate(_list(form, "people")):
        if "when" in person:
            said = f"{slug}: person {person.get('person')}, their condition"
            yield Mutant(slug, said, _without(("people", number, "when")))
        sees = person.get("sees")
        for place, seen in enumerate(sees if isinstance(sees, list) else ()):
            said = f"{slug}: person {person.get('person')} sees {seen}"
            yield Mutant(slug, said, _without(("people", number, "sees", place)))
    for way, page in _entries(form):
        at = f"{slug}: page {page.get('page') or page.get('group')}"
        if page.get("end") == "yes":
            yield Mutant(slug, at, _without(way))
        for place, question in enumerate(_list(page, "questions")):
            asked = f"{slug}: question {question.get('ask')}"
            yield Mutant(slug, asked, _without((*way, "questions", place)))
            if "when" in question:
                its = (*way, "questions", place, "when")
                yield Mutant(slug, f"{asked}, its condition", _without(its))
        if "when" in page:
            yield Mutant(slug, f"{at}, its condition", _without((*way, "when")))
        for place, branch in enumerate(_list(page, "next")):
            said = f"{at}, branch to {branch.get('go')}"
            yield Mutant(slug, said, _without((*way, "next", place)))
            if "if" in branch:
                said = f"{at}, condition of the branch to {branch.get('go')}"
                yield Mutant(slug, said, _without((*way, "next", place, "if")))
        if isinstance(page.get("next"), str):
            yield Mutant(slug, f"{at}, branch to {page['next']}", _without((*way, "next")))


def _lookup_mutants(slug: str, file: Path) -> Iterator[Mutant]:
    """Everything that a look-up shows, and its choice among several."""
    lookup: Raw = YAML(typ="safe").load(file)
    for number, shown in enumerate(_list(lookup, "shows")):
        yield Mutant(slug, f"{slug}: {shown.get('label')}", _without(("shows", number), LOOKUP))
    if "choose" in lookup:
        yield Mutant(slug, f"{slug}: the choice among several", _without(("choose",), LOOKUP))


def _decision_mutants(slug: str, file: Path, text: str) -> Iterator[Mutant]:
    """Every rule of a table, deleted."""
    for number, rule in enumerate(_RULE.finditer(text), 1):

        def apply(folder: Path, rule: re.Match[str] = rule) -> None:
            (folder / file).write_text(text[: rule.start()] + text[rule.end() :], encoding="utf-8")

        yield Mutant(slug, f"{slug}: {file.stem}, rule {number}", apply)


def _entries(holder: Raw, way: Way = ()) -> Iterator[tuple[Way, Raw]]:
    """Every page and group, with the way to it: of the form, of its sections, of its groups."""
    for number, section in enumerate(_list(holder, "sections")):
        yield from _entries(section, (*way, "sections", number))
    for number, page in enumerate(_list(holder, "pages")):
        yield (*way, "pages", number), page
        yield from _entries(page, (*way, "pages", number))


def _list(holder: Raw, key: str) -> list[Raw]:
    found = holder.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _changing(change: Callable[[Raw], None], file: str) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        yaml = YAML(typ="safe")
        yaml.default_flow_style = False
        held: Raw = yaml.load(folder / file)
        change(held)
        with (folder / file).open("w", encoding="utf-8") as out:
            yaml.dump(held, out)

    return apply


def _without(way: Way, file: str = FORM) -> Callable[[Path], None]:
    """What stands at `way` is taken out, and with it what is then left empty: a page without questions, a group or
    a section without pages, branches that are none."""

    def change(form: Raw) -> None:
        gone = way
        while gone:
            holder = _at(form, gone[:-1])
            del holder[gone[-1]]  # type: ignore[arg-type]  # a list or a dict, by its own kind of key
            if holder:
                return
            gone = gone[:-1]
            if isinstance(gone[-1], str) and gone[-1] != "next":
                gone = gone[:-1]

    return _changing(change, file)


def _at(form: Raw, way: Way) -> Raw | list[object]:
    found: object = form
    for one in way:
        found = found[one]  # type: ignore[index]  # a list or a dict, by its own kind of key
    assert isinstance(found, dict | list)
    return found


def _without_file(where: Path) -> Callable[[Path], None]:
    return lambda folder: (folder / where).unlink()
