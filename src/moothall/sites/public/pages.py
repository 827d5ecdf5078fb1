"""The pages of the public site: one dataclass for each template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from moothall.apps.catalogue.api import Contact, Service
from moothall.ui.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLink:
    """A service in a list: its name, where it leads, and one line about it."""

    name: str
    href: str
    summary: str
    #: Why it takes no requests today; empty when it does.
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    name: str
    summary: str
    services: tuple[ServiceLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    template: ClassVar[str] = "public/home.html"
    strapline: str
    areas: tuple[Area, ...]
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A search result. `snippet` is text with the words that matched marked: (text, is a match) in order."""

    title: str
    href: str
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    template: ClassVar[str] = "public/search.html"
    words: str
    found: tuple[Found, ...]
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePage(Page):
    template: ClassVar[str] = "public/service.html"
    service: Service
    start: str
    #: Why it takes no requests today; empty when it does.
    closed: str
    preview: bool
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsPage(Page):
    """A page written in Markdown; `html` was made once, with HTML in the source switched off."""

    template: ClassVar[str] = "public/content.html"
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question and its answer in lines, with where to change it."""

    key: str
    label: str
    lines: tuple[str, ...]
    change: str
    #: A question back, such as "Did you mean …?"; empty mostly.
    second_look: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage(Page):
    template: ClassVar[str] = "public/check.html"
    back: str
    sections: tuple[Section, ...]
    send_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePage(Page):
    template: ClassVar[str] = "public/done.html"
    reference: str
    spoken: str
    #: What is promised, in words: "We aim to …"; empty where the service promises nothing.
    promise: str
    due_on: date | None
    told_by_email: bool
    follow: str
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPage(Page):
    template: ClassVar[str] = "public/track.html"
    reference: str = ""
    email: str = ""
    errors: dict[str, str]
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of a request's story."""

    on: date
    at: str
    sentence: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage(Page):
    template: ClassVar[str] = "public/request.html"
    reference: str
    service: str
    status: str
    status_sentence: str
    promise: str
    question: str
    may_say_not_fixed: bool
    not_fixed_until: date | None
    story: tuple[Happening, ...]
    answers: tuple[Row, ...]
    #: Addresses of the pictures the resident sent.
    photos: tuple[str, ...]
    typed: dict[str, str]
    errors: dict[str, str]
    address: str
