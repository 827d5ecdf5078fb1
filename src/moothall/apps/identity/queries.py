"""Questions about accounts."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator

from moothall.apps.identity.models import Account
from moothall.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """One way of the second step. `kind` is `totp`, `webauthn` or `recovery_codes`; `left` counts unused codes."""

    id: int
    kind: str
    name: str
    added: datetime
    last_used: datetime | None
    left: int = 0


def account_by_email(email: str, *, seen_by: Actor) -> Account | None:
    """For officers who manage teams, and for the system; None for anybody else and for an unknown address."""
    if not (seen_by.is_officer or seen_by.may("identity.manage_accounts")):
        return None
    return Account.objects.filter(email=email.strip().lower()).first()


def accounts_named(ids: Collection[UUID], *, seen_by: Actor) -> dict[UUID, str]:
    """The names of officers, for officers and the system: a timeline says who did what. Empty for anybody else."""
    if not (seen_by.is_officer or seen_by.may("identity.manage_accounts")):
        return {}
    return dict(_NAMES.of(ids))


def reachable_at(ids: Collection[UUID], *, seen_by: Actor) -> dict[UUID, tuple[str, str]]:
    """The name and e-mail address of those whose accounts are open: for the system, which writes to them."""
    if not seen_by.may("identity.manage_accounts"):
        return {}
    found = Account.objects.filter(id__in=ids, is_active=True).values_list("id", "name", "email")
    return {key: (name, email) for key, name, email in found}


def accounts_open(ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the accounts that nobody has closed. One query."""
    return frozenset(Account.objects.filter(id__in=ids, is_active=True).values_list("id", flat=True))


def second_factors_of(account: Account) -> tuple[SecondFactor, ...]:
    """The second steps that `account` has set up, oldest first: its owner's own list."""
    return tuple(
        SecondFactor(
            id=found.pk,
            kind=found.type,
            name=found.wrap().name if found.type == Authenticator.Type.WEBAUTHN else "",
            added=found.created_at,
            last_used=found.last_used_at,
            left=_left(found),
        )
        for found in Authenticator.objects.filter(user=account).order_by("pk")
    )


def _left(found: Authenticator) -> int:
    if found.type != Authenticator.Type.RECOVERY_CODES:
        return 0
    return len(found.wrap().get_unused_codes())


class _Names:
    """What a process has looked up within a minute: every list says who has which case."""

    def __init__(self) -> None:
        self._names: dict[UUID, str] = {}
        self._until = float("-inf")

    def of(self, ids: Collection[UUID]) -> Iterator[tuple[UUID, str]]:
        if time.monotonic() > self._until:
            self._names, self._until = {}, time.monotonic() + _REMEMBERED_S
        names = self._names
        if missing := [one for one in ids if one not in names]:
            names.update(Account.objects.filter(id__in=missing).values_list("id", "name"))
        return ((one, names[one]) for one in ids if one in names)


_REMEMBERED_S = 60.0
_NAMES = _Names()
