"""What if this were not there? Every question, branch, message and condition is deleted in turn, in a copy.

A deletion is noticed when `check` finds a mistake in what is left, or a journey breaks. One that nobody notices is
something the service does not need, or something no journey shows.
"""

from __future__ import annotations

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

_SELF = system("rehearsal")
#: A form as YAML has it: the edge where nothing is typed yet.
Raw = dict[str, list[dict[str, object]]]


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
    """Every deletion there is, in the order of the folder."""
    folder = folder_of(slug)
    found = list(_form_mutants(slug, folder / "form.yaml")) if (folder / "form.yaml").is_file() else []
    for message in sorted(folder.glob("messages/*/*.md")):
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
    for number, page in enumerate(form.get("pages", [])):
        at = f"{slug}: page {page.get('page')}"
        questions = page.get("questions")
        for place, question in enumerate(questions if isinstance(questions, list) else []):
            asked = f"{slug}: question {question.get('ask')}"
            yield Mutant(slug, asked, _without_question(number, place))
            if "when" in question:
                yield Mutant(slug, f"{asked}, its condition", _without_question_condition(number, place))
        if "when" in page:
            yield Mutant(slug, f"{at}, its condition", _without_key(number, "when"))
        branches = page.get("next")
        for place, branch in enumerate(branches if isinstance(branches, list) else []):
            yield Mutant(slug, f"{at}, branch to {branch.get('go')}", _without_branch(number, place))
            if "if" in branch:
                yield Mutant(
                    slug, f"{at}, condition of the branch to {branch['go']}", _without_if(number, place)
                )
        if isinstance(branches, str):
            yield Mutant(slug, f"{at}, branch to {branches}", _without_key(number, "next"))


def _changing(change: Callable[[Raw], None]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        yaml = YAML(typ="safe")
        yaml.default_flow_style = False
        form: Raw = yaml.load(folder / "form.yaml")
        change(form)
        with (folder / "form.yaml").open("w", encoding="utf-8") as out:
            yaml.dump(form, out)

    return apply


def _without_question(page: int, place: int) -> Callable[[Path], None]:
    def change(form: Raw) -> None:
        questions = form["pages"][page]["questions"]
        assert isinstance(questions, list)
        del questions[place]
        if not questions:
            del form["pages"][page]

    return _changing(change)


def _without_question_condition(page: int, place: int) -> Callable[[Path], None]:
    def change(form: Raw) -> None:
        questions = form["pages"][page]["questions"]
        assert isinstance(questions, list)
        del questions[place]["when"]

    return _changing(change)


def _without_key(page: int, key: str) -> Callable[[Path], None]:
    def change(form: Raw) -> None:
        del form["pages"][page][key]

    return _changing(change)


def _without_branch(page: int, place: int) -> Callable[[Path], None]:
    def change(form: Raw) -> None:
        branches = form["pages"][page]["next"]
        assert isinstance(branches, list)
        del branches[place]
        if not branches:
            del form["pages"][page]["next"]

    return _changing(change)


def _without_if(page: int, place: int) -> Callable[[Path], None]:
    def change(form: Raw) -> None:
        branches = form["pages"][page]["next"]
        assert isinstance(branches, list)
        del branches[place]["if"]

    return _changing(change)


def _without_file(where: Path) -> Callable[[Path], None]:
    return lambda folder: (folder / where).unlink()
