"""The pages of coming back to a form and of leaving it: one dataclass for each template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from moothall.apps.catalogue.api import Contact
from moothall.sites.public.pages import Row
from moothall.ui.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePage(Page):
    """Asks where the link to a form saved for later is to go."""

    template: ClassVar[str] = "public/save.html"
    email: str
    wrong: str
    days: int
    back: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage(Page):
    template: ClassVar[str] = "public/saved.html"
    email: str
    until: date
    onward: str
    again: str
    clear: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePage(Page):
    """Asks for the e-mail address before anything of a saved form is shown."""

    template: ClassVar[str] = "public/resume.html"
    email: str
    #: Where the form is begun anew.
    service: str
    wrong: str
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFormPage(Page):
    """The form has changed since somebody began; `left` pages are still to be answered."""

    template: ClassVar[str] = "public/new-form.html"
    left: int
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A question answered differently in two windows; `options` are a value and the lines of an answer each."""

    key: str
    label: str
    options: tuple[tuple[str, tuple[str, ...]], ...]
    chosen: str
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePage(Page):
    template: ClassVar[str] = "public/choose.html"
    rows: tuple[Disagreement, ...]
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPage(Page):
    """What goes when a device is cleared: `begun` is not sent yet, `kept` waits for its link."""

    template: ClassVar[str] = "public/clear.html"
    begun: bool
    kept: bool
    save: str
    back: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedPage(Page):
    template: ClassVar[str] = "public/cleared.html"
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TooEarlyPage(Page):
    """A page was posted that another one comes before; `rows` are what was typed on it."""

    template: ClassVar[str] = "public/too-early.html"
    rows: tuple[Row, ...]
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfDatePage(Page):
    """What was typed could not be taken, because the page did not come from us or cookies are off; it is given back."""

    template: ClassVar[str] = "public/out-of-date.html"
    rows: tuple[Row, ...]
    again: str
