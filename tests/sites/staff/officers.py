"""Officers for tests of the staff site, and how they sign in."""

from __future__ import annotations

import time
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from moothall.apps.identity.api import Account, create_account
from moothall.apps.teams.api import join
from moothall.kernel.actors import system

#: Like the name of no role: it would be refused.
PASSWORD = "puzzled-42-okapis-jump"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def an_officer(
    name: str = "Eleanor Bold", *, team: str = "", role: str = "", totp_secret: str = SECRET
) -> Account:
    """Somebody with an account, in `team` when it is given."""
    email = name.lower().replace(" ", ".") + "@barchester.example"
    account = create_account(email, name, PASSWORD, totp_secret)
    if team:
        join(account.pk, team=team, role=role, by=system("test"))
    return account


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client, account: Account) -> Client:
    """Through the real pages: password, then code. A code may be used again in the same test."""
    client.post("/staff/sign-in/", {"login": account.email, "password": PASSWORD})
    forget_used_code(account.pk)
    response = client.post("/staff/sign-in/code/", {"code": code_now()})
    assert response.status_code == 302, response.content.decode()
    return client


def forget_used_code(account_id: UUID) -> None:
    cache.delete_many(
        [
            f"allauth.mfa.totp.used?user={account_id}&code={code_now()}",
            f"moothall.code:{account_id}:{code_now()}",
        ]
    )
