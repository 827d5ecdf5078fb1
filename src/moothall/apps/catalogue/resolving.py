"""A service's folder, resolved: its own files over those of the service it extends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from moothall.apps.catalogue.folders import matching, misnamed, parsed, shown
from moothall.apps.catalogue.formats import service_checker
from moothall.apps.catalogue.located.checking import Checker
from moothall.apps.catalogue.located.merging import merged
from moothall.apps.catalogue.located.nodes import Mistake, Node, Plain, mapping, sequence, text
from moothall.apps.catalogue.located.words import instead
from moothall.apps.catalogue.parts import PartFile, PartReader, part_readers


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a service says in the end. `files` by part, in the order of their paths."""

    slug: str
    service: PartFile
    files: Mapping[str, tuple[PartFile, ...]]
    mistakes: tuple[Mistake, ...] = ()

    def content(self, parts: tuple[PartReader, ...]) -> dict[str, Plain]:
        """The whole as JSON would hold it: what is stored of a version."""
        kept: dict[str, Plain] = {
            reader.name: {file.path: file.node.plain() for file in self.files.get(reader.name, ())}
            for reader in parts
            if reader.kept and self.files.get(reader.name)
        }
        service = self.service.data
        for key in ("extends", "without"):
            service.pop(key, None)
        return {"format": 1, "slug": self.slug, "service": service, "parts": kept}


@dataclass(slots=True)
class _Files:
    """Files of one folder by part and path, with the mistakes of reading them."""

    by_part: dict[str, dict[str, Node]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def resolve(folder: Path, bases: Mapping[str, Path]) -> Resolved | tuple[Mistake, ...]:
    """Read a service's folder and merge it over the base it names; `bases` are the folders it may extend.

    All mistakes of writing and of the schemas are found at once. Only a service.yaml that cannot be read to its
    end leaves no service at all.
    """
    own, mistakes = parsed(folder / "service.yaml")
    if own is None:
        return mistakes
    found = [*mistakes, *misnamed(folder / "service.yaml", folder.name, "report-graffiti")]
    service, files = own, _read_files(folder)
    extends = text(mapping(own.plain()).get("extends"))
    if extends:
        base = _base(own, folder, extends, bases, found)
        if base is not None:
            service = _over(base, own, files, found)
    found += files.mistakes
    spared = {reader.instead_of for reader in part_readers() if files.by_part.get(reader.name)} - {""}
    found += _two_for_one(files)
    looked = _looked_at("service.yaml", service, service_checker(has_cases=not spared), found)
    by_part = {
        reader.name: _part(reader, files.by_part.get(reader.name, {}), folder, found, spared)
        for reader in part_readers()
    }
    return Resolved(folder.name, looked, by_part, tuple(sorted(set(found))))


def _two_for_one(files: _Files) -> list[Mistake]:
    """A file that another takes the place of: nobody would be asked what it asks."""
    return [
        Mistake(node.at(()).file, 1, f"{reader.files} takes the place of this file. Delete one of the two.")
        for reader in part_readers()
        if files.by_part.get(reader.name)
        for node in files.by_part.get(reader.instead_of, {}).values()
    ]


def _read_files(folder: Path) -> _Files:
    files = _Files()
    for reader in part_readers():
        for path in matching(folder, reader.files):
            node, mistakes = parsed(path)
            files.mistakes += mistakes
            if node is not None:
                files.by_part.setdefault(reader.name, {})[path.relative_to(folder).as_posix()] = node
    return files


def _base(
    own: Node, folder: Path, extends: str, bases: Mapping[str, Path], found: list[Mistake]
) -> Path | None:
    place = own.at(["extends"])
    others = {name: path for name, path in bases.items() if path.resolve() != folder.resolve()}
    if extends not in others:
        sentence = f"There is no service ‘{extends}’ to extend. {instead(extends, others)}"
        found.append(Mistake(place.file, place.line, sentence))
        return None
    return others[extends]


def _over(base: Path, own: Node, files: _Files, found: list[Mistake]) -> Node:
    """service.yaml over the base's, and into `files` the base's other files under those of the folder."""
    below, mistakes = parsed(base / "service.yaml")
    found += mistakes
    if below is None:
        return own
    if "extends" in mapping(below.plain()):
        place = own.at(["extends"])
        sentence = f"‘{base.name}’ extends another service itself. Extend that one instead."
        found.append(Mistake(place.file, place.line, sentence))
    without = _without(own, base, found)
    inherited = _read_files(base)
    files.mistakes += inherited.mistakes
    for name, nodes in inherited.by_part.items():
        mine = files.by_part.setdefault(name, {})
        for path, node in nodes.items():
            if path in without:
                continue
            if path in mine:
                mine[path], more = merged(node, mine[path])
                files.mistakes += more
            else:
                mine[path] = node
    service, more = merged(below, own)
    found += more
    return service


def _without(own: Node, base: Path, found: list[Mistake]) -> frozenset[str]:
    """The base's files that `without:` names, each of which must be there."""
    names = [text(name) for name in sequence(mapping(own.plain()).get("without"))]
    there = {path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file()}
    for number, name in enumerate(names):
        if name not in there:
            place = own.at(["without", number])
            sentence = f"‘{base.name}’ has no file ‘{name}’ to leave out. {instead(name, sorted(there))}"
            found.append(Mistake(place.file, place.line, sentence))
    return frozenset(names)


def _part(
    reader: PartReader, nodes: Mapping[str, Node], folder: Path, found: list[Mistake], spared: Collection[str]
) -> tuple[PartFile, ...]:
    if not nodes and reader.required and reader.name not in spared and not (folder / reader.files).is_file():
        sentence = f"{reader.files} is missing. Write one, or extend a service that has it."
        found.append(Mistake(shown(folder / "service.yaml"), 1, sentence))
    return tuple(_looked_at(path, node, reader.checker, found) for path, node in sorted(nodes.items()))


def _looked_at(path: str, node: Node, by: Checker, found: list[Mistake]) -> PartFile:
    """The file as its schema leaves it to be read; the mistakes go to `found`."""
    looked = by.look(node)
    found += looked.mistakes
    return PartFile(path, node, looked.refused)
