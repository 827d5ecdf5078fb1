"""Finding a service: home, search, a service's own page, content pages."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import (
    NoSuchPage,
    NoSuchService,
    NotOurs,
    Service,
    council,
    page_named,
    pages_listed,
    service_named,
    services_by_area,
    services_listed,
    services_often,
    words_known,
)
from moothall.apps.forms.api import fee_range
from moothall.apps.insight import api as insight
from moothall.apps.lookups.api import lookup_of
from moothall.ground.search import api as search
from moothall.kernel import clock
from moothall.kernel.actors import PUBLIC_CLASS
from moothall.kernel.characters import is_readable, readable
from moothall.sites.public.answered import minutes_of, ready_for
from moothall.sites.public.devices import keep_cookie
from moothall.sites.public.filling import (
    PREVIEW_COOKIE,
    preview_token,
    service_or_404,
)
from moothall.sites.public.frames import public_frame
from moothall.sites.public.limits import address_of
from moothall.sites.public.pages import (
    Area,
    ContentsPage,
    Found,
    HomePage,
    NotUs,
    SearchPage,
    ServiceLink,
    ServicePage,
)
from moothall.sites.public.statements import completed
from moothall.sites.public.unfinished import unfinished
from moothall.ui.languages import local, other_than_spoken, speak
from moothall.ui.pages import UNREADABLE, Problem, show
from moothall.ui.routes import Request

MOST_FOUND = 20
#: Nobody needs a longer search; what is typed beyond is not read.
MOST_WORDS = 200


def home(request: Request) -> HttpResponse:
    ours = council()
    return show(
        request,
        HomePage(
            title=_("Services of {council}").format(council=ours.name),
            frame=public_frame(request),
            strapline=ours.strapline,
            often=_often(request),
            areas=_areas(request),
            contact=ours.contact,
        ),
    )


def _often(request: Request) -> tuple[ServiceLink, ...]:
    """Those most asked for that can be asked for today."""
    links = (service_link(one) for one in services_often(seen_by=request.actor))
    return tuple(link for link in links if not link.closed)


def _areas(request: Request) -> tuple[Area, ...]:
    """Every area of life with its services: what can be asked for today first, then what is closed."""
    return tuple(
        Area(
            key=offer.area.key,
            name=offer.area.name,
            summary=offer.area.summary,
            services=tuple(
                sorted((service_link(one) for one in offer.services), key=lambda link: bool(link.closed))
            ),
        )
        for offer in services_by_area(seen_by=request.actor)
    )


def service_link(service: Service) -> ServiceLink:
    open_today = service.availability(clock.today())
    return ServiceLink(
        name=service.name,
        href=local(f"/services/{service.slug}"),
        summary=service.summary,
        closed="" if open_today.open else open_today.sentence,
        language=other_than_spoken(service.language),
    )


def find(request: Request) -> HttpResponse:
    """Services, pages and answers. A word that nothing has is taken for the nearest one that something has."""
    typed = request.GET.get("q", "")[:MOST_WORDS]
    words = " ".join(readable(typed).split())
    meant = words_known().mended(words) if words else ""
    found = _found(request, words)
    if words and not found:
        insight.missed(words_known().unknown(words), whose=address_of(request))
    instead = ""
    if meant and not found:
        found, instead = _found(request, meant), meant
    page = SearchPage(
        title=_("Search: {words}").format(words=words) if words else _("Search"),
        frame=public_frame(request),
        problems=() if is_readable(typed) else (Problem(_(UNREADABLE), "#search"),),
        words=words,
        found=found,
        instead=instead if found else "",
        meant=meant if found and not instead else "",
        often=() if found else _often(request),
        areas=() if found else _areas(request),
        contact=council().contact,
    )
    return show(request, page)


def _found(request: Request, words: str) -> tuple[Found, ...]:
    hits = search.best(words, kinds=("service", "page"), classes=frozenset({PUBLIC_CLASS}), limit=MOST_FOUND)
    known = {("service", one.slug): _found_service(one) for one in services_listed(seen_by=request.actor)}
    known |= {
        ("page", one.slug): Found(
            title=one.title,
            href=local(f"/pages/{one.slug}"),
            summary=one.summary,
            kind="answer" if one.answer else "page",
            language=other_than_spoken(one.language),
        )
        for one in pages_listed()
    }
    return tuple(known[hit.kind, hit.key] for hit in hits if (hit.kind, hit.key) in known)


def _found_service(service: Service) -> Found:
    link = service_link(service)
    return Found(
        title=link.name, href=link.href, summary=link.summary, closed=link.closed, language=link.language
    )


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
            start=local(f"/services/{slug}/{'look-up' if lookup_of(service) else 'start'}"),
            closed="" if open_today.open else open_today.sentence,
            address=local(f"/services/{slug}"),
            unfinished=unfinished(request, slug),
            preview=not service.published,
            contact=council().contact,
            not_us=tuple(_not_us(request, one) for one in service.not_ours),
            fee=_fee(service),
            paper=local(f"/services/{slug}/paper") if service.parts.get("form") else "",
            minutes=minutes_of(service),
            ready=ready_for(service, sometimes=False),
            perhaps=ready_for(service, sometimes=True),
        ),
    )
    if not service.published and token:
        keep_cookie(response, PREVIEW_COOKIE, token, local(f"/services/{slug}"))
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _not_us(request: Request, other: NotOurs) -> NotUs:
    """With the way to another service of ours, as long as residents find it."""
    if not other.service:
        return NotUs(other.words, other.link, other.link_words or _("Go there"))
    try:
        service = service_named(other.service, seen_by=request.actor)
    except NoSuchService:
        return NotUs(other.words, "", "")
    return NotUs(other.words, local(f"/services/{service.slug}"), service.name)


def _fee(service: Service) -> str:
    """What a service costs, before anything is answered."""
    known = fee_range(service) if service.parts.get("form") else None
    return known.words if known else ""


def content(request: Request, slug: str) -> HttpResponse:
    try:
        page = page_named(slug)
    except NoSuchPage:
        raise Http404 from None
    speak(page.language)
    wanted = {one.slug: one for one in services_listed(seen_by=request.actor)}.get(page.service)
    return show(
        request,
        ContentsPage(
            title=page.title,
            frame=public_frame(request),
            html=completed(page.html, seen_by=request.actor),
            service=service_link(wanted) if wanted else None,
            address=local(f"/pages/{page.slug}"),
        ),
    )
