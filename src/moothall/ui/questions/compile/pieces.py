"""What a compiled page is made of: text, holes, and blocks that look different when they are wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, TypeAlias

from markupsafe import Markup

Typed: TypeAlias = Mapping[str, tuple[str, ...]]


class Wrong(Protocol):
    """A problem to show: the sentence, the field it links to, which parts of a date are wrong, and in a group which
    of its fields (`cell`) is."""

    @property
    def question(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def parts(self) -> tuple[str, ...]: ...
    @property
    def cell(self) -> str: ...


class Parts(NamedTuple):
    """What a layout is put around: `title` is the text of the browser's title, `here` where the page is (its address
    without a language, for the same page in another), the rest is safe HTML."""

    main: Markup
    title: str
    before: Markup
    here: str = ""


Wrap: TypeAlias = Callable[[Parts], str]


class Hole(NamedTuple):
    """A place in a page. `what` says how it is filled; `name` of which field or question; `value` of which option."""

    what: str
    name: str = ""
    value: str = ""


Pieces: TypeAlias = tuple[str | Hole, ...]


class Block(NamedTuple):
    """A part of a page that looks different when it is wrong."""

    right: Pieces
    wrong: Pieces
