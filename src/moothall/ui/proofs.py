"""What a resident has proven: a signed cookie with the cases that are theirs, so that nobody needs an account.

The public site calls `prove` when a reference and an e-mail address fit together, or a link was followed; the
project's middleware calls `proven` to make the request's actor.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from moothall.kernel.actors import ANONYMOUS, Actor, resident
from moothall.kernel.ids import new_id

COOKIE = "moothall_proof"
_SALT = "moothall.proof"

#: Seconds: a shared computer forgets within the hour.
KEPT = 3600

#: The newest so many cases are kept, so that the cookie stays small.
MOST = 20


def proven(request: HttpRequest) -> Actor:
    """The resident whom the cookie of `request` proves, or ANONYMOUS when there is none, or a forged or old one."""
    cookie = request.COOKIES.get(COOKIE)
    if cookie is None:
        return ANONYMOUS
    try:
        who, *cases = signing.loads(cookie, salt=_SALT, max_age=KEPT)
        return resident(str(who), *(UUID(case) for case in cases))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return ANONYMOUS


def prove(request: HttpRequest, response: HttpResponseBase, case: UUID) -> None:
    """From now on whoever holds this browser may see `case`; what was proven before stays proven."""
    before = proven(request)
    who = before.key.removeprefix("resident:") if before.holds else str(new_id())
    cases = [*sorted(map(str, before.holds - {case})), str(case)][-MOST:]
    response.set_cookie(
        COOKIE,
        signing.dumps([who, *cases], salt=_SALT),
        max_age=KEPT,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """What 'finish' or 'not me' does: nothing stays proven in this browser."""
    response.delete_cookie(COOKIE, samesite="Lax")
