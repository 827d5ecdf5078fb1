"""The pages of the public site: one dataclass for each template."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from moothall.apps.catalogue.api import Contact, Service
from moothall.apps.lookups.api import Answer, Lookup
from moothall.sites.public.receipts import Receipt
from moothall.sites.public.spam import stamp
from moothall.ui.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLink:
    """A service in a list: its name, where it leads, and one line about it."""

    name: str
    href: str
    summary: str
    #: Why it takes no requests today; empty when it does.
    closed: str = ""
    #: What its words are in, where that is not what the page speaks.
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    key: str
    name: str
    summary: str
    services: tuple[ServiceLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    template: ClassVar[str] = "public/home.html"
    strapline: str
    #: Most asked for, by the council's own choice.
    often: tuple[ServiceLink, ...]
    areas: tuple[Area, ...]
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A search result: a service, a page or an answer, with one line about it."""

    title: str
    href: str
    summary: str
    #: Service, page or answer.
    kind: str = "service"
    #: Why it takes no requests today; empty when it does.
    closed: str = ""
    #: What its words are in, where that is not what the page speaks.
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    template: ClassVar[str] = "public/search.html"
    words: str
    found: tuple[Found, ...]
    #: What was looked for instead; empty when what was typed was.
    instead: str
    #: What may have been meant, where something was found.
    meant: str
    #: Where to go on when nothing was found.
    often: tuple[ServiceLink, ...]
    areas: tuple[Area, ...]
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A request begun in this browser and not sent: when it was last used, and how much there is of it."""

    href: str
    #: Its first answer, in words; may be empty.
    about: str
    used: datetime
    answers: int


@dataclass(frozen=True, slots=True)
class NotUs:
    """Something that is not for this service; `href` leads to whom it is for, "" where nobody is named."""

    words: str
    href: str
    link_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePage(Page):
    template: ClassVar[str] = "public/service.html"
    service: Service
    start: str
    #: Why it takes no requests today; empty when it does.
    closed: str
    #: What this browser has begun and not sent, the latest first.
    unfinished: tuple[Unfinished, ...]
    address: str
    preview: bool
    contact: Contact
    not_us: tuple[NotUs, ...]
    #: What it costs, in a sentence; empty where it costs nothing.
    fee: str = ""
    #: Where the form is to be printed; empty where there is none.
    paper: str = ""
    #: About how long the form takes, 0 where there is none; what to have at hand, and whether only some people need it.
    minutes: int = 0
    ready: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsPage(Page):
    """A page written in Markdown; `html` was made once, with HTML in the source switched off."""

    template: ClassVar[str] = "public/content.html"
    html: str
    #: What somebody does about it.
    service: ServiceLink | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsefulPage(Page):
    """Thanks for saying whether a page was useful, and a field for more. `about` is the page's address."""

    template: ClassVar[str] = "public/useful_more.html"
    about: str
    #: yes, no, or empty when it was said before.
    said: str
    words: str
    #: Whether there is nothing more to say.
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question and its answer in lines, with where to change it."""

    key: str
    label: str
    lines: tuple[str, ...]
    change: str
    #: A question back, such as "Did you mean …?"; empty mostly.
    second_look: str = ""
    #: Addresses of pictures that a browser can show.
    pictures: tuple[str, ...] = ()
    #: What is to be said of files that cannot be shown yet, or never.
    notes: tuple[str, ...] = ()
    #: Which item of a group it is about; empty mostly.
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Answers that belong together. `section` is a heading above them, `title` that of an item's card."""

    rows: tuple[Row, ...]
    section: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage(Page):
    template: ClassVar[str] = "public/check.html"
    back: str
    blocks: tuple[Block, ...]
    #: What comes back with the button: see `devices.py`.
    shown: str
    #: What sending costs, such as £12.50; empty where it costs nothing.
    fee: str = ""
    fee_reasons: tuple[str, ...] = ()
    #: When it was made, signed; it comes back with what is sent.
    stamp: str = field(default_factory=stamp)
    #: Why it cannot be sent now; empty when it can.
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GonePage(Page):
    """The answers were thrown away; `rows` are what was typed on this last page, so that it is not lost too."""

    template: ClassVar[str] = "public/gone.html"
    rows: tuple[Row, ...]
    start: str
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePage(Page):
    template: ClassVar[str] = "public/done.html"
    service: str
    reference: str
    spoken: str
    #: What is promised, in words: "We aim to …"; empty where the service promises nothing.
    promise: str
    told_by_email: bool
    address: str
    follow: str
    another: str
    clear: str
    contact: Contact
    paid: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPage(Page):
    template: ClassVar[str] = "public/track.html"
    reference: str = ""
    email: str = ""
    errors: dict[str, str]
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSentPage(Page):
    """A reference was guessed at: whoever made the request gets its link by e-mail instead."""

    template: ClassVar[str] = "public/link_sent.html"
    reference: str
    email: str
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of a request's story."""

    on: date
    at: str
    sentence: str
    text: str = ""
    #: The language of the text, where that is not what the page speaks; and where it is answered, if it can be.
    language: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A file the resident sent. `shown`: browsers can; otherwise it is offered to be kept; `words`: why it is not."""

    address: str
    name: str
    shown: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage(Page):
    template: ClassVar[str] = "public/request.html"
    reference: str
    service: str
    #: new, in-progress, waiting or closed; `status` says it in words.
    kind: str
    status: str
    status_sentence: str
    #: Whether somebody asked for the same, and this is dealt with together with that.
    together: bool
    promise: str
    question: str
    #: Where it is answered, when it is a form of its own; else empty.
    questions: str
    may_say_not_fixed: bool
    #: Whether it is closed because the person who made it does not need it any more.
    withdrawn: bool
    not_fixed_until: date | None
    story: tuple[Happening, ...]
    blocks: tuple[Block, ...]
    photos: tuple[Photo, ...]
    typed: dict[str, str]
    errors: dict[str, str]
    may_add: bool
    may_withdraw: bool
    #: Where everybody may read how it goes; empty mostly.
    report: str
    #: What was typed and could not be taken any more.
    unsent: str
    address: str
    contact: Contact
    paid: tuple[Receipt, ...] = ()
    #: What becomes of the fee of a withdrawn request; empty where there is none.
    fee_back: str = ""
    #: Whether it is somebody else's, and only their own part of it is shown.
    part: bool = False
    #: Whether they are asked how satisfied they are with how it was dealt with.
    asks_how_it_went: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What we wrote and somebody answers; its language, where that is not what the page speaks."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage(Page):
    """Something a resident does to their own request: `act` is add or withdraw."""

    template: ClassVar[str] = "public/request_act.html"
    act: str
    service: str
    reference: str
    address: str
    words: str
    errors: dict[str, str]
    #: Whether it is dealt with together with somebody else's.
    together: bool
    #: Whether something was paid that may be due back.
    paid: bool
    #: The key of the reply of ours that they answer, and what it says.
    to: str = ""
    answered: Answered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage(Page):
    """The public report of somebody's request."""

    template: ClassVar[str] = "public/report.html"
    reference: str
    service_href: str
    ward: str
    kind: str
    status: str
    status_sentence: str
    due_on: date | None
    story: tuple[Happening, ...]
    email: str
    #: Whether somebody has just asked to be told.
    asked: bool
    #: Addresses of the photos that an officer has put there.
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionPage(Page):
    """One press: to confirm that one wants to be told, or to be told no more. `act` is confirm, leave or nothing."""

    template: ClassVar[str] = "public/subscription.html"
    act: str
    address: str
    report: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupPage(Page):
    """A question that is answered at once."""

    template: ClassVar[str] = "public/lookup.html"
    lookup: Lookup
    address: str
    service: str
    closed: str
    typed: str
    answer: Answer
    #: Whether it was asked and nothing was found.
    nothing: bool
    #: Where its calendar is; empty where there is none.
    calendar: str
    contact: Contact
