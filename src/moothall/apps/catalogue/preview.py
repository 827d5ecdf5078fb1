"""Links that show a service before it is published: signed, for one service, for some days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing

from moothall.apps.catalogue.definitions import NoSuchService
from moothall.apps.catalogue.library import current
from moothall.apps.catalogue.policies import SERVICES_PREVIEW
from moothall.kernel import clock
from moothall.kernel.actors import Actor

_SALT = "moothall.catalogue.preview"


def preview_link(slug: str, *, days: int = 14, by: Actor) -> str:
    """A token for `?preview=…` that opens an unpublished service until it expires (1 to 90 days).

    Raises Refused when `by` may not preview services, NoSuchService when there is none.
    """
    SERVICES_PREVIEW.demand(by)
    if slug not in current().services:
        raise NoSuchService(slug)
    until = clock.now() + timedelta(days=max(1, min(days, 90)))
    return signing.dumps([slug, until.isoformat(timespec="seconds")], salt=_SALT)


def opens(token: str | None, slug: str) -> bool:
    """Whether `token` is a link to `slug` that has not expired."""
    if not token or len(token) > 400:
        return False
    try:
        named, until = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return bool(named == slug and clock.now() < datetime.fromisoformat(until))
