"""The languages a page can be read in: which is spoken now, where the same page is in another, which way it runs.

A language is the first part of an address of the public site, `/cy/services/…`; the council's first language has none.
The project's middleware takes it off the address and says it here. Two languages are spoken at once where a service has
no words in the page's language: the frame of the page speaks `page_language()`, its main part `words_language()`.
What stands in a folder's files without a language in their names is in `BASE`, and so is every sentence in our code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from markupsafe import Markup

#: The language of our own sentences, of the shipped services, and of every file without a language in its name.
BASE = "en"
#: Django calls it by its country.
_DJANGO_BASE = "en-gb"
#: Written from right to left.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Language:
    """`name` is its own name for itself."""

    code: str
    name: str

    @property
    def direction(self) -> str:
        return direction_of(self.code)


#: Made from English by a machine, to see what is not translated and what does not mirror. Never in production.
PSEUDO = (Language("en-XA", "Ŕéáđ-ţéšţ"), Language("ar-XB", "\u202eTfel ot thgiR\u202c"))

ENGLISH = Language(BASE, "English")
#: What is spoken, as we say it; Django is told, too, and asking it takes long.
_spoken: ContextVar[str] = ContextVar("words_language", default=BASE)
_page: ContextVar[str] = ContextVar("page_language", default=BASE)
#: Django's own script prefix while a page is made; asking Django takes as long as writing the address.
_prefix: ContextVar[str] = ContextVar("address_prefix", default="/")


def _only_english() -> tuple[Language, ...]:
    return (ENGLISH,)


_asked: Callable[[], tuple[Language, ...]] = _only_english


def configure(*, offered: Callable[[], tuple[Language, ...]]) -> None:
    """Says which languages the council offers, its first one first. Called once, by the project."""
    global _asked
    _asked = offered


def offered() -> tuple[Language, ...]:
    """The council's languages, its first one first."""
    return _asked()


def reachable() -> tuple[Language, ...]:
    """Those that an address may begin with or, for the first one, need not."""
    return (*offered(), *PSEUDO) if settings.MOOTHALL_PSEUDO_LANGUAGES else offered()


def first() -> str:
    """The council's own language, whose addresses have no language in them."""
    return offered()[0].code


def page_language() -> str:
    """What the page as a whole speaks: the language of its address."""
    return _page.get()


def words_language() -> str:
    """What is spoken at this moment: the language that sentences are looked up in."""
    return _spoken.get()


def name_of(code: str) -> str:
    """What a language calls itself; its code where it is offered no more."""
    return next((one.name for one in reachable() if one.code == code), code)


def is_pseudo(code: str) -> bool:
    """Whether a machine makes it of English."""
    return any(code == one.code for one in PSEUDO)


def other_than_spoken(code: str) -> str:
    """`code` where it is not what is spoken: for the `lang` of a part of a page; empty where it is."""
    return "" if code == words_language() else code


def direction_of(code: str) -> str:
    return "rtl" if code.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def speak(code: str) -> Markup:
    """Speak `code` from here on; nothing to see, so that a template can say it."""
    if _spoken.get() != code:
        _spoken.set(code)
        translation.activate(_DJANGO_BASE if code == BASE else code)
    return Markup()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` in this block, for somebody who is not the one asking, or for the worker."""
    begun = _spoken.set(code)
    try:
        with translation.override(_DJANGO_BASE if code == BASE else code):
            yield
    finally:
        _spoken.reset(begun)


@contextmanager
def page_in(code: str) -> Iterator[None]:
    """A whole page, or a message, in `code`: what it says, and where its links lead."""
    before, token = get_script_prefix(), _page.set(code)
    prefix = f"{before}{prefix_of(code).lstrip('/')}/" if prefix_of(code) else before
    set_script_prefix(prefix)
    begun = _prefix.set(prefix)
    try:
        with speaking(code):
            yield
    finally:
        set_script_prefix(before)
        _prefix.reset(begun)
        _page.reset(token)


def prefix_of(code: str) -> str:
    """What addresses in `code` begin with: `/cy`, or nothing for the council's first language."""
    return "" if code == first() else f"/{code}"


def address_prefix() -> str:
    """What every address begins with in the language of the page that is being made: `/cy/`, or `/`."""
    return _prefix.get()


def local(path: str) -> str:
    """`path`, such as `/track`, in the language of the page that is being made."""
    return _prefix.get()[:-1] + path


def localised(html: str) -> str:
    """HTML of a folder with its links to our own pages in the language of the page that is being made."""
    prefix = _prefix.get()
    return html if prefix == "/" else html.replace('href="/', f'href="{prefix}')


def absolute(path: str, code: str) -> str:
    """The whole address of `path` in `code`: for a message."""
    return f"{settings.MOOTHALL_ADDRESS}{prefix_of(code)}{path}"


def usable(code: str) -> str:
    """`code`, or the council's first language where it is offered no more."""
    return code if any(code == one.code for one in reachable()) else first()
