"""The WSGI application that granian serves: built assets first, then Django."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from moothall.project.rules_for_browsers import rules_of_refusals
from moothall.project.turns import Turns

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.project.settings")  # noqa: TID251 — before settings

#: `name.0123456789ab.css`: what has its hash in its name never changes.
HASHED = re.compile(r"\.[0-9a-f]{8,64}\.[a-z0-9]+$")


def never_changes(path: str, url: str) -> bool:
    return HASHED.search(url) is not None


def with_assets(django: WSGIApplication) -> WSGIApplication:
    """Assets are answered before Django and its middleware are asked, at a tenth of the cost."""
    made: WSGIApplication = WhiteNoise(
        django,
        root=str(settings.STATIC_ROOT),
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        immutable_file_test=never_changes,
        add_headers_function=hold_together,
    )
    return made


def hold_together(headers: dict[str, str], path: str, url: str) -> None:
    """Assets are for our own pages only, and are what their name says."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def in_utf8(django: WSGIApplication) -> WSGIApplication:
    """What is sent is UTF-8, as our pages are, whatever its sender calls it: Django would look for any codec of that
    name, and some of Python's read no text. Of what the type is said with, only the boundary between parts is kept.
    """

    def plainly(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind, *said = environ.get("CONTENT_TYPE", "").split(";")
        if said:
            environ["CONTENT_TYPE"] = ";".join([kind, *filter(_is_boundary, said)])
        return django(environ, start_response)

    return plainly


def _is_boundary(said: str) -> bool:
    return said.strip().lower().startswith("boundary=")


application = with_assets(Turns(in_utf8(get_wsgi_application()), rules_of_refusals()))
