"""What search knows of services and pages: the words of their folder, found by everybody."""

from __future__ import annotations

from moothall.apps.catalogue.definitions import ContentPage, Service
from moothall.apps.catalogue.library import Library
from moothall.ground.search.api import Document, keep_only, put
from moothall.kernel.actors import PUBLIC_CLASS
from moothall.ui.languages import BASE

SERVICE, PAGE = "service", "page"


def index(library: Library) -> int:
    """Put every published service and every page into search, take out those that are gone; how many there are."""
    services = [service for service in library.services.values() if service.published]
    documents = [_service(service, library) for service in services]
    documents += [_page(page, library) for page in library.pages if page.language == BASE]
    put(*documents)
    for kind in (SERVICE, PAGE):
        keep_only(kind, {document.key for document in documents if document.kind == kind})
    return len(documents)


def _service(service: Service, library: Library) -> Document:
    """Found by its words in every language, whatever is spoken."""
    others = [held[service.slug] for held in library.spoken.values() if service.slug in held]
    text = " ".join([_of_service(service), *(f"{one.name} {_of_service(one)}" for one in others)])
    return Document(SERVICE, service.slug, PUBLIC_CLASS, service.name, text)


def _of_service(service: Service) -> str:
    return " ".join((service.summary, *service.keywords, str(service.before_you_start)))


def _page(page: ContentPage, library: Library) -> Document:
    others = [one for one in library.pages if one.slug == page.slug and one.language != page.language]
    text = " ".join([_of_page(page), *(f"{one.title} {_of_page(one)}" for one in others)])
    return Document(PAGE, page.slug, PUBLIC_CLASS, page.title, text)


def _of_page(page: ContentPage) -> str:
    return " ".join((page.summary, *page.keywords, page.markdown))
