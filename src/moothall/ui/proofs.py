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

#: Before the key of a party: what is proven is their part in a case, not the case.
_SHARE = "part:"
#: The newest so many cases are kept, so that the cookie stays small.
MOST = 20


def proven(request: HttpRequest) -> Actor:
    """The resident whom the cookie of `request` proves, or ANONYMOUS when there is none, or a forged or old one."""
    cookie = request.COOKIES.get(COOKIE)
    if cookie is None:
        return ANONYMOUS
    try:
        who, *proofs = signing.loads(cookie, salt=_SALT, max_age=KEPT)
        cases = [UUID(one) for one in proofs if not str(one).startswith(_SHARE)]
        shares = [UUID(str(one).removeprefix(_SHARE)) for one in proofs if str(one).startswith(_SHARE)]
        return resident(str(who), *cases, shares=shares)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return ANONYMOUS


def prove(request: HttpRequest, response: HttpResponseBase, case: UUID) -> None:
    """From now on whoever holds this browser may see `case`; what was proven before stays proven."""
    _prove(request, response, str(case))


def prove_all(request: HttpRequest, response: HttpResponseBase, shown: Actor) -> None:
    """`prove` for everything that `shown` has proven: cases, or a part in one."""
    _prove(
        request, response, *map(str, sorted(shown.holds)), *(f"{_SHARE}{one}" for one in sorted(shown.shares))
    )


def _prove(request: HttpRequest, response: HttpResponseBase, *new: str) -> None:
    before = proven(request)
    held = [*map(str, before.holds), *(f"{_SHARE}{one}" for one in before.shares)]
    who = before.key.removeprefix("resident:") if held else str(new_id())
    proofs = [*(one for one in sorted(held) if one not in new), *new][-MOST:]
    response.set_cookie(
        COOKIE,
        signing.dumps([who, *proofs], salt=_SALT),
        max_age=KEPT,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """What 'finish' or 'not me' does: nothing stays proven in this browser."""
    response.delete_cookie(COOKIE, samesite="Lax")
