"""How allauth behaves here: nobody signs up, secrets are encrypted at rest, the last second factor stays."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from moothall.apps.identity.rules import one_way_in_remains

#: Seconds after the password during which a second factor may be set up without typing it again.
FRESH = 15 * 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by the council, never by whoever finds the address."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Check your e-mail address and your password",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again",
        "rate_limited": "Too many attempts. Wait five minutes, then try again",
        "incorrect_password": "The password is not correct",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Our pages say themselves what was done."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Mail leaves by the room `messaging` alone."""

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """The password again before a second factor is changed, but not straight after typing it at sign-in."""
        return not self._first_set_up() and bool(super().is_reauthentication_required(app=app))

    def _first_set_up(self) -> bool:
        account = context.request.user
        records = get_authentication_records(context.request, account)
        fresh = any(time.time() - record["at"] < FRESH for record in records)
        return fresh and not Authenticator.objects.filter(user_id=account.pk).exists()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """TOTP secrets are encrypted under MOOTHALL_SECRET: a copy of the database alone makes no codes."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not correct. Codes change every 30 seconds: type the newest",
        "cannot_delete_authenticator": one_way_in_remains.sentence,
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = (
            Authenticator.objects.filter(user_id=authenticator.user_id)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
            .exclude(pk=authenticator.pk)
        )
        return one_way_in_remains(others=others.count())


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_fernet_key(str(key))) for key in keys])


def _fernet_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"moothall second factor:" + secret.encode()).digest())
