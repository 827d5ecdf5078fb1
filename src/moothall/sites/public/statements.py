"""What a statement page says by itself: services and what they keep, tables that hold people's data, cookies, tests.

A content page holds a line `{{ services }}`, `{{ kept }}`, `{{ cookies }}` or `{{ tested }}`; here it becomes what the
folders, the tables and the results of the tests say today, so that no statement is older than what it is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import Service, services_listed
from moothall.kernel.actors import STAFF_CLASS, Actor
from moothall.kernel.privacy import Holds
from moothall.sites.public.devices import DRAFT_COOKIE
from moothall.sites.public.filling import PREVIEW_COOKIE
from moothall.ui import proofs
from moothall.ui.environment import environment

#: Written by `python workshop/tested.py` from what the journeys looked at.
TESTED = Path(__file__).with_name("tested.json")


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that this site sets; a test holds the list to what browsers are really given."""

    name: str
    purpose: str
    until: str


@dataclass(frozen=True, slots=True)
class Tested:
    """What axe looked at: `pages` are kinds of pages, each plain and with errors where it has a form."""

    on: date
    axe: str
    rules: tuple[str, ...]
    widths: tuple[int, ...]
    pages: tuple[str, ...]


def cookies() -> tuple[Cookie, ...]:
    """Every cookie this site may set."""
    return (
        Cookie(settings.CSRF_COOKIE_NAME, _("Makes sure that a form was sent from our page."), _("One year")),
        Cookie(
            DRAFT_COOKIE,
            _("Keeps your place in a form, so that you can go back."),
            _("You send it, or its answers are thrown away"),
        ),
        Cookie(proofs.COOKIE, _("Remembers which request you have shown to be yours."), _("One hour")),
        Cookie(
            PREVIEW_COOKIE,
            _("Shows a service that is not published, to whoever was given the link."),
            _("You close the browser"),
        ),
        Cookie(
            settings.SESSION_COOKIE_NAME, _("Keeps staff signed in."), _("They sign out, or 12 hours later")
        ),
    )


def completed(html: str, *, seen_by: Actor) -> str:
    """`html` of a content page with what stands in double braces said. Nothing is asked of the database."""
    if "{{" not in html:
        return html
    for name, say in _SAYINGS.items():
        mark = f'<p class="govuk-body">{{{{ {name} }}}}</p>'
        if mark in html:
            html = html.replace(mark, say(seen_by))
    return html


def _services(seen_by: Actor) -> str:
    listed = [one for one in services_listed(seen_by=seen_by) if one.published]
    return _render("services", services=listed, confidential=_is_confidential)


def _is_confidential(service: Service) -> bool:
    return service.confidentiality != STAFF_CLASS


def _kept(seen_by: Actor) -> str:
    said = (getattr(model, "holds", None) for model in apps.get_models())
    held = {one for one in said if isinstance(one, Holds)}
    return _render("kept", held=sorted((one for one in held if one.personal), key=lambda one: one.what))


def _cookies(seen_by: Actor) -> str:
    return _render("cookies", cookies=cookies())


def _tested(seen_by: Actor) -> str:
    return _render("tested", tested=tested())


@cache
def tested() -> Tested | None:
    """What the tests looked at when their results were last written; None when they never were."""
    try:
        said = json.loads(TESTED.read_text("utf-8"))
    except OSError:
        return None
    return Tested(
        on=date.fromisoformat(said["on"]),
        axe=str(said["axe"]),
        rules=tuple(said["rules"]),
        widths=tuple(said["widths"]),
        pages=tuple(said["pages"]),
    )


_SAYINGS: Mapping[str, Callable[[Actor], str]] = {
    "services": _services,
    "kept": _kept,
    "cookies": _cookies,
    "tested": _tested,
}


def _render(name: str, **said: object) -> str:
    return environment().get_template(f"public/statements/{name}.html").render(**said)
