"""What search knows of services and pages: the words of their folder, found by everybody."""

from __future__ import annotations

from moothall.apps.catalogue.definitions import ContentPage, Service
from moothall.apps.catalogue.library import Library
from moothall.apps.catalogue.models import ServiceVersion
from moothall.ground.search.api import Document, put, remove
from moothall.kernel.actors import PUBLIC_CLASS

SERVICE, PAGE = "service", "page"


def index(library: Library, before: Library | None = None) -> int:
    """Put every published service and every page into search, take out those that are gone; how many there are."""
    services = [service for service in library.services.values() if service.published]
    documents = [*map(_service, services), *map(_page, _first_language(library))]
    put(*documents)
    known = {document.key for document in documents if document.kind == SERVICE}
    past = set(ServiceVersion.objects.values_list("slug", flat=True)) | set(library.services)
    for slug in sorted(past - known):
        remove(SERVICE, slug)
    if before is not None:
        for page in before.pages:
            if page.slug not in {now.slug for now in library.pages}:
                remove(PAGE, page.slug)
    return len(documents)


def _first_language(library: Library) -> list[ContentPage]:
    return [page for page in library.pages if page.language == library.council.languages[0].code]


def _service(service: Service) -> Document:
    text = " ".join((service.summary, *service.keywords, str(service.before_you_start)))
    return Document(SERVICE, service.slug, PUBLIC_CLASS, service.name, text)


def _page(page: ContentPage) -> Document:
    text = " ".join((page.summary, *page.keywords, page.markdown))
    return Document(PAGE, page.slug, PUBLIC_CLASS, page.title, text)
