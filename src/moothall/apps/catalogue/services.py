"""Verbs: bring what the folders say into the database."""

from __future__ import annotations

from django.db import transaction

from moothall.apps.catalogue.definitions import PinnedService
from moothall.apps.catalogue.library import Library, current
from moothall.apps.catalogue.models import ServiceVersion
from moothall.apps.catalogue.versions import canonical
from moothall.apps.teams.api import load_teams
from moothall.kernel.actors import Actor

_kept: set[str] = set()


def load(*, by: Actor) -> Library:
    """Read the folders and keep their teams and the versions of their services. Idempotent; every process that
    opens cases calls it when it starts. Raises FolderMistakes when the council's folder cannot be used."""
    library = current()
    load_teams(library.organisation.teams, by=by)
    for service in library.services.values():
        keep_version(service)
    return library


def keep_version(service: PinnedService) -> str:
    """Make sure that this version of a service is stored, and return its digest.

    Called by whoever opens a case, inside its transaction: no query for what this process has stored before.
    """
    digest = service.digest
    content = current().contents.get(service.slug)
    if digest in _kept or content is None or current().services[service.slug].digest != digest:
        return digest
    row = ServiceVersion(digest=digest, slug=service.slug, content=canonical(content))
    ServiceVersion.objects.bulk_create([row], ignore_conflicts=True)
    transaction.on_commit(lambda: _kept.add(digest))
    return digest
