"""Verbs: bring what the folders say into the database."""

from __future__ import annotations

import logging

from django.db import OperationalError, transaction

from moothall.apps.catalogue.definitions import PinnedService, Service
from moothall.apps.catalogue.indexing import index
from moothall.apps.catalogue.library import FolderMistakes, Library, current
from moothall.apps.catalogue.located.nodes import Mistake
from moothall.apps.catalogue.models import ServiceVersion
from moothall.apps.catalogue.versions import canonical
from moothall.apps.places.api import NotLoaded, load_folder
from moothall.apps.teams.api import load_teams
from moothall.kernel.actors import Actor, system

_log = logging.getLogger("moothall.catalogue")
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
    _store(tuple(library.services.values()), library)


def load_again(before: Library, after: Library) -> None:
    """What a process does that has read the folders again, in development. A busy database is tried next time."""
    try:
        with transaction.atomic():
            _keep(after, system("catalogue"))
            index(after)
    except OperationalError:
        _log.warning("The folders were read again, and the database was busy: run moothall load.")


def keep_version(service: PinnedService) -> str:
    """Make sure that this version of a service is stored, and return its digest.

    Called by whoever opens a case, inside its transaction: no query for what this process has stored before.
    """
    library = current()
    now = library.services.get(service.slug)
    if service.digest not in _kept and now is not None and now.digest == service.digest:
        _store((now,), library)
    return service.digest


def _store(services: tuple[Service, ...], library: Library) -> None:
    """One query, whatever is there already."""
    rows = [
        ServiceVersion(digest=one.digest, slug=one.slug, content=canonical(library.contents[one.slug]))
        for one in services
    ]
    ServiceVersion.objects.bulk_create(rows, ignore_conflicts=True)
    digests = [row.digest for row in rows]
    transaction.on_commit(lambda: _kept.update(digests))
