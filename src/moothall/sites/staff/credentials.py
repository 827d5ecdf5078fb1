"""allauth's forms for the second step, made strict: a code counts once, an unreadable passkey is refused."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError

from moothall.apps.identity.api import Account, use_code


class OnceOnly:
    """A code that was accepted a moment ago is not accepted again: somebody may have read it over a shoulder."""

    user: Account

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]  # allauth has no types
        if not use_code(self.user.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepCodeForm(OnceOnly, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    pass


class ConfirmCodeForm(OnceOnly, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    pass


class CheckedCredential:
    """A credential that cannot be read is one that is not accepted, whatever the parser raised on it."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # allauth has no types
        except ValidationError:
            raise
        except Exception as unreadable:
            raise get_adapter().validation_error("incorrect_code") from unreadable


class SecondStepForm(CheckedCredential, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    pass


class SignInForm(CheckedCredential, LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    pass


class ConfirmForm(CheckedCredential, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    pass


class AddForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            raise
        except Exception as unreadable:
            raise get_adapter().validation_error("incorrect_code") from unreadable
        return cleaned
