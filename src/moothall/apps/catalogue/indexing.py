"""What search knows of services and pages: the words of their folder, found by everybody."""

from __future__ import annotations

from moothall.apps.catalogue.definitions import ContentPage, Service
from moothall.apps.catalogue.library import Library
from moothall.ground.search.api import Document, keep_only, put
from moothall.kernel.actors import PUBLIC_CLASS

SERVICE, PAGE = "service", "page"


def index(library: Library) -> int:
    """Put every published service and every page into search, take out those that are gone; how many there are."""
    services = [service for service in library.services.values() if service.published]
    documents = [*map(_service, services), *map(_page, _first_language(library))]
    put(*documents)
    for kind in (SERVICE, PAGE):
        keep_only(kind, {document.key for document in documents if document.kind == kind})
    return len(documents)


def _first_language(library: Library) -> list[ContentPage]:
    return [page for page in library.pages if page.language == library.council.languages[0].code]


def _service(service: Service) -> Document:
    text = " ".join((service.summary, *service.keywords, str(service.before_you_start)))
    return Document(SERVICE, service.slug, PUBLIC_CLASS, service.name, text)


def _page(page: ContentPage) -> Document:
    text = " ".join((page.summary, *page.keywords, page.markdown))
    return Document(PAGE, page.slug, PUBLIC_CLASS, page.title, text)
