"""The words of a service in another language, beside those of the first: for whoever changes them on the staff site.

A language is there when the service's folder, or the one it extends, has begun to say something in it and the council
offers it; then each text of the first language has a place in it, also one that is not said yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moothall.apps.catalogue.folders import parsed, shown
from moothall.apps.catalogue.library import current
from moothall.apps.catalogue.located.nodes import Node, mapping, text
from moothall.apps.catalogue.resolving import Resolved
from moothall.apps.catalogue.spoken import told_by
from moothall.apps.catalogue.translating import is_stale, said_at
from moothall.ui.languages import BASE, Language

_MESSAGES = f"messages/{BASE}/"


@dataclass(frozen=True, slots=True)
class Begun:
    """A language in which a service says something: its words by the file they stand beside, and its messages."""

    language: Language
    words: Mapping[str, Node]
    messages: Mapping[str, Node]
    #: The folder in question, as places of words name it.
    own: str

    def file(self, path: str) -> str:
        """The file that says in this language what `path` says in the first."""
        if not path.startswith(_MESSAGES):
            return f"{Path(path).stem}.{self.language.code}.yaml"
        return path.replace(_MESSAGES, f"messages/{self.language.code}/", 1)

    def lacks(self, path: str) -> bool:
        """Whether `path` is a message that is not there in this language: it is written whole, or not at all."""
        return path.startswith(_MESSAGES) and self.file(path) not in self.messages

    def said(self, path: str, way: tuple[str | int, ...], root: Node, leaf: Node) -> Node | None:
        """What it says for `leaf`, which stands at `way` of `path`; None where nothing, or nothing that holds still."""
        if path.startswith(_MESSAGES):
            return self.messages[self.file(path)].find([str(step) for step in way])
        found = said_at(root, self.words.get(path), way)
        return None if found is None or is_stale(leaf, found, self.own) else found


def begun_in(folder: Path, bases: Mapping[str, Path], resolved: Resolved) -> tuple[Begun, ...]:
    """The languages that the service in `folder` has begun, in the order in which the council offers them."""
    own, _ = parsed(folder / "service.yaml")
    base = bases.get(text(mapping(own.plain()).get("extends"))) if own else None
    told = told_by(folder, base).words
    files = [one for held in resolved.files.values() for one in held]
    found = []
    for language in current().council.languages:
        messages = {one.path: one.node for one in files if one.path.startswith(f"messages/{language.code}/")}
        if language.code != BASE and (language.code in told or messages):
            found.append(Begun(language, told.get(language.code, {}), messages, shown(folder)))
    return tuple(found)
