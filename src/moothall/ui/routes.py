"""Routes: each names the policy that lets somebody through, and nothing is let through without one.

    urlpatterns = [route("staff/", queue, policy=READ_CASES, name="staff-queue")]

The view is called only when `policy.allows(request.actor)`. Otherwise the policy's `when_denied` decides: a sign-in
page for somebody we do not know, 'page not found', or a plain no. The generated table of routes × roles reads
`.policy` and `.route_name` of what Django resolves.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence
from typing import Concatenate, ParamSpec, Protocol, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern

from moothall.ground.files.ports import StoreFailed
from moothall.kernel.actors import Actor
from moothall.kernel.policies import Policy, WhenDenied
from moothall.kernel.rules import Refused
from moothall.ui.errors import refused, store_away
from moothall.ui.unreadable import asked_again

P = ParamSpec("P")
METHODS = ("GET", "HEAD", "POST")
#: An address that is longer is not come back to after signing in: no redirect may be that long.
LONGEST_BACK = 1_500

_log = logging.getLogger("moothall.files")


class Request(HttpRequest):
    """A request as our views meet it: `actor` is who acts (set by the project's middleware)."""

    actor: Actor


class View(Protocol[P]):
    """What answers a request: a function of the request and of the parts of its address."""

    def __call__(self, request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase: ...


class GuardedView(Protocol):
    """A view that asks its policy first."""

    policy: Policy
    route_name: str

    def __call__(self, request: HttpRequest, /, *args: object, **kwargs: object) -> HttpResponseBase: ...


def guarded(view: View[P], *, policy: Policy, name: str, judges_typing: bool = False) -> GuardedView:
    """`view` behind `policy`. A `Refused` that the view lets pass becomes a page with its sentence.

    A page is read and a form is sent; nothing here is asked for in another way (405). A form with a character that
    nobody can read never reaches the view, unless that says so at its own fields (`judges_typing`).
    """

    @functools.wraps(view)
    def wrapper(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if not policy.allows(request.actor):
            return denied(request, policy)
        if not judges_typing and (again := asked_again(request)) is not None:
            return again
        try:
            return view(request, *args, **kwargs)
        except Refused as no:
            return refused(request, no)
        except StoreFailed:
            _log.exception("The store of files was away.")
            return store_away(request)

    made = cast(GuardedView, wrapper)
    made.policy = policy
    made.route_name = name
    return made


def route(
    pattern: str, view: View[P], *, policy: Policy, name: str, judges_typing: bool = False
) -> URLPattern:
    """Django's `path` for `pattern` (same syntax), with `view` behind `policy`.

    `name` is unique among all routes, such as `staff-case`.
    """
    return path(pattern, guarded(view, policy=policy, name=name, judges_typing=judges_typing), name=name)


class _Beginning(RoutePattern):
    """Lets through the addresses that begin so, whole."""

    def __init__(self, start: str) -> None:
        super().__init__("")
        self._start = start

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, int | str]] | None:
        return (path, (), {}) if path.startswith(self._start) else None


def by_beginning(routes: Sequence[URLPattern], *starts: str) -> list[URLPattern | URLResolver]:
    """`routes` in parts: each under the first of `starts` that it begins with, where only an address that begins so
    looks for it. Django tries one route after the other, and the staff site has more than a hundred."""
    left, parts = list(routes), list[URLPattern | URLResolver]()
    for start in starts:
        parts.append(
            URLResolver(_Beginning(start), [one for one in left if str(one.pattern).startswith(start)])
        )
        left = [one for one in left if not str(one.pattern).startswith(start)]
    return [*parts, *left]


def denied(request: Request, policy: Policy) -> HttpResponseBase:
    """What somebody gets whom `policy` does not let through.

    Raises Http404 or PermissionDenied, which Django turns into our pages. An officer who is signed in is never
    sent to sign in again: that would be a loop.
    """
    if policy.when_denied is WhenDenied.NOT_FOUND:
        raise Http404
    if policy.when_denied is WhenDenied.SIGN_IN and not request.actor.is_officer:
        return to_sign_in(request)
    raise PermissionDenied(policy.sentence)


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Off to the sign-in page, and back here afterwards when this was a page and not a form.

    Whoever typed no more than the beginning of the address, `/staff/`, comes to the first page of their own.
    """
    address, here = resolve_url(settings.LOGIN_URL), request.get_full_path()
    if request.method in ("GET", "HEAD"):
        start = settings.LOGIN_REDIRECT_URL
        ways = (start if start.startswith(here) else here, request.path)
        backs = (urlencode({"next": way}) for way in ways)
        address += next((f"?{back}" for back in backs if len(back) <= LONGEST_BACK), "")
    return HttpResponseRedirect(address)


__all__ = [
    "Concatenate",
    "GuardedView",
    "Request",
    "View",
    "by_beginning",
    "denied",
    "guarded",
    "route",
    "to_sign_in",
]
