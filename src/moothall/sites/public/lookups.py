"""Services that answer at once: a question, a choice where several fit, the answer, and a calendar to take away."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.catalogue.api import Service, council
from moothall.apps.insight import api as insight
from moothall.apps.lookups.api import Answer, Lookup, NoData, answer, as_written, calendar_of, lookup_of
from moothall.kernel import clock
from moothall.kernel.characters import is_readable, readable
from moothall.sites.public.filling import service_or_404
from moothall.sites.public.frames import public_frame
from moothall.sites.public.pages import LookupPage
from moothall.ui.languages import local
from moothall.ui.pages import UNREADABLE, Problem, show
from moothall.ui.routes import Request

ADDRESS = "look-up"
UNAVAILABLE = N_("We cannot look this up at the moment. Try again later, or ask a person.")


def look_up(request: Request, slug: str) -> HttpResponseBase:
    """The question stands in the address, so that the answer can be kept as a bookmark; nothing is stored."""
    service, lookup = _lookup(request, slug)
    typed, choice = _asked(request)
    open_today = service.availability(clock.today())
    if "q" not in request.GET or not open_today.open:
        insight.count("reached", slug, page=ADDRESS)
        return _show(request, service, lookup, typed, Answer(), asked=False)
    if not is_readable(request.GET["q"]):
        return _show(request, service, lookup, typed, Answer(problem=_(UNREADABLE)), asked=True)
    try:
        found = answer(lookup, typed, choice)
    except NoData:
        return _show(request, service, lookup, typed, Answer(problem=_(UNAVAILABLE)), asked=True)
    what = "passed" if found.found else "sent-back"
    insight.count(what, slug, page=ADDRESS)
    shown = as_written(lookup, typed) if found.found or found.choices else typed
    return _show(request, service, lookup, shown, found, asked=True, choice=choice)


def calendar(request: Request, slug: str) -> HttpResponseBase:
    """The days of an answer, for a calendar that may ask again by itself."""
    _, lookup = _lookup(request, slug)
    try:
        found = answer(lookup, *_asked(request))
    except NoData:
        raise Http404 from None
    if not lookup.calendar or not found.found:
        raise Http404
    text = calendar_of(found, name=lookup.calendar, domain=council().domain)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _lookup(request: Request, slug: str) -> tuple[Service, Lookup]:
    service = service_or_404(request, slug)
    lookup = lookup_of(service)
    if lookup is None:
        raise Http404
    return service, lookup


def _asked(request: Request) -> tuple[str, str]:
    return readable(request.GET.get("q", "")[:120]).strip(), request.GET.get("which", "")[:6]


def _show(
    request: Request,
    service: Service,
    lookup: Lookup,
    typed: str,
    found: Answer,
    *,
    asked: bool,
    choice: str = "",
) -> HttpResponse:
    open_today = service.availability(clock.today())
    address = local(f"/services/{service.slug}/{ADDRESS}")
    again = urlencode({"q": typed, **({"which": choice} if choice else {})})
    page = LookupPage(
        title=service.name,
        frame=public_frame(request, service=service.name),
        problems=(Problem(found.problem, "#q"),) if found.problem else (),
        lookup=lookup,
        address=address,
        service=local(f"/services/{service.slug}"),
        closed="" if open_today.open else open_today.sentence,
        typed=typed,
        answer=found,
        nothing=asked and not (found.found or found.choices or found.problem),
        calendar=f"{address}.ics?{again}" if lookup.calendar and any(one.days for one in found.facts) else "",
        contact=council().contact,
    )
    response = show(request, page)
    patch_cache_control(response, private=True, no_cache=True)
    return response
