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
    """What a reader is given: its file, the services that can be used, the slugs of all there are."""

    file: PartFile
    services: Mapping[str, Service]
    slugs: frozenset[str]
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, path: Way, sentence: str) -> None:
        """Report what is wrong at `path`. Say what is wrong, then what to write instead."""
        if not self.file.refuses(path):
            place = self.file.at(*path)
            self.mistakes.append(Mistake(place.file, place.line, sentence))


@dataclass(frozen=True, slots=True)
class CouncilFile:
    """A file of a council's folder, by its path in it. `look` reports what no schema can see, and never raises."""

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


def mistakes_in_files(
    folder: Path, services: Mapping[str, Service], slugs: frozenset[str]
) -> tuple[Mistake, ...]:
    """What is wrong in the registered files that the council's folder has."""
    mistakes: list[Mistake] = []
    for one in COUNCIL_FILES.values():
        if not (folder / one.path).exists():
            continue
        node, found = parsed(folder / one.path)
        mistakes += found
        if node is None:
            continue
        looked = one.checker.look(node)
        source = CouncilSource(PartFile(one.path, node, looked.refused), services, slugs)
        one.look(source)
        mistakes += [*looked.mistakes, *source.mistakes]
    return tuple(sorted(set(mistakes)))


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
