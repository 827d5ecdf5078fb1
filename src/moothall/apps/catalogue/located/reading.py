"""From the bytes of a YAML or Markdown file to nodes, or to mistakes with a line: never a traceback.

YAML 1.2 (core): `yes` and `no` are words, `true` and `false` the only booleans, a date is text. Anchors,
tags and several documents in one file are refused; size, depth and the number of values are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moothall.apps.catalogue.located.events import Event, Unread, What, careful_events, quick_events
from moothall.apps.catalogue.located.nodes import Mistake, Node, Place
from moothall.kernel.characters import said_strange, strange_in

MOST_BYTES = 256 * 1024
MOST_VALUES = 20_000
MOST_DEPTH = 24

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FRACTION = re.compile(r"[-+]?([0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})([eE][-+]?[0-9]{1,2})?\Z")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}


class _Unreadable(Exception):
    """Reading stops here: what follows could not be understood."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


def read_yaml(content: bytes, file: str) -> tuple[Node | None, tuple[Mistake, ...]]:
    """The located value of a YAML file and its mistakes; no value when it could not be read to its end."""
    try:
        return _read_text(_decoded(content), file, first_line=1)
    except _Unreadable as stop:
        return None, (Mistake(file, stop.line, stop.sentence),)


def read_markdown(content: bytes, file: str) -> tuple[Node | None, tuple[Mistake, ...]]:
    """A Markdown file with YAML between two lines of `---` at its top: a map with the text under `body`."""
    try:
        lines = _decoded(content).split("\n")
        if lines[0].rstrip() != "---":
            raise _Unreadable(1, "The file starts without front matter. Write --- on its first line.")
        ends = [number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"]
        if not ends:
            raise _Unreadable(1, "The front matter has no end. Write --- on a line of its own after it.")
    except _Unreadable as stop:
        return None, (Mistake(file, stop.line, stop.sentence),)
    try:
        head, mistakes = _read_text("\n".join(lines[1 : ends[0]]), file, first_line=2)
    except _Unreadable as stop:
        return None, (Mistake(file, stop.line, stop.sentence),)
    if head is None and mistakes:
        return None, mistakes
    if head is None or not isinstance(head.value, dict):
        sentence = "The front matter holds no keys. Write one on each line, such as title: Contact us."
        return None, (*mistakes, Mistake(file, 2, sentence))
    if "body" in head.value:
        sentence = "There is no ‘body’ in front matter. Write the text below the second line of ---."
        return None, (*mistakes, Mistake(file, head.keys["body"].line, sentence))
    below = lines[ends[0] + 1 :]
    blank = next((number for number, line in enumerate(below) if line.strip()), 0)
    place = Place(file, ends[0] + 2 + blank)
    body = Node("\n".join(below).strip(), place)
    return Node({**head.value, "body": body}, head.place, {**head.keys, "body": place}), mistakes


def read_whole(content: bytes, file: str) -> tuple[Node | None, tuple[Mistake, ...]]:
    """A file in a language of its own (a decision model): a map with all of it under `text`."""
    try:
        place = Place(file, 1)
        return Node({"text": Node(_decoded(content), place)}, place), ()
    except _Unreadable as stop:
        return None, (Mistake(file, stop.line, stop.sentence),)


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        kilobytes = MOST_BYTES // 1024
        raise _Unreadable(1, f"The file is larger than {kilobytes} kB. Write a shorter one, or split it.")
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _Unreadable(line, "A letter is not in UTF-8. Save the file as UTF-8.") from None
    decoded = decoded.replace("\r\n", "\n").replace("\r", "\n")
    strange = strange_in(decoded)
    if strange:
        line = decoded.count("\n", 0, strange.start()) + 1
        raise _Unreadable(line, said_strange(strange))
    return decoded


def _read_text(text: str, file: str, *, first_line: int) -> tuple[Node | None, tuple[Mistake, ...]]:
    escapes = "\\" in text
    builder = _Builder(file, first_line, escapes)
    try:
        try:
            builder.take_all(quick_events(text))
        except Unread:
            builder = _Builder(file, first_line, escapes)
            builder.take_all(_explained(text, first_line))
    except _Unreadable as stop:
        builder.mistakes.append(Mistake(file, stop.line, stop.sentence))
        return None, tuple(builder.mistakes)
    if builder.root is None or builder.root.value is None:
        builder.mistakes.append(Mistake(file, first_line, "The file is empty. Write what it is to say."))
        return None, tuple(builder.mistakes)
    return builder.root, tuple(builder.mistakes)


def _explained(text: str, first_line: int) -> Iterator[Event]:
    """The careful parser's events, and its errors as sentences with their line."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # not needed where no file has a mistake

    try:
        yield from careful_events(text)
    except MarkedYAMLError as error:
        begun = "could not find expected" in str(error.problem)
        mark = (error.context_mark if begun else error.problem_mark) or error.problem_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        sentence = _syntax_sentence(str(error.problem or ""), str(error.context or ""), text, line, column)
        raise _Unreadable(line + first_line, sentence) from None
    except (YAMLError, ValueError, RecursionError, IndexError, AttributeError, KeyError) as error:
        sentence = f"This cannot be read as YAML ({type(error).__name__}). Compare it with a shipped file."
        raise _Unreadable(first_line, sentence) from None


def _syntax_sentence(problem: str, context: str, text: str, line: int, column: int) -> str:
    """What the parser's English means to somebody who writes a folder."""
    lines = text.split("\n")
    written = lines[line] if line < len(lines) else ""
    if "\\t" in problem or "\t" in written[: len(written) - len(written.lstrip())]:
        return "The line is indented with a tab. Write spaces: two for each level."
    if "mapping values are not allowed" in problem:
        return "There is a second ‘: ’ in this line, or it is indented too far. Put text with ‘: ’ in quotes."
    if "could not find expected ':'" in problem:
        return "A key has no ‘:’ after it. Write key: value, or indent the text to the line above."
    if "expected <block end>" in problem:
        return "The line is not indented like those above it. Begin it in the same column."
    if "scanning a quoted scalar" in context:
        return "A quotation mark is opened and not closed. Write it at the end of the text too."
    if "cannot start any token" in problem:
        return f"A value cannot start with ‘{written[column : column + 1]}’. Put the whole text in quotes."
    if "undefined alias" in problem or "alias" in context:
        return "An alias (*name) is not read here. Write the value out, or put the text in quotes."
    if "expected ',' or" in problem:
        return (
            "A list or map in brackets is not closed. Write the closing bracket, a comma between items, "
            "and quotes around text that holds a bracket or a comma."
        )
    return f"This is not YAML: {problem.rstrip('.')}. Compare the line with the same one of a shipped file."


class _Builder:
    """Builds nodes from parser events without recursion, counting as it goes."""

    def __init__(self, file: str, first_line: int, escapes: bool) -> None:
        self.file = file
        self.escapes = escapes
        self.first_line = first_line
        self.mistakes: list[Mistake] = []
        self.root: Node | None = None
        self._open: list[Node] = []
        self._keys: list[tuple[str, Place] | None] = []
        self._values = 0
        self._documents = 0

    def take_all(self, events: Iterator[Event]) -> None:
        for event in events:
            self._take(event, Place(self.file, event.line + self.first_line))

    def _take(self, event: Event, place: Place) -> None:
        if event.what is What.ALIAS or event.anchored:
            sentence = "Anchors (&name) and aliases (*name) are not read here. Write the value out."
            raise _Unreadable(place.line, sentence)
        if event.what is What.SCALAR:
            self._scalar(event, place)
        elif event.what in (What.MAP, What.LIST):
            self._start(event, place)
        elif event.what in (What.MAP_ENDS, What.LIST_ENDS):
            self._open.pop()
            self._keys.pop()
        else:
            self._documents += 1
            if self._documents > 1:
                raise _Unreadable(
                    place.line, "A second document starts here. Write one per file, without ---."
                )

    def _count(self, event: Event, place: Place) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            raise _Unreadable(place.line, f"The file has more than {MOST_VALUES:,} values. Split it.")
        if event.tagged:
            raise _Unreadable(place.line, "A tag (! at the start of a value) is not read here. Take it out.")

    def _start(self, event: Event, place: Place) -> None:
        self._count(event, place)
        if len(self._open) >= MOST_DEPTH:
            sentence = f"Values stand more than {MOST_DEPTH} levels inside each other. Write it flatter."
            raise _Unreadable(place.line, sentence)
        node = Node({} if event.what is What.MAP else [], place, {})
        if self._open and isinstance(self._open[-1].value, dict) and self._keys[-1] is None:
            raise _Unreadable(
                place.line, "A key must be a word. If this is text in {…} or […], put it in quotes."
            )
        self._put(node)
        self._open.append(node)
        self._keys.append(None)

    def _scalar(self, event: Event, place: Place) -> None:
        self._count(event, place)
        if self.escapes and (strange := strange_in(event.value)):
            raise _Unreadable(place.line, said_strange(strange))
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.value, dict) and self._keys[-1] is None:
            self._keys[-1] = (event.value, place)
            return
        value = _resolved(event.value) if event.plain else event.value
        self._put(Node(value, place, written=event.value if event.plain else None))

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        named = self._keys[-1]
        self._keys[-1] = None
        if named is None or not isinstance(parent.value, dict):
            return
        key, place = named
        if key in parent.value:
            first = parent.keys[key].line
            sentence = f"‘{key}’ is written twice (first on line {first}). Keep one of the two."
            self.mistakes.append(Mistake(self.file, place.line, sentence))
            return
        parent.value[key] = node
        parent.keys[key] = place  # type: ignore[index]  # the builder alone fills it, before anyone reads


def _resolved(written: str) -> bool | int | float | str | None:
    if written in _WORDS:
        return _WORDS[written]
    if _INTEGER.match(written):
        return int(written)
    if _FRACTION.match(written):
        return float(written)
    return written
