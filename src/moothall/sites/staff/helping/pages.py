"""Help: what the guides say of a page, a guide, all guides. Nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponse
from django.urls import NoReverseMatch, reverse
from markupsafe import Markup

from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.guides import Guide, Section, guides, sections_for
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsPage(Page):
    template: ClassVar[str] = "staff/helping/contents.html"
    guides: tuple[Guide, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage(Page):
    """`back` is the page that is explained, where it can be gone to without knowing more; `whole` are the guides."""

    template: ClassVar[str] = "staff/helping/help.html"
    about: Markup
    sections: tuple[Section, ...]
    whole: tuple[Guide, ...]
    back: str


def contents(request: Request) -> HttpResponse:
    """Every guide."""
    page = ContentsPage(title="Help", frame=staff_frame(request), guides=tuple(guides().values()))
    return show(request, page)


def guide(request: Request, guide: str) -> HttpResponse:
    """One guide, whole. A section of the third rank stands within the one it belongs to."""
    one = guides().get(guide)
    if one is None:
        raise Http404
    return show(
        request,
        HelpPage(
            title=f"How to {one.title}",
            frame=staff_frame(request),
            about=one.about,
            sections=tuple(section for section in one.sections if not section.within),
            whole=(),
            back="",
        ),
    )


def help_for(request: Request, route: str) -> HttpResponse:
    """What there is to read about one page."""
    sections = sections_for(route)
    if not sections:
        raise Http404
    whole = tuple(guides()[slug] for slug in dict.fromkeys(one.guide for one in sections))
    return show(
        request,
        HelpPage(
            title=f"How to {whole[0].title}",
            frame=staff_frame(request),
            about=Markup(""),
            sections=sections,
            whole=whole,
            back=_address(route),
        ),
    )


def _address(route: str) -> str:
    """Where the page that was asked about is; "" where its address needs to know of what (a case, a round)."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
