"""What differs from one showing of a page to another: the values, the errors, how far somebody has come."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from markupsafe import Markup


class Shown(ABC):
    """What goes into the places of a page that differ from one showing to another."""

    @abstractmethod
    def value(self, field: str) -> str | None:
        """The value attribute of a field; None for an empty one."""

    @abstractmethod
    def text(self, field: str) -> str:
        """The text in a field of several lines."""

    @abstractmethod
    def option(self, field: str, value: str) -> tuple[str, bool]:
        """The value attribute of a radio button or checkbox, and whether it is chosen."""

    @abstractmethod
    def selected(self, field: str, value: str) -> tuple[str, bool]:
        """The value attribute of an option of a select, and whether it is chosen."""

    @abstractmethod
    def error(self, field: str) -> str | None:
        """The sentence that stands at a field or question, if one does."""

    @abstractmethod
    def part_class(self, question: str, part: str) -> str:
        """An extra class of one field of a date: whether it is this one that is wrong."""

    @abstractmethod
    def nested(self, field: str, draw: Callable[[Shown], Markup]) -> Markup:
        """One field of a group, which is right or wrong by itself."""

    @abstractmethod
    def held(self, field: str, draw: Callable[[str], Markup]) -> Markup:
        """What says which file is there already, drawn from the file's name; empty when none is."""

    @abstractmethod
    def listed(self, field: str, draw: Callable[[list[tuple[str, str]]], Markup]) -> Markup:
        """The files that are there already, drawn from (key, name) of each; empty when none is."""

    @abstractmethod
    def said(self, question: str, draw: Callable[[str], Markup]) -> Markup:
        """What a question says on its way, drawn from the sentence; empty when it says nothing."""

    @abstractmethod
    def mode(
        self, question: str, fields: tuple[str, ...], draws: Mapping[str, Callable[[Shown], Markup]]
    ) -> Markup:
        """A question in the shape it has come to: by its own word, by `fields` that hold something, or the first.

        The last of `draws` is shown as soon as one of `fields` holds something.
        """

    @abstractmethod
    def choices(self, field: str, draw: Callable[[list[tuple[str, str, bool]]], Markup]) -> Markup:
        """A list that is not known before, drawn from (value, label, chosen) of each option."""

    @abstractmethod
    def row(self, question: str, number: int, least: int, draw: Callable[[Shown], Markup]) -> Markup:
        """The row `number` (from 1), if so many are shown; `least` always are."""

    @abstractmethod
    def rows(self, question: str, least: int) -> str:
        """How many rows are shown."""
