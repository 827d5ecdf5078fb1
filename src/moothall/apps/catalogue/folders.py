"""Files of a folder as located values. Each file is parsed once for as long as it does not change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from moothall.apps.catalogue.located.checking import Checker
from moothall.apps.catalogue.located.nodes import Mistake, Node
from moothall.apps.catalogue.located.reading import MOST_BYTES, read_markdown, read_whole, read_yaml
from moothall.kernel.characters import strange_in

MOST_FILES = 400
#: Letters of a file’s name: a message that waits is known by that of its words.
LONGEST_NAME = 100
_READ = {".md": read_markdown, ".dmn": read_whole}
_Parsed = tuple[Node | None, tuple[Mistake, ...]]
_parsed: dict[tuple[Path, str], tuple[tuple[int, int], _Parsed]] = {}


def shown(path: Path) -> str:
    """The path as somebody would type it: from the working directory when it lies under it. Of a name that is no text
    the bytes are told."""
    try:
        said = Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        said = path.as_posix()
    return os.fsencode(said).decode("utf-8", "backslashreplace")


#: What can stand in an address, and in the columns that hold it.
_IN_ADDRESSES = re.compile(r"[-a-zA-Z0-9_]{1,80}")


def misnamed(path: Path, name: str, like: str) -> tuple[Mistake, ...]:
    """The mistake of the file at `path` when `name`, which its address is made of, cannot stand in one."""
    if _IN_ADDRESSES.fullmatch(name):
        return ()
    said = (
        f"‘{name[:60]}’ cannot stand in an address. Call it by letters, figures and hyphens, such as {like}."
    )
    return (Mistake(shown(path), 1, said),)


def parsed(path: Path) -> _Parsed:
    """The located value of a file and the mistakes of its writing. A file that cannot be opened is a mistake."""
    name = shown(path)
    if len(path.name) > LONGEST_NAME or strange_in(path.name):
        how = f"Call the file by letters, figures and hyphens, at most {LONGEST_NAME} of them."
        return None, (Mistake(name, 1, f"Nothing can be kept under this name. {how}"),)
    try:
        stat = path.stat()
        signature = (stat.st_mtime_ns, stat.st_size)
        known = _parsed.get((path, name))
        if known is not None and known[0] == signature:
            return known[1]
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        return None, (
            Mistake(name, 1, f"The file cannot be read: {reason}. Look at its name and permissions."),
        )
    result = _READ.get(path.suffix, read_yaml)(content, name)
    _parsed[path, name] = (signature, result)
    return result


def checked(path: Path, checker: Checker) -> _Parsed:
    """The located value of a file when it is as its schema says, and all its mistakes either way."""
    node, mistakes = parsed(path)
    if node is None:
        return None, mistakes
    return node, (*mistakes, *checker.check(node))


def matching(folder: Path, pattern: str) -> tuple[Path, ...]:
    """Files of a folder by a glob, in alphabetical order, no more than MOST_FILES."""
    found = sorted(path for path in folder.glob(pattern) if path.is_file())
    return tuple(found[:MOST_FILES])


def subfolders(folder: Path, holding: str) -> tuple[Path, ...]:
    """Folders directly under `folder` that hold a file of that name, in alphabetical order."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(inner for inner in folder.iterdir() if (inner / holding).is_file()))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """When each file under some folders last changed: two are equal when nothing did."""

    files: frozenset[tuple[str, int, int]] = field(default_factory=frozenset)


def snapshot(*folders: Path) -> Snapshot:
    """One `stat` per file, files that begin with a dot left out."""
    return Snapshot(frozenset(entry for folder in folders for entry in _entries(folder)))


def _entries(folder: Path) -> Iterator[tuple[str, int, int]]:
    for where, inner, files in os.walk(folder):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in files:
            if name.startswith(".") or not name.endswith((".yaml", ".md", ".bpmn", ".dmn")):
                continue
            path = os.path.join(where, name)
            try:
                stat = os.stat(path)
            except OSError:
                continue
            yield path, stat.st_mtime_ns, stat.st_size
