"""Verbs: bring what the folders say into the database."""

from __future__ import annotations

from django.db import transaction

from moothall.apps.catalogue.definitions import PinnedService
from moothall.apps.catalogue.indexing import index
from moothall.apps.catalogue.library import FolderMistakes, Library, current
from moothall.apps.catalogue.located.nodes import Mistake
from moothall.apps.catalogue.models import ServiceVersion
from moothall.apps.catalogue.versions import canonical
from moothall.apps.places.api import NotLoaded, load_folder
from moothall.apps.teams.api import load_teams
from moothall.kernel.actors import Actor, system

_kept: set[str] = set()


def load(*, by: Actor) -> Library:
    """Read the folders and keep their teams and places, the versions of services and what search finds of them.

    Idempotent; run before processes start that open cases. Raises FolderMistakes when the council's folder or its
    places cannot be used, Refused when `by` may not manage teams.
    """
    library = current()
    try:
        load_folder(library.council.folder / "places", by=by)
    except NotLoaded as no:
        raise FolderMistakes(tuple(Mistake(m.file, m.line, m.sentence) for m in no.mistakes)) from None
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
