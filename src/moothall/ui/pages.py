"""Pages: one frozen dataclass for each template, and `show` to make it a response.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class QueuePage(Page):
        template: ClassVar[str] = "staff/queues/queue.html"
        rows: tuple[QueueRow, ...]

    return show(request, QueuePage(title="Cases", frame=staff_frame(request), rows=rows))

A template sees `page`, `frame`, `csrf` (a token, made only when the template prints it) and the filters, macros and
functions of `moothall.ui.environment`; nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from markupsafe import Markup

from moothall.kernel.characters import is_readable
from moothall.ui.environment import environment
from moothall.ui.frames import Frame, Link
from moothall.ui.languages import speaking

#: What somebody reads who typed a character that is none.
UNREADABLE = N_("We took out a character that we could not read. Check what is left, then continue")


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: what to put right, and where (`#id` of the field)."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several to choose from."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has. `title` is its h1 and the first part of the browser's title; `problems` fill the error
    summary, and put 'Error: ' before the browser's title; `done` is one sentence about what was just done."""

    template: ClassVar[str]
    title: str
    frame: Frame
    problems: tuple[Problem, ...] = ()
    done: str = ""


class Late:
    """Text made once, when it is first printed: a page that prints no CSRF token sets no cookie, and one with twenty
    forms makes one token."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make, self._made = make, Markup()

    def __str__(self) -> str:
        return str(self.__html__())

    def __html__(self) -> Markup:
        if not self._made:
            self._made = Markup.escape(self._make())
        return self._made


def show(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """`page` as an HTML response; a search with a character that nobody can read is told so, whatever the page."""
    if request.GET and not page.problems and not _readable(request):
        with speaking(page.frame.main_language):
            page = replace(page, problems=(Problem(_(UNREADABLE)),))
    return HttpResponse(render(page, csrf=Late(lambda: get_token(request))), status=status)


def _readable(request: HttpRequest) -> bool:
    return all(is_readable(value) for _name, values in request.GET.lists() for value in values)


def render(page: Page, *, csrf: Late | str = "") -> str:
    """The HTML of `page`."""
    with speaking(page.frame.main_language):
        return environment().get_template(page.template).render(page=page, frame=page.frame, csrf=csrf)


def layout_around(main: str, *, title: str, frame: Frame, before: str = "", section: str = "") -> str:
    """The whole HTML document around `main` (safe HTML, h1 included), for pages that are compiled once.

    `title` is the browser's title up to the first dash: `Error: ` before it is the caller's matter. `before` is safe
    HTML for above the main part (a back link); `section` the name of the service one is in. Both `title` and `main` may
    contain the caller's own marks for holes; nothing here depends on the request.
    """
    template = environment().get_template("ui/shell.html")
    with speaking(frame.main_language):
        return template.render(
            main=Markup(main),  # noqa: S704 — the caller promises safe HTML
            before=Markup(before),  # noqa: S704 — the caller promises safe HTML
            title=title,
            section=section,
            frame=frame,
            csrf="",
        )


__all__ = [
    "UNREADABLE",
    "Choice",
    "Frame",
    "Late",
    "Link",
    "Page",
    "Problem",
    "layout_around",
    "render",
    "show",
]
