"""XML as a small tree that knows its lines; what could make a parser work without end is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_CHARACTERS = 1_000_000
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake: `line` counts from 1, `sentence` says what to write instead."""

    line: int
    sentence: str


class NotXml(Exception):
    """The text cannot be read to its end; `problem` says where and why."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(line, sentence)


@dataclass(slots=True)
class Element:
    """`space` is the namespace, `name` the local name; `text` what stands directly in it, stripped."""

    space: str
    name: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def all(self, name: str) -> Iterator[Element]:
        """The children of that name in the same namespace."""
        return (child for child in self.children if child.name == name and child.space == self.space)

    def first(self, name: str) -> Element | None:
        return next(self.all(name), None)

    def text_of(self, name: str) -> str:
        """What stands in the first child of that name; "" when there is none."""
        child = self.first(name)
        return child.text if child else ""


class _Builder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.said
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.root: Element | None = None
        self.open: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        element = Element(space, local, attributes, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)
        if len(self.open) > _DEEPEST:
            raise NotXml(element.line, f"Elements are nested more than {_DEEPEST} deep. Write it flatter.")

    def end(self, name: str) -> None:
        self.open.pop()

    def said(self, text: str) -> None:
        if self.open:
            self.open[-1].pieces.append(text)

    def doctype(self, *named: object) -> None:
        raise NotXml(self.parser.CurrentLineNumber, "A DOCTYPE is not accepted. Take the line out.")


def read_xml(text: str) -> Element:
    """The root element. Raises NotXml for what is not XML, too long, too deep, or has a DOCTYPE."""
    if len(text) > MOST_CHARACTERS:
        raise NotXml(1, f"The file is longer than {MOST_CHARACTERS:,} characters. Split it.")
    builder = _Builder()
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise NotXml(
            error.lineno, f"This is not well-formed XML: {said}. Save it again from the modeller."
        ) from None
    except ValueError:
        raise NotXml(1, "The file has characters that XML does not allow. Save it again as UTF-8.") from None
    if builder.root is None:
        raise NotXml(1, "The file is empty. Save it again from the modeller.")
    return builder.root
