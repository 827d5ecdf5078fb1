"""Values that know where they were written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

#: What a YAML 1.2 file can say, once the places are taken off: the JSON edge of this room.
Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
#: The way to a value from the top of its file: keys of maps and numbers in lists, from 0.
Path: TypeAlias = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Place:
    """A file as people name it, and a line of it, from 1."""

    file: str
    line: int


NOWHERE = Place("", 0)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something to put right in a folder. `sentence` says what is wrong and what to write instead."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """One line for a terminal: what a file holds, or is called, cannot move the cursor or turn the text around."""
        return f"{_printable(self.file)}:{self.line}: {_printable(self.sentence)}"


def _printable(said: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in said)


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. `value` is a scalar, a list of nodes or a map of nodes.

    `keys` holds the place of each key of a map, and `written` what a scalar looked like in the file
    (`0123` is read as a number; `written` still has the zero).
    """

    value: bool | int | float | str | list[Node] | dict[str, Node] | None
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)
    written: str | None = None

    def plain(self) -> Plain:
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, step: str | int) -> Node | None:
        """The node under a key or at a number of a list, or None."""
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and -1 < step < len(self.value):
            return self.value[step]
        return None

    def at(self, path: Path) -> Place:
        """Where the value at `path` was written; where the way ends early, the last place on it."""
        node, place = self, self.place
        for step in path:
            found = node.child(step)
            if found is None:
                return node.keys.get(step, place) if isinstance(step, str) else place
            place = node.keys.get(step, found.place) if isinstance(step, str) else found.place
            node = found
        return place

    def find(self, path: Path) -> Node | None:
        """The node at `path`, or None."""
        node: Node | None = self
        for step in path:
            node = node.child(step) if node is not None else None
        return node


def located_nowhere(value: Plain) -> Node:
    """Nodes around a plain value that was not read from a file (a stored version)."""
    if isinstance(value, dict):
        return Node({key: located_nowhere(inner) for key, inner in value.items()}, NOWHERE)
    if isinstance(value, list):
        return Node([located_nowhere(inner) for inner in value], NOWHERE)
    return Node(value, NOWHERE)


def mapping(value: Plain) -> dict[str, Plain]:
    """`value` when it is a map, else an empty one: for reading on after a mistake."""
    return value if isinstance(value, dict) else {}


def sequence(value: Plain) -> list[Plain]:
    """`value` when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: Plain) -> str:
    """`value` as stripped text; an empty text for what is left out."""
    return "" if value is None else str(value).strip()
