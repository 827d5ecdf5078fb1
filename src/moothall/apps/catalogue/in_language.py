"""What one reading of the folders says in the language that is spoken; in the first where it says nothing in that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from moothall.apps.catalogue.definitions import ContentPage, Council, Service
from moothall.apps.catalogue.library import Library
from moothall.apps.catalogue.located.nodes import Plain, located_nowhere, mapping
from moothall.apps.catalogue.markdown import html_of
from moothall.apps.catalogue.parts import PartFile
from moothall.apps.catalogue.resolving import Resolved
from moothall.apps.catalogue.spoken import made_by_machine
from moothall.ui.languages import BASE, is_pseudo, words_language
from moothall.ui.pseudo import pseudo


class Same:
    """A library as a key of a cache: equal to itself alone."""

    __slots__ = ("library",)

    def __init__(self, library: Library) -> None:
        self.library = library

    def __hash__(self) -> int:
        return id(self.library)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.library is self.library


def service_in(library: Library, slug: str) -> Service | None:
    """The service of today; its `language` says what its words are in."""
    base, language = library.services.get(slug), words_language()
    if base is None or language == BASE:
        return base
    if is_pseudo(language):
        return _pseudo_service(Same(library), slug, language)
    return library.spoken.get(language, {}).get(slug, base)


def services_in(library: Library) -> Mapping[str, Service]:
    """Every service by its slug."""
    language = words_language()
    if language == BASE:
        return library.services
    found = ((slug, service_in(library, slug)) for slug in library.services)
    return {slug: service for slug, service in found if service is not None}


def council_in(library: Library) -> Council:
    """Who the council is; its own name is never made by a machine."""
    language, council = words_language(), library.council
    if language == BASE:
        return council
    if is_pseudo(language):
        return _pseudo_council(Same(library), language)
    return library.councils.get(language, council)


def pages_in(library: Library, language: str) -> dict[str, ContentPage]:
    """The content pages by their slugs, in the council's order."""
    found = {page.slug: page for page in library.pages if page.language == BASE}
    if language == BASE:
        return found
    if is_pseudo(language):
        return _pseudo_pages(Same(library), language)
    own = {page.slug: page for page in library.pages if page.language == language}
    return {slug: own.get(slug, page) for slug, page in found.items()} | own


def resolved_from(slug: str, content: Mapping[str, Plain]) -> Resolved:
    """Stored content in the shape in which a folder is resolved."""
    files = {
        name: tuple(PartFile(path, located_nowhere(data)) for path, data in sorted(mapping(said).items()))
        for name, said in mapping(content.get("parts")).items()
    }
    return Resolved(slug, PartFile("service.yaml", located_nowhere(content.get("service"))), files)


@lru_cache(maxsize=1000)
def _pseudo_service(now: Same, slug: str, language: str) -> Service | None:
    base = now.library.services[slug]
    resolved = resolved_from(slug, now.library.contents[slug])
    made = made_by_machine(resolved, base.digest, language, lambda said: pseudo(said, language))
    return made or base


@lru_cache(maxsize=4)
def _pseudo_council(now: Same, language: str) -> Council:
    def said(words: str) -> str:
        return pseudo(words, language)

    ours = now.library.council
    hours = tuple(replace(one, days=said(one.days), times=said(one.times)) for one in ours.contact.hours)
    areas = tuple(replace(one, name=said(one.name), summary=said(one.summary)) for one in ours.areas)
    contact = replace(ours.contact, hours=hours)
    return replace(ours, strapline=said(ours.strapline), contact=contact, areas=areas)


@lru_cache(maxsize=4)
def _pseudo_pages(now: Same, language: str) -> dict[str, ContentPage]:
    def said(page: ContentPage) -> ContentPage:
        markdown = pseudo(page.markdown, language)
        return replace(
            page,
            title=pseudo(page.title, language),
            summary=pseudo(page.summary, language),
            markdown=markdown,
            html=html_of(markdown),
            language=language,
        )

    return {page.slug: said(page) for page in now.library.pages if page.language == BASE}
