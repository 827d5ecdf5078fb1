"""The pages of a form that several people fill in: one dataclass for each template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from moothall.apps.catalogue.api import Contact
from moothall.sites.public.form_pages import TaskRow
from moothall.sites.public.pages import Block, Row
from moothall.ui.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage(Page):
    """Asks somebody for their part, says how far it is, and what can be done about it. `sees`: what they are shown."""

    template: ClassVar[str] = "public/ask.html"
    back: str
    email: str
    asked_email: str
    state: str
    begun: bool
    on: date | None
    until: date | None
    sees: tuple[str, ...]
    changed: tuple[str, ...]
    days: int
    #: The address of whoever began, who is told how it goes.
    own_email: str
    wrong: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPage(Page):
    """Asks somebody who was asked to take part for the e-mail address to which the link went."""

    template: ClassVar[str] = "public/join.html"
    service: str
    email: str
    wrong: str
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage(Page):
    """Somebody's part, for themselves: what they are shown, what they do, and that they need not."""

    template: ClassVar[str] = "public/part.html"
    name: str
    seen: tuple[Row, ...]
    tasks: tuple[TaskRow, ...]
    changed: tuple[str, ...]
    finished: date | None
    check: str
    save: str
    decline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCheckPage(Page):
    """The answers of somebody's part, and what they were shown, before they finish it."""

    template: ClassVar[str] = "public/part-check.html"
    back: str
    seen: tuple[Row, ...]
    blocks: tuple[Block, ...]
    changed: tuple[str, ...]
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclinePage(Page):
    template: ClassVar[str] = "public/decline.html"
    back: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOverPage(Page):
    """There is nothing more to do: `state` says whether it is finished, declined, or not wanted any more."""

    template: ClassVar[str] = "public/part-over.html"
    state: str
    service: str
    clear: str
    contact: Contact
