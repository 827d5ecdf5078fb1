"""Finding a service: home, search, a service's own page, content pages."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control

from moothall.apps.catalogue.api import (
    NoSuchPage,
    Service,
    council,
    page_named,
    pages_listed,
    services_by_area,
    services_listed,
)
from moothall.ground.search import api as search
from moothall.kernel import clock
from moothall.kernel.actors import PUBLIC_CLASS
from moothall.sites.public.filling import (
    DRAFT_COOKIE,
    PREVIEW_COOKIE,
    filling_of,
    preview_token,
    service_or_404,
)
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
    known = {("service", one.slug): _found_service(one) for one in services_listed(seen_by=request.actor)}
    known |= {
        ("page", one.slug): Found(title=one.title, href=f"/pages/{one.slug}", summary=one.summary)
        for one in pages_listed()
    }
    found = tuple(known[hit.kind, hit.key] for hit in hits if (hit.kind, hit.key) in known)
    title = f"Search: {words}" if words else "Search"
    return show(
        request,
        SearchPage(
            title=title, frame=public_frame(request), words=words, found=found, contact=council().contact
        ),
    )


def _found_service(service: Service) -> Found:
    link = service_link(service)
    return Found(title=link.name, href=link.href, summary=link.summary, closed=link.closed)


def service_page(request: Request, slug: str) -> HttpResponseBase:
    """What a service is, and what to know before starting. A preview link shows one that is not published."""
    token = preview_token(request)
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
            begun=DRAFT_COOKIE in request.COOKIES and filling_of(request, slug).begun,
            preview=not service.published,
            contact=council().contact,
        ),
    )
    if not service.published and token:
        response.set_cookie(
            PREVIEW_COOKIE,
            token,
            path=f"/services/{slug}",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    patch_cache_control(response, private=True, no_cache=True)
    return response


def content(request: Request, slug: str) -> HttpResponse:
    try:
        page = page_named(slug)
    except NoSuchPage:
        raise Http404 from None
    return show(request, ContentsPage(title=page.title, frame=public_frame(request), html=page.html))
