"""Finding a service: home, search, a service's own page, content pages."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase

from moothall.apps.catalogue.api import (
    NoSuchPage,
    NoSuchService,
    Service,
    council,
    page_named,
    service_named,
    services_by_area,
)
from moothall.ground.search import api as search
from moothall.kernel import clock
from moothall.kernel.actors import PUBLIC_CLASS
from moothall.sites.public.frames import public_frame
from moothall.sites.public.pages import (
    Area,
    ContentsPage,
    Found,
    HomePage,
    SearchPage,
    ServiceLink,
    ServicePage,
)
from moothall.ui.pages import show
from moothall.ui.routes import Request

MOST_FOUND = 20
#: Nobody needs a longer search; what is typed beyond is not read.
MOST_WORDS = 200
PREVIEW_COOKIE = "moothall_preview"


def home(request: Request) -> HttpResponse:
    ours = council()
    areas = tuple(
        Area(
            name=offer.area.name,
            summary=offer.area.summary,
            services=tuple(service_link(one) for one in offer.services),
        )
        for offer in services_by_area(seen_by=request.actor)
    )
    return show(
        request,
        HomePage(
            title=f"Services of {ours.name}",
            frame=public_frame(request),
            strapline=ours.strapline,
            areas=areas,
            contact=ours.contact,
        ),
    )


def service_link(service: Service) -> ServiceLink:
    open_today = service.availability(clock.today())
    return ServiceLink(
        name=service.name,
        href=f"/services/{service.slug}",
        summary=service.summary,
        closed="" if open_today.open else open_today.sentence,
    )


def find(request: Request) -> HttpResponse:
    words = " ".join(request.GET.get("q", "")[:MOST_WORDS].replace("\x00", " ").split())
    hits = search.best(words, kinds=("service", "page"), classes=frozenset({PUBLIC_CLASS}), limit=MOST_FOUND)
    found = tuple(
        Found(
            title=hit.title,
            href=f"/{hit.kind}s/{hit.key}",
            snippet=tuple((part.text, part.marked) for part in hit.snippet),
        )
        for hit in hits
    )
    title = f"Search: {words}" if words else "Search"
    return show(
        request,
        SearchPage(
            title=title, frame=public_frame(request), words=words, found=found, contact=council().contact
        ),
    )


def service_page(request: Request, slug: str) -> HttpResponseBase:
    """What a service is, and what to know before starting. A preview link shows one that is not published."""
    token = request.GET.get("preview") or request.COOKIES.get(PREVIEW_COOKIE)
    service = service_or_404(request, slug)
    open_today = service.availability(clock.today())
    response = show(
        request,
        ServicePage(
            title=service.name,
            frame=public_frame(request),
            service=service,
            start=f"/services/{slug}/start",
            closed="" if open_today.open else open_today.sentence,
            preview=not service.published,
            contact=council().contact,
        ),
    )
    if not service.published and token:
        response.set_cookie(PREVIEW_COOKIE, token, path=f"/services/{slug}", httponly=True, samesite="Lax")
    return response


def service_or_404(request: Request, slug: str) -> Service:
    """The service, published or opened by a preview link in the address or kept from it. Raises Http404."""
    token = request.GET.get("preview") or request.COOKIES.get(PREVIEW_COOKIE)
    try:
        return service_named(slug, seen_by=request.actor, preview=token)
    except NoSuchService:
        raise Http404 from None


def content(request: Request, slug: str) -> HttpResponse:
    try:
        page = page_named(slug)
    except NoSuchPage:
        raise Http404 from None
    return show(request, ContentsPage(title=page.title, frame=public_frame(request), html=page.html))
