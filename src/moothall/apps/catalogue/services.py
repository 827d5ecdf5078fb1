"""Verbs: bring what the folders say into the database."""

from __future__ import annotations

import base64
import secrets

from django.conf import settings
from django.db import transaction

from moothall.apps.catalogue.definitions import PinnedService
from moothall.apps.catalogue.indexing import index
from moothall.apps.catalogue.library import Library, current
from moothall.apps.catalogue.models import ServiceVersion
from moothall.apps.catalogue.versions import canonical
from moothall.apps.identity.api import DEMO_PASSWORD, account_by_email, create_account
from moothall.apps.teams.api import join, load_teams
from moothall.kernel.actors import Actor, system

_kept: set[str] = set()


def load(*, by: Actor) -> Library:
    """Read the folders and keep their teams, the versions of their services and what search finds of them.

    Idempotent; run before processes start that open cases. Raises FolderMistakes when the council's folder cannot
    be used, Refused when `by` may not manage teams.
    """
    library = current()
    with transaction.atomic():
        _keep(library, by)
        index(library)
    return library


def _keep(library: Library, by: Actor) -> None:
    load_teams(library.organisation.teams, by=by)
    for service in library.services.values():
        keep_version(service)


def load_again(before: Library, after: Library) -> None:
    """What a process does that has read the folders again, in development."""
    with transaction.atomic():
        _keep(after, system("catalogue"))
        index(after, before)


def keep_version(service: PinnedService) -> str:
    """Make sure that this version of a service is stored, and return its digest.

    Called by whoever opens a case, inside its transaction: no query for what this process has stored before.
    """
    digest = service.digest
    library = current()
    content = library.contents.get(service.slug)
    if digest in _kept or content is None or library.services[service.slug].digest != digest:
        return digest
    row = ServiceVersion(digest=digest, slug=service.slug, content=canonical(content))
    ServiceVersion.objects.bulk_create([row], ignore_conflicts=True)
    transaction.on_commit(lambda: _kept.add(digest))
    return digest


def load_demo_staff(*, by: Actor) -> int:
    """Make the accounts and places of staff.yaml, where they are missing; how many were made.

    Only for a council that says it is a demonstration, never in production. Each gets the published password and a
    second factor of its own, whose codes the sign-in page of the demonstration shows.
    """
    library = current()
    if settings.MOOTHALL_PRODUCTION or not library.council.demonstration:
        return 0
    made = 0
    for person in library.council.staff:
        account = account_by_email(person.email, seen_by=by)
        if account is None:
            secret = base64.b32encode(secrets.token_bytes(20)).decode()
            account = create_account(person.email, person.name, DEMO_PASSWORD, secret, demo=True)
            made += 1
        for team, role in person.places:
            join(account.pk, team=team, role=role, by=by)
    return made
