"""Files of a council's folder that stand beside its services: its own `messages/`, and what other rooms read there.

A room or a site that reads a file of its own from the council's folder registers it, and `moothall check` holds it to
its schema and to what is offered, as it does with the files of services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from moothall.apps.catalogue.definitions import Service
from moothall.apps.catalogue.folders import matching, parsed
from moothall.apps.catalogue.located.checking import Checker, Schema
from moothall.apps.catalogue.located.nodes import Mistake
from moothall.apps.catalogue.located.nodes import Path as Way
from moothall.apps.catalogue.parts import PartFile, PartSource, part_readers
from moothall.kernel.actors import STAFF_CLASS
from moothall.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class CouncilSource:
    """What a reader is given: its file, the services that can be used, the slugs of all there are.

    `names` are words of the council's folder that may be referred to, such as `names["teams"]`; a list that is not
    there is not known, and nothing is said about what it would hold.
    """

    file: PartFile
    services: Mapping[str, Service]
    slugs: frozenset[str]
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, path: Way, sentence: str) -> None:
        """Report what is wrong at `path`. Say what is wrong, then what to write instead."""
        if not self.file.refuses(path):
            place = self.file.at(*path)
            self.mistakes.append(Mistake(place.file, place.line, sentence))


@dataclass(frozen=True, slots=True)
class CouncilFile:
    """A file of a council's folder, by its path in it, or the files of a glob. `look` reports what no schema can see,
    and never raises."""

    name: str
    path: str
    schema: Schema
    look: Callable[[CouncilSource], None]
    checker: Checker = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "checker", Checker(self.schema))


COUNCIL_FILES: Registry[CouncilFile] = Registry("file of a council's folder")


def register_council_file(file: CouncilFile) -> CouncilFile:
    """List a file of a council's folder; called once, when the app is ready."""
    COUNCIL_FILES.add(file.name, file)
    return file


@dataclass(frozen=True, slots=True)
class Looked:
    """One registered file as it stands in the folder: nothing is done with one that has a mistake."""

    file: PartFile
    mistakes: tuple[Mistake, ...]


def look_at_files(
    one: CouncilFile,
    folder: Path,
    services: Mapping[str, Service],
    slugs: frozenset[str],
    names: Mapping[str, frozenset[str]],
) -> tuple[tuple[Looked, ...], tuple[Mistake, ...]]:
    """The files of `one` in alphabetical order, each with its mistakes; and those of files that cannot be read."""
    looked: list[Looked] = []
    unread: list[Mistake] = []
    for path in matching(folder, one.path):
        node, found = parsed(path)
        if node is None:
            unread += found
            continue
        seen = one.checker.look(node)
        name = path.relative_to(folder).as_posix()
        source = CouncilSource(PartFile(name, node, seen.refused), services, slugs, names)
        one.look(source)
        looked.append(Looked(source.file, tuple(sorted({*found, *seen.mistakes, *source.mistakes}))))
    return tuple(looked), tuple(unread)


def mistakes_in_files(
    folder: Path,
    services: Mapping[str, Service],
    slugs: frozenset[str],
    names: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Mistake, ...]:
    """What is wrong in the registered files that the council's folder has."""
    mistakes: set[Mistake] = set()
    for one in COUNCIL_FILES.values():
        looked, unread = look_at_files(one, folder, services, slugs, names or {})
        mistakes.update(unread, *(found.mistakes for found in looked))
    return tuple(sorted(mistakes))


def mistakes_in_messages(folder: Path) -> tuple[Mistake, ...]:
    """Words the council says for every service that has none of its own: `messages/` beside `services/`."""
    mistakes: list[Mistake] = []
    nobody = Service("", "", "", "", STAFF_CLASS)
    for reader in part_readers():
        if not reader.floats or not reader.kept:
            continue
        files = []
        for path in matching(folder, reader.files):
            node, found = parsed(path)
            mistakes += found
            if node is not None:
                looked = reader.checker.look(node)
                mistakes += looked.mistakes
                files.append(PartFile(path.relative_to(folder).as_posix(), node, looked.refused))
        source = PartSource(nobody, tuple(files))
        reader.read(source)
        mistakes += source.mistakes
    return tuple(sorted(set(mistakes)))
