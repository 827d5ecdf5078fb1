"""Files of a folder that nothing reads, because their name is not quite one of those that are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from moothall.apps.catalogue.folders import MOST_FILES, shown
from moothall.apps.catalogue.formats import FORMATS
from moothall.apps.catalogue.located.nodes import Mistake
from moothall.apps.catalogue.located.words import meant
from moothall.apps.catalogue.parts import part_readers
from moothall.apps.catalogue.shared import COUNCIL_FILES

#: What could be meant to be read. A picture or a note lies beside it and hurts nobody.
_MEANT = frozenset((".yaml", ".yml", ".dmn", ".bpmn", ".xml"))
_SERVICE = "service.yaml"
#: Of a council: what stands in folders of their own, which their own readers look through.
_HELD = ("services", "places")


def unread_in_service(folder: Path) -> tuple[Mistake, ...]:
    """The files of a service's folder that have no meaning."""
    return tuple(_unread(folder, (_SERVICE, *(reader.files for reader in part_readers()))))


def unread_in_council(folder: Path) -> tuple[Mistake, ...]:
    """The files of a council's folder that have no meaning, but for those of its services."""
    floating = (reader.files for reader in part_readers() if reader.floats and reader.kept)
    council = (name for kind, name in FORMATS.items() if kind != "service")
    known = (*council, "pages/*/*.md", *floating, *(file.path for file in COUNCIL_FILES.values()))
    return tuple(_unread(folder, known, _HELD))


def _unread(folder: Path, known: tuple[str, ...], held: tuple[str, ...] = ()) -> Iterator[Mistake]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())[:MOST_FILES]
    for path in paths:
        name = path.relative_to(folder)
        if any(part.startswith(".") for part in name.parts) or (
            name.parts[0] in held and len(name.parts) > 1
        ):
            continue
        below = len(name.parts) > 1
        could = path.suffix in _MEANT or (path.suffix == ".md" and below and path.name != "README.md")
        if could and not any(_matches(name.as_posix(), pattern) for pattern in known):
            sentence = f"Nothing reads this file. {_otherwise(name.as_posix(), known)}"
            yield Mistake(shown(path), 1, sentence)


def _matches(name: str, pattern: str) -> bool:
    """`form.yaml` is read, and so are its words in other languages, `form.cy.yaml`."""
    path = PurePosixPath(name)
    stem, *language = path.stem.split(".")
    plain = path.with_name(f"{stem}{path.suffix}") if len(language) == 1 and "*" not in pattern else path
    return len(path.parts) == len(PurePosixPath(pattern).parts) and plain.match(pattern)


def _otherwise(name: str, known: tuple[str, ...]) -> str:
    """The name that was meant, or all there are."""
    path = PurePosixPath(name.removesuffix(".yml") + ".yaml" if name.endswith(".yml") else name)
    folders = {PurePosixPath(pattern).parts[0] for pattern in known if "/" in pattern}
    if len(path.parts) > 1:
        first = meant(path.parts[0], sorted(folders)) or path.parts[0]
        path = PurePosixPath(first, *path.parts[1:])
        path = PurePosixPath(first, "en", path.name) if first == "messages" and len(path.parts) == 2 else path
    elif (close := meant(path.name, sorted(pattern for pattern in known if "/" not in pattern))) is not None:
        path = PurePosixPath(close)
    if path.as_posix() != name and any(_matches(path.as_posix(), pattern) for pattern in known):
        return f"Call it {path}, or take it away."
    return f"Give it one of the names {', '.join(sorted(set(known)))}, or take it away."
