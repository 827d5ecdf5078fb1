"""The address that proves a case: whoever has it follows the request without typing anything.

It names the party, not the case: when the party is erased, it leads nowhere. Signed under the installation's secret,
so it cannot be guessed.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from moothall.ui.languages import absolute

_SALT = "moothall.cases.follow"


def track_token(party: UUID) -> str:
    """What stands in the address: URL-safe, under 80 characters."""
    return Signer(salt=_SALT, sep=".").sign(urlsafe_b64encode(party.bytes).decode().rstrip("="))


def track_link(party: UUID, language: str) -> str:
    return absolute(f"/track/{track_token(party)}", language)


def email_mark(email: str) -> str:
    """Tells whether two addresses are the same without saying either: what a job keeps of one that was typed."""
    return salted_hmac(_SALT, email.strip().casefold(), algorithm="sha256").hexdigest()


def party_of_token(token: str) -> UUID | None:
    """The party a token names, or None for one that was made up."""
    try:
        named = Signer(salt=_SALT, sep=".").unsign(token[:200])
        return UUID(bytes=urlsafe_b64decode(named + "=="))
    except (BadSignature, ValueError):
        return None
