"""Questions about the council, its services and pages. None of them touches the database, but `version`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

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
from moothall.apps.catalogue.library import Library, current
from moothall.apps.catalogue.located.nodes import Mistake, Plain, located_nowhere, mapping
from moothall.apps.catalogue.models import ServiceVersion
from moothall.apps.catalogue.parts import PartFile
from moothall.apps.catalogue.preview import opens
from moothall.apps.catalogue.reading_service import service_of
from moothall.apps.catalogue.resolving import Resolved
from moothall.apps.catalogue.versions import digest_of, floated_content
from moothall.ground.search.api import Vocabulary, vocabulary
from moothall.kernel.actors import Actor

ELSEWHERE = LifeArea("other", "Other services", "", ())


@dataclass(frozen=True, slots=True)
class Offer:
    """A heading of the home page and the services under it."""

    area: LifeArea
    services: tuple[Service, ...]


def council() -> Council:
    """Who the council is."""
    return current().council


def services_listed(*, seen_by: Actor) -> tuple[Service, ...]:
    """The services `seen_by` can find, in alphabetical order of their names: those that are published, and the
    others too for whoever may preview them."""
    found = [service for service in current().services.values() if _is_listed(service, seen_by)]
    return tuple(sorted(found, key=lambda service: (service.name, service.slug)))


def services_by_area(*, seen_by: Actor) -> tuple[Offer, ...]:
    """The same under the council's headings and in its order; what stands under none comes last."""
    listed = {service.slug: service for service in services_listed(seen_by=seen_by)}
    areas = current().council.areas
    placed = {slug for area in areas for slug in area.services}
    offers = []
    for area in areas:
        own = [listed[slug] for slug in area.services if slug in listed]
        own += [one for slug, one in listed.items() if one.area == area.key and slug not in placed]
        offers.append(Offer(area, tuple(own)))
        placed |= {one.slug for one in own}
    rest = tuple(one for slug, one in listed.items() if slug not in placed)
    return tuple(offer for offer in (*offers, Offer(ELSEWHERE, rest)) if offer.services)


def services_often(*, seen_by: Actor) -> tuple[Service, ...]:
    """The services most asked for, by the council's own choice and in its order."""
    listed = {service.slug: service for service in services_listed(seen_by=seen_by)}
    return tuple(listed[slug] for slug in current().council.often if slug in listed)


def words_known() -> Vocabulary:
    """Every word that a service or a page is found by; worked out once for each reading of the folders."""
    return _vocabulary(_Same(current()))


@lru_cache(maxsize=1)
def _vocabulary(now: _Same) -> Vocabulary:
    library = now.library
    texts = [
        " ".join((one.name, one.summary, *one.keywords, str(one.before_you_start)))
        for one in library.services.values()
        if one.published
    ]
    texts += [" ".join((page.title, page.summary, *page.keywords, page.markdown)) for page in library.pages]
    return vocabulary(texts)


def service_named(slug: str, *, seen_by: Actor, preview: str | None = None) -> Service:
    """The service as its folder says it now. `preview` is the token of a preview link.

    Raises NoSuchService, also for one that is not published and that `seen_by` may not preview.
    """
    service = current().services.get(slug)
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
    return service if service is not None else _Past(library).version(digest)


class _Past:
    """Versions that are no longer current, seen from one reading of the folders."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def version(self, digest: str) -> PinnedService:
        return _past_version(digest, _Same(self._library))


class _Same:
    """A library as a key of a cache: equal to itself alone."""

    __slots__ = ("library",)

    def __init__(self, library: Library) -> None:
        self.library = library

    def __hash__(self) -> int:
        return id(self.library)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.library is self.library


@lru_cache(maxsize=256)
def _past_version(digest: str, now: _Same) -> PinnedService:
    row = ServiceVersion.objects.filter(digest=digest).first()
    if row is None:
        raise NoSuchVersion(digest)
    stored = mapping(json.loads(bytes(row.content)))
    if digest_of(stored) != digest:
        raise NoSuchVersion(f"{digest}: its stored content has been changed")
    content = floated_content(stored, now.library.contents.get(row.slug, {}))
    service, mistakes = service_of(_resolved(row.slug, content), digest, {})
    if service is None:
        raise NoSuchVersion(f"{digest}: {'; '.join(one.sentence for one in mistakes)}")
    return service


def _resolved(slug: str, content: Mapping[str, Plain]) -> Resolved:
    """Stored content in the shape in which a folder is resolved."""
    files = {
        name: tuple(PartFile(path, located_nowhere(data)) for path, data in sorted(mapping(said).items()))
        for name, said in mapping(content.get("parts")).items()
    }
    return Resolved(slug, PartFile("service.yaml", located_nowhere(content.get("service"))), files)


def pages_listed(*, language: str = "en") -> tuple[ContentPage, ...]:
    """The council's content pages, in their order."""
    return tuple(page for page in current().pages if page.language == language)


def page_named(slug: str, *, language: str = "en") -> ContentPage:
    """A content page; in the council's first language when there is none in `language`. Raises NoSuchPage."""
    found = {page.language: page for page in current().pages if page.slug == slug}
    page = found.get(language) or found.get("en")
    if page is None:
        raise NoSuchPage(slug)
    return page


def mistakes_now() -> tuple[Mistake, ...]:
    """What is wrong in the folders as last read: for the doctor and the staff site."""
    return current().mistakes
