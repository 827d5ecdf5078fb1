"""How far somebody has got with signing in, and for how long it holds."""

from __future__ import annotations

from enum import StrEnum

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from moothall.apps.identity.models import Account
from moothall.kernel import clock

#: Seconds without a request after which one signs in again.
IDLE = 60 * 60
#: Seconds after signing in when one signs in again, however busy: a working day.
LONGEST = 12 * 60 * 60
#: The session remembers the last request this exactly, so that most requests write nothing.
GRAIN = 5 * 60

_STARTED = "moothall_started"
_SEEN = "moothall_seen"


class Standing(StrEnum):
    NOBODY = "nobody"
    NEEDS_SECOND_FACTOR = "needs second factor"
    SIGNED_IN = "signed in"


def standing_of(request: HttpRequest) -> tuple[Standing, Account | None]:
    """How far the browser behind `request` has got. Ends its session when that has been idle or open too long."""
    late: object = request.user
    if type(late) is SimpleLazyObject:
        # Whoever asks later gets the account itself: each look through what is late costs more than the look.
        request.user = get_user(request)
    account = request.user
    if not isinstance(account, Account) or not account.is_active or _over(request):
        return Standing.NOBODY, None
    if _second_factor_used(request, account):
        return Standing.SIGNED_IN, account
    return Standing.NEEDS_SECOND_FACTOR, account


def note_second_factor(request: HttpRequest, kind: str) -> None:
    """Somebody has just set up the second factor `kind`, and so has shown that they hold it.

    The session goes on under a new key, as after every step that lets somebody do more.
    """
    record_authentication(request, request.user, method="mfa", type=kind, reauthenticated=True)
    request.session.cycle_key()


def _second_factor_used(request: HttpRequest, account: Account) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, account))


def _over(request: HttpRequest) -> bool:
    now = int(clock.now().timestamp())
    started = request.session.setdefault(_STARTED, now)
    seen = request.session.setdefault(_SEEN, now)
    if now - seen > IDLE or now - started > LONGEST:
        logout(request)
        return True
    if now - seen > GRAIN:
        request.session[_SEEN] = now
    return False
