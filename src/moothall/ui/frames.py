"""The frame of a page: the council's name, navigation, who is signed in. Each site fills its own.

Pages made here in `ui` (page not found, a refusal) know no site, so the project says once, by `configure`, who
makes the frame of a request and which colours the council has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest

from moothall.ui.colours import Colours
from moothall.ui.languages import BASE, Language, direction_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in a navigation or a footer; `current` when it leads to the page it stands on, `within` when to the part
    of the site that the page belongs to."""

    text: str
    href: str
    current: bool = False
    within: bool = False
    #: What its text is in, where that is not what the page speaks.
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One sentence above every page for a time. `urgent`: somebody may be in danger."""

    sentence: str
    href: str = ""
    link: str = ""
    urgent: bool = False
    #: What it is in, where that is not what the page speaks.
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The same page in another language; `current` for the one it is in."""

    language: Language
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the main part of a page.

    `council` is the council's name as it signs itself; `home` where its name links to; `site` is "public" or "staff";
    `service` the second part of the browser's title ("Staff"); `signed_in_as` a name, empty for nobody; `notice` one
    sentence above everything, for a demonstration; `alert` what everybody has to know now; `language` a BCP 47 tag.
    `words` is the language of the main part where that is another; `languages` are those that the page can be read in.
    """

    council: str
    home: str = "/"
    site: str = "public"
    service: str = ""
    navigation: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    signed_in_as: str = ""
    account: str = ""
    #: How many notices whoever is signed in has not read, "99+" at most, and where they stand; both empty for none.
    unread: str = ""
    notices: str = ""
    #: Where a script asks how many there are now, and the ticket with which it does; both empty for none.
    pulse: str = ""
    ticket: str = ""
    sign_out: str = ""
    #: What answers the field one opens from anywhere by the keyboard; empty where there is none.
    palette: str = ""
    notice: str = ""
    alert: Notice | None = None
    #: What is said to everybody who works here, a sentence each.
    announced: tuple[str, ...] = ()
    language: str = BASE
    words: str = ""
    languages: tuple[Elsewhere, ...] = ()
    colours: Colours = field(default_factory=Colours)

    @property
    def main_language(self) -> str:
        return self.words or self.language

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def main_direction(self) -> str:
        return direction_of(self.main_language)


FrameMaker = Callable[[HttpRequest], Frame]


def _plain(request: HttpRequest) -> Frame:
    return Frame(council="The council")


def _plain_colours() -> Colours:
    return Colours()


_maker: FrameMaker = _plain
_colours: Callable[[], Colours] = _plain_colours


def configure(*, frame_for: FrameMaker, colours: Callable[[], Colours]) -> None:
    """Says who makes a request's frame, and the council's colours. Called once, by the project."""
    global _maker, _colours
    _maker, _colours = frame_for, colours


def frame_for(request: HttpRequest) -> Frame:
    """The frame of whichever site `request` is for."""
    return _maker(request)


def council_colours() -> Colours:
    return _colours()
