"""Questions about the council, its services and pages. None of them touches the database, but `version`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from moothall.apps.catalogue.definitions import (
    ContentPage,
    Council,
    LifeArea,
    NoSuchPage,
    NoSuchService,
    NoSuchVersion,
    PinnedService,
    Service,
)
from moothall.apps.catalogue.in_language import (
    Same,
    council_in,
    pages_in,
    resolved_from,
    service_in,
    services_in,
)
from moothall.apps.catalogue.library import Library, current
from moothall.apps.catalogue.located.nodes import Mistake, mapping
from moothall.apps.catalogue.located.words import instead
from moothall.apps.catalogue.models import ServiceVersion
from moothall.apps.catalogue.preview import opens
from moothall.apps.catalogue.reading_service import service_of
from moothall.apps.catalogue.spoken import NOBODY, NOTHING, spoken
from moothall.apps.catalogue.versions import digest_of, floated_content
from moothall.ground.search.api import Vocabulary, vocabulary
from moothall.kernel.actors import Actor
from moothall.ui.languages import words_language


@dataclass(frozen=True, slots=True)
class Offer:
    """A heading of the home page and the services under it."""

    area: LifeArea
    services: tuple[Service, ...]


def council() -> Council:
    """Who the council is."""
    return council_in(current())


def services_listed(*, seen_by: Actor) -> tuple[Service, ...]:
    """The services `seen_by` can find, in alphabetical order of their names: those that are published, and the
    others too for whoever may preview them."""
    found = [service for service in services_in(current()).values() if _is_listed(service, seen_by)]
    return tuple(sorted(found, key=lambda service: (service.name, service.slug)))


def services_by_area(*, seen_by: Actor) -> tuple[Offer, ...]:
    """The same under the council's headings and in its order; what stands under none comes last."""
    listed = {service.slug: service for service in services_listed(seen_by=seen_by)}
    areas = council().areas
    placed = {slug for area in areas for slug in area.services}
    offers = []
    for area in areas:
        own = [listed[slug] for slug in area.services if slug in listed]
        own += [one for slug, one in listed.items() if one.area == area.key and slug not in placed]
        offers.append(Offer(area, tuple(own)))
        placed |= {one.slug for one in own}
    rest = tuple(one for slug, one in listed.items() if slug not in placed)
    elsewhere = LifeArea("other", _("Other services"), "", ())
    return tuple(offer for offer in (*offers, Offer(elsewhere, rest)) if offer.services)


def services_often(*, seen_by: Actor) -> tuple[Service, ...]:
    """The services most asked for, by the council's own choice and in its order."""
    listed = {service.slug: service for service in services_listed(seen_by=seen_by)}
    return tuple(listed[slug] for slug in current().council.often if slug in listed)


def words_known() -> Vocabulary:
    """Every word that a service or a page is found by; worked out once for each reading of the folders."""
    return _vocabulary(Same(current()))


@lru_cache(maxsize=1)
def _vocabulary(now: Same) -> Vocabulary:
    library = now.library
    texts = [
        " ".join((one.name, one.summary, *one.keywords, str(one.before_you_start)))
        for one in (
            *library.services.values(),
            *(x for held in library.spoken.values() for x in held.values()),
        )
        if one.published
    ]
    texts += [" ".join((page.title, page.summary, *page.keywords, page.markdown)) for page in library.pages]
    return vocabulary(texts)


def service_named(slug: str, *, seen_by: Actor, preview: str | None = None) -> Service:
    """The service as its folder says it now. `preview` is the token of a preview link.

    Raises NoSuchService, also for one that is not published and that `seen_by` may not preview.
    """
    service = service_in(current(), slug)
    if service is None or not (_is_listed(service, seen_by) or opens(preview, slug)):
        raise NoSuchService(slug)
    return service


def _is_listed(service: Service, seen_by: Actor) -> bool:
    return service.published or seen_by.may("services.preview")


def version(digest: str) -> PinnedService:
    """The service a case was opened under, in its structure of then and today's wording.

    No query for a current version; one, once per process, for another. Raises NoSuchVersion.
    """
    library = current()
    service = library.by_digest.get(digest)
    if service is not None:
        return service_in(library, service.slug) or service
    return _Past(library).version(digest)


class _Past:
    """Versions that are no longer current, seen from one reading of the folders."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def version(self, digest: str) -> PinnedService:
        return _past_version(digest, Same(self._library), words_language())


@lru_cache(maxsize=256)
def _past_version(digest: str, now: Same, language: str) -> PinnedService:
    row = ServiceVersion.objects.filter(digest=digest).first()
    if row is None:
        raise NoSuchVersion(digest)
    stored = mapping(json.loads(bytes(row.content)))
    if digest_of(stored) != digest:
        raise NoSuchVersion(f"{digest}: its stored content has been changed")
    content = floated_content(stored, now.library.contents.get(row.slug, {}))
    resolved = resolved_from(row.slug, content)
    if (words := now.library.words.get(row.slug, NOTHING).words.get(language)) is not None:
        told, _mistakes = spoken(resolved, digest, {}, language, words, own=NOBODY)
        if told is not None:
            return told
    service, mistakes = service_of(resolved, digest, {})
    if service is None:
        raise NoSuchVersion(f"{digest}: {'; '.join(one.sentence for one in mistakes)}")
    return service


def pages_listed(*, language: str = "") -> tuple[ContentPage, ...]:
    """The council's content pages, in their order: each in `language` (what is spoken, when left out) or, where there
    is none, as it stands in the first."""
    return tuple(pages_in(current(), language or words_language()).values())


def page_named(slug: str, *, language: str = "") -> ContentPage:
    """A content page; in the council's first language when there is none in `language`. Raises NoSuchPage."""
    page = pages_in(current(), language or words_language()).get(slug)
    if page is None:
        raise NoSuchPage(slug)
    return page


def why_not_there(slug: str) -> str:
    """Why no service is called so: its folder has mistakes, each in a line; or there is none, and what is meant."""
    wrong = [str(one) for one in current().mistakes if f"/{slug}/" in one.file]
    if wrong:
        return "\n".join((f"The folder of “{slug}” has mistakes, so there is nothing of it to use:", *wrong))
    return f"There is no service “{slug}”. {instead(slug, sorted(current().services))}"


def mistakes_now() -> tuple[Mistake, ...]:
    """What is wrong in the folders as last read: for the doctor and the staff site."""
    return current().mistakes
