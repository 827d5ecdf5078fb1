"""allauth's passkey forms, made deaf to rubbish: what a browser sends is parsed by a library that raises at will."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError


class CheckedCredential:
    """A credential that cannot be read is one that is not accepted, whatever the parser raised on it."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except Exception as unreadable:
            raise get_adapter().validation_error("incorrect_code") from unreadable


class SecondStepForm(CheckedCredential, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    pass


class SignInForm(CheckedCredential, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmForm(CheckedCredential, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddForm(AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            raise
        except Exception as unreadable:
            raise get_adapter().validation_error("incorrect_code") from unreadable
        return cleaned
