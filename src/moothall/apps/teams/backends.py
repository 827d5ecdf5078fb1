"""Who is signed in, with their places: every page of the staff site asks for both, so they are read at once."""

from __future__ import annotations

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from moothall.apps.identity.api import Account
from moothall.apps.teams.queries import account_with_places


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """As allauth's own; nobody has permissions here, they have places in teams."""

    def get_user(self, user_id: UUID) -> Account | None:
        account = account_with_places(user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
