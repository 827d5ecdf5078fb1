"""What of a folder's words is hard to read: told by `check`, and never a mistake.

The measure is `kernel.reading_age`. A whole file is held to the age of `AGE`. One sentence varies more than a text, so
only one of some length that asks for `SENTENCE_AGE` is named by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from moothall.apps.catalogue.folders import matching, parsed, shown, subfolders
from moothall.apps.catalogue.located.nodes import Mistake, Node, mapping, sequence, text
from moothall.apps.catalogue.spoken import schema_of, translatable
from moothall.apps.catalogue.translating import wording_in
from moothall.kernel.reading_age import judged, reading_age
from moothall.ui.languages import BASE

#: What the councils ask of their own words: a reader of nine.
AGE = 9
#: From this age on a single sentence is named.
SENTENCE_AGE = 12


@dataclass(frozen=True, slots=True)
class _Said:
    """A piece of text of a file, and the line on which it begins; `flows`: line after line as in the file."""

    text: str
    line: int
    flows: bool = False


def hard_words(folder: Path, known: Collection[str]) -> tuple[Mistake, ...]:
    """Each file of the folder, and each sentence, that asks for an older reader. `known` words count as short."""
    folders = [folder, *subfolders(folder, "service.yaml"), *subfolders(folder / "services", "service.yaml")]
    known = frozenset(word.lower() for word in known)
    found: list[Mistake] = []
    for one in folders:
        for path, said in _files(one):
            found += _judged(shown(path), tuple(said), known)
    return tuple(sorted(set(found)))


def known_words(council: Path) -> frozenset[str]:
    """The words of the trade that council.yaml lists."""
    node, _ = parsed(council / "council.yaml")
    listed = sequence(mapping(node.plain() if node else None).get("known_words"))
    return frozenset(text(word) for word in listed)


def _judged(file: str, said: tuple[_Said, ...], known: Collection[str]) -> Iterator[Mistake]:
    hardest: tuple[float, str, int] = (0, "", said[0].line if said else 1)
    for piece in said:
        for one in judged(piece.text, known):
            line = piece.line + (one.line if piece.flows else 0)
            hardest = max(hardest, (one.age, one.sentence, line))
            if one.age > SENTENCE_AGE:
                named = one.sentence.rstrip(".")
                yield Mistake(file, line, f"This asks for a reader of {one.age:.0f}: “{named}.” {HOW}")
    age = reading_age((piece.text for piece in said), known)
    if age is not None and age > AGE:
        named = f" The hardest sentence: “{hardest[1].rstrip('.')}.”" if hardest[1] else ""
        sentence = f"The words of this file ask for a reader of {age:.1f}, not of {AGE}.{named} {HOW}"
        yield Mistake(file, hardest[2], sentence)


#: Wording that is no sentence: a name in full, words that search finds.
_NO_SENTENCE = frozenset({"responsible_body", "keywords"})
HOW = "Write two short sentences, or shorter words."


def _files(folder: Path) -> Iterator[tuple[Path, Iterator[_Said]]]:
    """What people read of a folder, in its first language, file by file."""
    for file, name in translatable().items():
        yield from _known_by(folder / file, name)
    yield from _known_by(folder / "council.yaml", "council")
    for pattern in (f"messages/{BASE}/*.md", "pages/*.md"):
        for path in matching(folder, pattern):
            yield from _of(path, _of_markdown)


def _known_by(path: Path, name: str) -> Iterator[tuple[Path, Iterator[_Said]]]:
    schema = schema_of(name)

    def said(node: Node) -> Iterator[_Said]:
        for way, leaf in wording_in(node, schema):
            if way[-1] in _NO_SENTENCE:
                continue
            for one in leaf.value if isinstance(leaf.value, list) else [leaf]:
                yield _Said(str(one.value), one.place.line)

    yield from _of(path, said)


def _of(path: Path, said: Callable[[Node], Iterator[_Said]]) -> Iterator[tuple[Path, Iterator[_Said]]]:
    if path.is_file():
        node, _ = parsed(path)
        if node is not None:
            yield path, said(node)


def _of_markdown(node: Node) -> Iterator[_Said]:
    for key in ("subject", "title", "summary", "body"):
        found = node.child(key)
        if found is not None and isinstance(found.value, str):
            yield _Said(found.value, found.place.line, flows=key == "body")
