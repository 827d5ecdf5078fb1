"""Pages for when something is not there, not allowed, or refused by a rule: they say so plainly, in our layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from moothall.kernel.rules import Refused
from moothall.ui.frames import Frame, frame_for
from moothall.ui.pages import Page, show


@dataclass(frozen=True, slots=True, kw_only=True)
class SorryPage(Page):
    """`sentences` say what happened and what to do next, one paragraph each."""

    template: ClassVar[str] = "ui/sorry.html"
    sentences: tuple[str, ...]


def sorry(request: HttpRequest, title: str, *sentences: str, status: int) -> HttpResponse:
    _leave_what_is_too_much(request)
    return show(request, SorryPage(title=title, frame=frame_for(request), sentences=sentences), status=status)


def _leave_what_is_too_much(request: HttpRequest) -> None:
    """An address with more in it than is read would stop the page that says what went wrong, too."""
    try:
        asked = request.GET
    except SuspiciousOperation:
        asked = QueryDict()
    request.GET = asked


def refused(request: HttpRequest, no: Refused) -> HttpResponse:
    """A rule said no and the page the person came from could not say so itself."""
    return sorry(
        request,
        _("That could not be done"),
        no.sentence,
        _("Go back to the page before to try again."),
        status=409,
    )


def store_away(request: HttpRequest) -> HttpResponse:
    """Where files are kept cannot be reached, or is full."""
    return sorry(
        request,
        _("We cannot take or show files just now"),
        _("Go back to the page before, and try again in a few minutes."),
        status=503,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return sorry(
        request,
        _("Page not found"),
        _("If you typed the web address, check it is correct."),
        _("If you pasted the web address, check you copied all of it."),
        status=404,
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return sorry(
        request,
        _("You may not see this page"),
        _(
            "Your account does not have the role this page needs. Ask whoever leads your team if you should have it."
        ),
        status=403,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return sorry(
        request,
        _("We could not read that"),
        _("What your browser sent was not complete. Go back and try again."),
        status=400,
    )


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: most often a page that was left open, or cookies turned off."""
    return sorry(
        request,
        _("This page is out of date"),
        _("It may have been open for a long time, or your browser may not be keeping cookies."),
        _("Go back, load the page again, and send the form once more."),
        status=403,
    )


def too_many(request: HttpRequest) -> HttpResponse:
    return sorry(
        request,
        _("Too many attempts"),
        _("Wait five minutes, then try again."),
        status=429,
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke. Made without the frame's maker, which may be what broke."""
    _leave_what_is_too_much(request)
    page = SorryPage(
        title=_("Sorry, there is a problem"),
        frame=Frame(council=_("The council")),
        sentences=(
            _("Try again later."),
            _("If you were sending us something, we may not have received it."),
        ),
    )
    return show(request, page, status=500)
