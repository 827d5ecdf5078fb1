"""Which page of a form people come to, leave, or are sent back from: counted around the views, without a cookie.

A page asked for again counts again, and so does one gone back to: then it is also passed again, so what is left over,
those who came and did not go on, stays right.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpResponseBase

from moothall.apps.catalogue.api import NoSuchService, service_named
from moothall.apps.insight import api as insight
from moothall.sites.public.devices import DRAFT_COOKIE
from moothall.ui.routes import Request, View

P = ParamSpec("P")
OK, SEE_OTHER = 200, 302


def counted(view: View[P], page: str = "") -> Callable[Concatenate[Request, P], HttpResponseBase]:
    """`view` of a form's page, counted. `page` is its name where the address does not hold it."""

    @functools.wraps(view)
    def wrapper(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        what = _what(request, response)
        if what:
            slug = str(kwargs.get("slug", ""))
            _count(request, what, slug, page or _name_of(kwargs))
            if what == "passed" and DRAFT_COOKIE not in request.COOKIES:
                _count(request, "started", slug, "")
        return response

    return wrapper


def _what(request: Request, response: HttpResponseBase) -> str:
    if "change" in request.GET:
        return ""
    if request.method == "GET":
        return "reached" if response.status_code == OK else ""
    if request.method == "POST":
        return {OK: "sent-back", SEE_OTHER: "passed"}.get(response.status_code, "")
    return ""


def _count(request: Request, what: str, slug: str, page: str) -> None:
    try:
        service = service_named(slug, seen_by=request.actor)
    except NoSuchService:
        return
    insight.count(what, slug, version=service.digest, page=page)


def _name_of(kwargs: dict[str, object]) -> str:
    """The page within the form; the second person's page of a group counts as the first one's."""
    named = next((value for key, value in kwargs.items() if key != "slug"), "")
    return "/".join(part for part in str(named).split("/") if not part.isdigit())
