"""Part readers: each room registers the reader of its own file of a service folder.

    register_part(PartReader("form", files="form.yaml", schema=SCHEMA, read=read_form))

The catalogue finds the files, reads them with their places, checks them by the schema, merges `extends:` and
then calls `read(source)`, which adds the mistakes no schema can see and returns the room's own object.
`service.part("form")` gives that object back, for the current service and for any stored version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from moothall.apps.catalogue.definitions import Service
from moothall.apps.catalogue.located.checking import Checker, Schema
from moothall.apps.catalogue.located.nodes import Mistake, Node, Path, Place, Plain
from moothall.kernel.registry import Registry


def _emptied(plain: Plain, refused: frozenset[tuple[str | int, ...]]) -> Plain:
    """`plain`, which is the caller's own, with None at each of the ways `refused`."""
    for path in sorted(refused, key=len):
        if not path:
            return None
        holder = plain
        for step in path[:-1]:
            holder = _under(holder, step)
        _empty(holder, path[-1])
    return plain


def _empty(holder: Plain, step: str | int) -> None:
    if isinstance(holder, dict) and isinstance(step, str):
        holder[step] = None
    if isinstance(holder, list) and isinstance(step, int):
        holder[step] = None


def _under(holder: Plain, step: str | int) -> Plain:
    if isinstance(holder, dict) and isinstance(step, str):
        return holder.get(step)
    return holder[step] if isinstance(holder, list) and isinstance(step, int) else None


@dataclass(frozen=True, slots=True)
class PartFile:
    """One file of a part: `path` within the service's folder, `data` as JSON would hold it.

    A Markdown file is a map of its front matter with the text under `body`. What its schema has refused is None
    in `data`, and nothing more is said about it: a reader looks at the rest as if that had been left out.
    """

    path: str
    node: Node
    refused: frozenset[tuple[str | int, ...]] = frozenset()

    @property
    def data(self) -> dict[str, Plain]:
        plain = _emptied(self.node.plain(), self.refused)
        return plain if isinstance(plain, dict) else {}

    def refuses(self, path: Path) -> bool:
        """Whether the schema has said already that what stands at `path` cannot stand there."""
        return any(tuple(path[:end]) in self.refused for end in range(len(path) + 1))

    def at(self, *path: str | int) -> Place:
        """Where the value at `path` is written: `file.at("pages", 0, "questions", 2, "when")`."""
        return self.node.at(path)


@dataclass(frozen=True, slots=True)
class PartSource:
    """What a reader is given: the service as read so far, its files in order, and where mistakes go.

    `service.part(name)` gives the parts of rooms whose `order` comes before. `names` are words of the
    council's folder that may be referred to: `names["teams"]`, `names["roles"]`, `names["wards"]`.
    """

    service: Service
    files: tuple[PartFile, ...]
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, file: PartFile, path: Path, sentence: str) -> None:
        """Report what is wrong at `path` of `file`. Say what is wrong, then what to write instead."""
        if file.refuses(path):
            return
        place = file.at(*path)
        self.mistakes.append(Mistake(place.file, place.line, sentence))


@dataclass(frozen=True, slots=True)
class PartReader:
    """The reader of one kind of file.

    `files` is a glob within a service's folder. `order` is the turn in which parts are read (form 10,
    process 20, messages 30, journeys 90). `floats`: the whole part is wording, nothing of it is pinned to
    a case. `kept`: stored with a version (journeys are not). `required`: a service cannot do without.
    `instead_of`: the required part that a service with this one does without; no case is ever opened of it.
    `read` must answer and never raise: whatever the schema let through, and whatever it has refused (None then).
    """

    name: str
    files: str
    schema: Schema
    read: Callable[[PartSource], object]
    order: int = 50
    required: bool = False
    floats: bool = False
    kept: bool = True
    instead_of: str = ""
    checker: Checker = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "checker", Checker(self.schema))

    @property
    def format_name(self) -> str:
        """The name of the schema's file: `form.yaml` → `form`, `messages/*/*.md` → `messages`."""
        return self.name


PARTS: Registry[PartReader] = Registry("part of a service folder")


def register_part(reader: PartReader) -> PartReader:
    """List the reader of a room's own file; called once, when the room's app is ready."""
    PARTS.add(reader.name, reader)
    return reader


def part_readers() -> tuple[PartReader, ...]:
    """Every reader, in the order in which parts are read."""
    return tuple(sorted(PARTS.values(), key=lambda reader: (reader.order, reader.name)))
