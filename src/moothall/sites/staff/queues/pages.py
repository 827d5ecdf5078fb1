"""The pages of lists, as their templates see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from moothall.sites.staff.queues.cells import Lines
from moothall.sites.staff.queues.filters import Chip, Option
from moothall.sites.staff.queues.grouping import Part
from moothall.sites.staff.queues.menu import MenuLink, MenuPart
from moothall.ui.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """`count` is in words; `next`, `back` and `first` are addresses, empty where there is no such page.

    `heads` are the columns' besides the first. `cut`: looking stopped before the page was full.
    """

    template: ClassVar[str]
    heads: tuple[str, ...]
    lines: Lines
    count: str
    next: str
    back: str
    first: str
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage(ListPage):
    """`parts` instead of `lines` where the list is in parts or a board; `empty` says what it means to have none.

    `asked` is what would be saved under a name, `opened` the same with the name it is open under; `changes` the key of
    one's own saved list that is open and asks for something else.
    """

    template: ClassVar[str] = "staff/queues/queue.html"
    menu: tuple[MenuPart, ...]
    filters: Markup
    chips: tuple[Chip, ...]
    unanswered: str
    all: str
    layout: str
    layouts: tuple[MenuLink, ...]
    groups: tuple[MenuLink, ...]
    sorts: tuple[MenuLink, ...]
    parts: tuple[Part, ...]
    partial: str
    empty: str
    columns: str
    asked: str
    opened: str
    changes: str
    today: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage(ListPage):
    """`meant` is the question with its words put right, where nothing was found and something would be. `further` is
    the address of the same page with more of them counted; `whole` that of the list which filters without a word are;
    `looked`: words were looked for."""

    template: ClassVar[str] = "staff/queues/found.html"
    words: str
    further: str
    understood: tuple[Chip, ...]
    nonsense: tuple[str, ...]
    whole: str
    looked: bool
    meant: str
    meant_href: str


@dataclass(frozen=True, slots=True)
class SavedLine:
    """One's own list on the page where lists are looked after."""

    key: str
    name: str
    href: str
    link: str
    says: str
    sharing: tuple[Option, ...]
    shared: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage(Page):
    template: ClassVar[str] = "staff/queues/saved.html"
    views: tuple[SavedLine, ...]
    others: tuple[MenuLink, ...]
    asked: str
    says: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsPage(Page):
    template: ClassVar[str] = "staff/queues/columns.html"
    options: tuple[Option, ...]
    answers: tuple[Option, ...]
    saved: str
    asked: str
    of: str
    most: int
