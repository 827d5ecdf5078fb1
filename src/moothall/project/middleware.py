"""Around every request: who acts, and what a browser may load."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from moothall.apps.identity.api import Standing, standing_of
from moothall.apps.teams.api import actor_for
from moothall.kernel.actors import ANONYMOUS, PUBLIC_CLASS, Actor, Kind
from moothall.project.rules_for_browsers import CONTENT_SECURITY, OTHER_RULES
from moothall.ui import proofs

Answer = Callable[[HttpRequest], HttpResponseBase]

#: Somebody whose password was right, who has yet to set up a second factor: nobody, except for doing that.
HALF_SIGNED_IN = Actor(
    Kind.ANONYMOUS,
    "anonymous",
    abilities=frozenset({"identity.finish_sign_in"}),
    classes=frozenset({PUBLIC_CLASS}),
)


def who_acts(answer: Answer) -> Answer:
    """Sets `request.actor`, worked out when it is first looked at: a public page that never asks costs nothing."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.actor = _late_actor(request)  # type: ignore[attr-defined]  # our own, see `ui.routes.Request`
        return answer(request)

    return middleware


def _late_actor(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return cast(Actor, SimpleLazyObject(partial(_known_actor, request)))
    if proofs.COOKIE in request.COOKIES:
        return cast(Actor, SimpleLazyObject(lambda: proofs.proven(request)))
    return ANONYMOUS


def _known_actor(request: HttpRequest) -> Actor:
    """Whoever asks later gets the actor itself: each look through what is late costs more than the look."""
    actor = officer_or_resident(request)
    request.actor = actor  # type: ignore[attr-defined]  # our own, see `ui.routes.Request`
    return actor


def officer_or_resident(request: HttpRequest) -> Actor:
    """The officer who is signed in on this browser; otherwise the resident it proves, otherwise nobody."""
    standing, account = standing_of(request)
    if standing is Standing.SIGNED_IN and account is not None:
        return actor_for(account)
    if standing is Standing.NEEDS_SECOND_FACTOR:
        return HALF_SIGNED_IN
    return proofs.proven(request)


def csrf_cookie_once(answer: Answer) -> Answer:
    """Sends the CSRF cookie to a browser that has none: Django sends it again with each form, to put off its end.

    It ends after a year; the next form brings another.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        asked = request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        if asked and request.COOKIES.get(settings.CSRF_COOKIE_NAME) == request.META["CSRF_COOKIE"]:
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
            patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def content_security(answer: Answer) -> Answer:
    """Tells the browser what it may do; a Content-Security-Policy that the view set itself stays."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
        for name, rule in OTHER_RULES.items():
            headers[name] = rule
        return response

    return middleware
