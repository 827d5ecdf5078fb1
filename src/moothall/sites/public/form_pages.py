"""The pages of a form that are not compiled: lists of items, tasks, answers of a section, early ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from moothall.apps.catalogue.api import Contact
from moothall.sites.public.pages import Block
from moothall.ui.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a group. `lacks`: something is still to be answered for it."""

    title: str
    change: str
    remove: str
    lacks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    template: ClassVar[str] = "public/list.html"
    back: str
    caption: str
    intro: tuple[str, ...]
    items: tuple[Item, ...]
    #: Whether there is another; empty when there can be no more, and `full` says so.
    question: str
    full: str
    wrong: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage(Page):
    template: ClassVar[str] = "public/remove.html"
    back: str
    wrong: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A section. `status`: completed, incomplete, cannot start yet; `href` is empty for the last."""

    key: str
    title: str
    status: str
    href: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody else's part, for whoever began. `state` chooses the words; `on` is when it came to be so.

    `href`: where to ask them, or to see what can be done; empty as long as nothing can. `first` is the section to be
    finished before they can be asked.
    """

    key: str
    called: str
    state: str
    on: date | None
    href: str
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksPage(Page):
    template: ClassVar[str] = "public/tasks.html"
    back: str
    tasks: tuple[TaskRow, ...]
    completed: int
    minutes: int
    #: Where to look all over and send it; empty as long as something is missing.
    check: str
    #: Where to save it for later; empty when there is nothing to save yet.
    save: str
    #: The parts that others do.
    people: tuple[PersonRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage(Page):
    template: ClassVar[str] = "public/section.html"
    back: str
    blocks: tuple[Block, ...]
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPage(Page):
    """`body` is safe HTML; `instead` where to go, with its words, or empty."""

    template: ClassVar[str] = "public/end.html"
    back: str
    body: str
    instead: str
    instead_words: str
    contact: Contact
