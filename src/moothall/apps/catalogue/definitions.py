"""What a council's folder says once it is read: frozen, shared by every request of a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path as FilePath

from django.utils.translation import gettext_noop as N_

from moothall.ui.languages import BASE, Language


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of Markdown and its HTML (made once, HTML in the source switched off, links safe)."""

    markdown: str
    html: str

    def __str__(self) -> str:
        return self.markdown

    def __bool__(self) -> bool:
        return bool(self.markdown)


NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class Target:
    """What is promised: `name` is its key, `working_days` how many; the first target is a case's due date."""

    name: str
    working_days: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case can end. `name` is what officers choose, `words` what the resident reads.

    `gives_back`: it promises back what was paid.
    """

    code: str
    name: str
    words: str
    gives_back: bool = False


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """An Act and section, and what it lets or makes the council do."""

    law: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """Answers are kept `months` after `after` (`closed` or `opened`), because `reason`."""

    months: int
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """A form begun and saved for later is kept for `keep_days`. `finish_on_old_form`: a new form changes nothing."""

    keep_days: int = 28
    finish_on_old_form: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """What putting a case on hold means: whether its clock stands still, and whether the reporter is told."""

    stops_clock: bool = False
    tell: bool = False


@dataclass(frozen=True, slots=True)
class TwoPersons:
    """A second person of `role` agrees to `verb` before it is done: with one of `outcomes` (none: any), above `above`
    pounds (None: whatever the amount) of what is given back or of the answer to the question `amount`."""

    verb: str
    role: str
    outcomes: tuple[str, ...] = ()
    above: Decimal | None = None
    amount: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """What other systems call this service: the Local Government Services List, Open311."""

    lgsl: int | None = None
    lgil: int | None = None
    open311: str = ""


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Something people bring here that somebody else is responsible for; `service`: another of ours is for it."""

    words: str
    link: str = ""
    link_words: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """No new requests; `sentence` tells residents why. `until`: the day it opens again by itself."""

    sentence: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Season:
    """Open each year from the day `opens` to the day `closes` (month, day), both included."""

    opens: tuple[int, int]
    closes: tuple[int, int]
    sentence: str

    def is_open_on(self, day: date) -> bool:
        today = (day.month, day.day)
        if self.opens <= self.closes:
            return self.opens <= today <= self.closes
        return today >= self.opens or today <= self.closes


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether somebody can start a request today, and the sentence for them when not."""

    open: bool
    sentence: str = ""
    opens_on: date | None = None


OPEN = Availability(True)


@dataclass(frozen=True, slots=True)
class PinnedService:
    """What a case keeps of its service from the day it was opened, as stored under `digest`.

    `targets`, `outcomes` and the parts have the structure of that day and today's wording, where the
    service still says it.
    """

    slug: str
    digest: str
    name: str
    team: str
    confidentiality: str
    targets: tuple[Target, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    reopen_days: int = 0
    #: What its words are in: the first language where it has none of the one that is spoken.
    language: str = BASE
    parts: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)

    def part(self, name: str) -> object:
        """What the room that registered the part `name` made of its file. KeyError when it has none."""
        return self.parts[name]

    @property
    def takes_requests(self) -> bool:
        """Whether a case can be opened of it; a look-up answers at once and has none."""
        return "form" in self.parts

    def outcome(self, code: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.code == code), None)


@dataclass(frozen=True, slots=True)
class Service(PinnedService):
    """A service as the folder says it now. `confidentiality` is a class: `staff` or `team:<code>`."""

    summary: str = ""
    audience: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    responsible_body: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    lawful_basis: str = ""
    purposes: tuple[str, ...] = ()
    retention: Retention = Retention(24, "closed", "")
    codes: Codes = Codes()
    drafts: Drafts = Drafts()
    season: Season | None = None
    pause: Pause | None = None
    published: bool = True
    emergency: Words = NO_WORDS
    not_ours: tuple[NotOurs, ...] = ()
    before_you_start: Words = NO_WORDS
    promise: str = ""
    area: str = ""
    #: Whether everybody may read how a request of it goes, without anything about anybody.
    public: bool = False
    #: Whether its public reports may show photos; each only after an officer has looked at it and said so.
    public_photos: bool = False
    hold: Holding = Holding()
    approvals: tuple[TwoPersons, ...] = ()

    def availability(self, day: date) -> Availability:
        """Whether new requests are taken on `day`: not while paused, nor out of season."""
        if self.pause is not None and self.pause.holds_on(day):
            return Availability(False, self.pause.sentence, self.pause.until)
        if self.season is not None and not self.season.is_open_on(day):
            month, number = self.season.opens
            year = day.year + ((month, number) < (day.month, day.day))
            return Availability(False, self.season.sentence, date(year, month, number))
        return OPEN


@dataclass(frozen=True, slots=True)
class LifeArea:
    """A heading of the home page with the services under it, in the council's order."""

    key: str
    name: str
    summary: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    days: str
    times: str


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str
    email: str
    address: tuple[str, ...]
    hours: tuple[Hours, ...] = ()
    emergency_phone: str = ""


@dataclass(frozen=True, slots=True)
class Colours:
    """`#rrggbb` each. `check` has measured that text can be read on them (WCAG 2.2, 4.5:1)."""

    main: str
    main_text: str
    link: str
    link_hover: str
    button: str
    button_text: str
    accent: str


@dataclass(frozen=True, slots=True)
class Alert:
    """What every public page says above itself for a time. `urgent`: somebody may be in danger."""

    sentence: str
    until: datetime
    begins: datetime | None = None
    link: str = ""
    link_words: str = ""
    urgent: bool = False
    #: What its words are in; and the same in other languages.
    language: str = BASE
    others: tuple[Alert, ...] = ()

    def spoken(self, language: str) -> Alert:
        """The alert in `language`, or as it stands where nobody has said it in that."""
        return next((one for one in self.others if one.language == language), self)

    def holds_at(self, moment: datetime) -> bool:
        return (self.begins is None or self.begins <= moment) and moment < self.until


@dataclass(frozen=True, slots=True)
class ContentPage:
    """A page of `pages/*.md`. `footer`: linked at the foot of every page.

    `answer`: its title is a question, and search shows its summary as the answer; `service` is what to do about it.
    """

    slug: str
    title: str
    summary: str
    html: str
    markdown: str
    footer: bool
    order: int
    language: str = BASE
    keywords: tuple[str, ...] = ()
    answer: bool = False
    service: str = ""


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """An invented officer of a demonstration council (staff.yaml)."""

    name: str
    email: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Council:
    """Who the council is. `folder` holds `places/` and whatever else a loader reads from it."""

    name: str
    short_name: str
    prefix: str
    division: str
    colours: Colours
    contact: Contact
    domain: str
    languages: tuple[Language, ...]
    areas: tuple[LifeArea, ...]
    folder: FilePath
    website: str = ""
    strapline: str = ""
    demonstration: bool = False
    not_offered: frozenset[str] = frozenset()
    staff: tuple[DemoStaff, ...] = ()
    #: Slugs of the services most asked for, by the council's own choice.
    often: tuple[str, ...] = ()


#: On what a service may stand (UK GDPR Article 6), as its folder says it and residents read it.
LAWFUL_BASES = (
    N_("public task"),
    N_("legal obligation"),
    N_("consent"),
    N_("contract"),
    N_("vital interests"),
    N_("legitimate interests"),
)


class NoSuchService(LookupError):
    """There is no such service for whoever asks: a page answers 404."""


class NoSuchPage(LookupError):
    """The council has no such content page."""


class NoSuchVersion(LookupError):
    """No service of this digest is known here: the database or the folder it came from is another's."""
