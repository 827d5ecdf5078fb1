"""The demonstration's accounts: password and codes are published, so that somebody can try without a telephone."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from moothall.apps.identity.models import Account
from moothall.kernel import clock

#: Of every demo account; an account with it is refused in production.
DEMO_PASSWORD = "market-square-lantern"  # noqa: S105 — published on purpose

#: Seconds that a code is valid.
PERIOD = 30


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`code` is valid now, for `seconds` more; empty when the account has none."""

    name: str
    email: str
    code: str
    seconds: int


def demo_accounts() -> tuple[DemoAccount, ...]:
    """The demo accounts with their codes of this moment, by name. In production there are none."""
    now = int(clock.now().timestamp())
    secrets = {
        found.user_id: decrypt(found.data["secret"])
        for found in Authenticator.objects.filter(user__is_demo=True, type=Authenticator.Type.TOTP)
    }
    return tuple(
        DemoAccount(
            name=account.name,
            email=account.email,
            code=_code(secrets[account.pk], now) if account.pk in secrets else "",
            seconds=PERIOD - now % PERIOD,
        )
        for account in Account.objects.filter(is_demo=True, is_active=True).order_by("name", "id")
    )


def _code(secret: str, now: int) -> str:
    return str(format_hotp_value(hotp_value(secret, now // PERIOD)))
