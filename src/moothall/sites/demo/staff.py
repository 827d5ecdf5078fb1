"""The demonstration's officers, so that somebody can sign in as each of them."""

from __future__ import annotations

import base64
import hashlib
import random
from functools import cache

from django.db import transaction

from moothall.apps.catalogue.api import council
from moothall.apps.contacts.api import LOG
from moothall.apps.identity.api import DEMO_PASSWORD, account_by_email, bulk_accounts, create_account
from moothall.apps.teams.api import Place, actor_with, join, places_of, teams
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.sites.demo.bank import Bank

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
        if _works(actor):
            for team in actor.teams:
                workers.setdefault(team, []).append(actor)
    return workers


def add_colleagues(workers: dict[str, list[Actor]], bank: Bank, until: int, draw: random.Random) -> None:
    """Officers who never sign in, so that there are `until` accounts in all; they join `workers`.

    Every second is in the team that has most, the others in each team by turns; all have the role of its first officer.
    """
    known = council().staff
    domain = known[0].email.rpartition("@")[2]
    names = [bank.resident(draw).name for _ in range(until - len(known))]
    people = [(f"{name.lower().replace(' ', '.')}.{n}@{domain}", name) for n, name in enumerate(names)]
    codes = [team.code for team in teams()]
    largest = max(workers, key=lambda team: len(workers[team]))
    with transaction.atomic():
        for n, account in enumerate(bulk_accounts(people)):
            place = Place(largest if n % 2 else codes[n // 2 % len(codes)], _role_of_officers())
            join(account.pk, team=place.team, role=place.role, by=_SELF)
            workers.setdefault(place.team, []).append(actor_with(account.pk, (place,)))


@cache
def _role_of_officers() -> str:
    """The role of the first person of staff.yaml who works on cases and closes them."""
    nobody = new_id()
    places = (Place(team, role) for person in council().staff for team, role in person.places)
    return next(place.role for place in places if _works(actor_with(nobody, (place,))))


def _works(actor: Actor) -> bool:
    return actor.may("cases.work") and actor.may("cases.close")


def who_answer() -> tuple[Actor, ...]:
    """The people of staff.yaml who answer whoever calls, in its order."""
    found: list[Actor] = []
    for person in council().staff:
        account = account_by_email(person.email, seen_by=_SELF)
        actor = actor_with(account.pk, places_of(account.pk)) if account else None
        if actor is not None and LOG.allows(actor):
            found.append(actor)
    return tuple(found)
