"""The demonstration's officers, so that somebody can sign in as each of them."""

from __future__ import annotations

import base64
import hashlib

from moothall.apps.catalogue.api import council
from moothall.apps.contacts.api import LOG
from moothall.apps.identity.api import DEMO_PASSWORD, account_by_email, create_account
from moothall.apps.teams.api import actor_with, join, places_of
from moothall.kernel.actors import Actor, system

_SELF = system("demo")


def totp_secret(email: str) -> str:
    """Published on purpose, and the same each time: a base32 secret for the demonstration's codes."""
    return base64.b32encode(hashlib.sha256(f"moothall demo {email}".encode()).digest()[:20]).decode()


def make_staff() -> dict[str, list[Actor]]:
    """An account and a place for each person of staff.yaml; returns those who work on cases, by team."""
    workers: dict[str, list[Actor]] = {}
    for person in council().staff:
        account = account_by_email(person.email, seen_by=_SELF) or create_account(
            person.email, person.name, DEMO_PASSWORD, totp_secret(person.email), demo=True
        )
        for team, role in person.places:
            join(account.pk, team=team, role=role, by=_SELF)
        actor = actor_with(account.pk, places_of(account.pk))
        if actor.may("cases.work") and actor.may("cases.close"):
            for team in actor.teams:
                workers.setdefault(team, []).append(actor)
    return workers


def who_answer() -> tuple[Actor, ...]:
    """The people of staff.yaml who answer whoever calls, in its order."""
    found: list[Actor] = []
    for person in council().staff:
        account = account_by_email(person.email, seen_by=_SELF)
        actor = actor_with(account.pk, places_of(account.pk)) if account else None
        if actor is not None and LOG.allows(actor):
            found.append(actor)
    return tuple(found)
