"""How services are used: for whoever owns one. Numbers without people, and what people said of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponse

from moothall.apps.catalogue.api import NoSuchService, Service, service_named, services_listed
from moothall.apps.forms.api import Group, form_of
from moothall.apps.forms.api import Page as FormPage
from moothall.apps.insight import api as insight
from moothall.kernel.actors import STAFF_CLASS, Actor
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

CHECK = "check-your-answers"


@dataclass(frozen=True, slots=True)
class ServiceRow:
    slug: str
    name: str
    team: str
    started: int
    sent: int
    completion: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """`left` are those who came and did not go on; `share` of those who came."""

    title: str
    reached: int
    left: int
    share: str
    sent_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesPage(Page):
    template: ClassVar[str] = "staff/services.html"
    days: int
    rows: tuple[ServiceRow, ...]
    missed: tuple[insight.Missed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUsePage(Page):
    template: ClassVar[str] = "staff/service.html"
    days: int
    public: str
    use: insight.Use
    completion: str
    rows: tuple[PageRow, ...]
    remarks: tuple[insight.Said, ...]


def services(request: Request) -> HttpResponse:
    """Every service whose use `request.actor` may see, and the words that search found nothing for."""
    listed = [one for one in services_listed(seen_by=request.actor) if _may_see(request.actor, one)]
    lately = insight.sent_lately([one.slug for one in listed], seen_by=request.actor)
    rows = []
    for one in listed:
        started, sent = lately.get(one.slug, (0, 0))
        rows.append(ServiceRow(one.slug, one.name, one.team, started, sent, share(sent, started)))
    page = ServicesPage(
        title="How services are used",
        frame=staff_frame(request),
        days=insight.DAYS,
        rows=tuple(rows),
        missed=insight.words_missed(seen_by=request.actor),
    )
    return show(request, page)


def service(request: Request, slug: str) -> HttpResponse:
    """One service: sent, left at which page, useful or not, what was said."""
    try:
        found = service_named(slug, seen_by=request.actor)
    except NoSuchService:
        raise Http404 from None
    if not _may_see(request.actor, found):
        raise Http404
    use = insight.use_of(slug, seen_by=request.actor)
    page = ServiceUsePage(
        title=found.name,
        frame=staff_frame(request),
        days=insight.DAYS,
        public=f"/services/{slug}",
        use=use,
        completion=share(use.sent, use.started),
        rows=_pages(found, use),
        remarks=insight.remarks_about(slug, seen_by=request.actor),
    )
    return show(request, page)


def share(part: int, whole: int) -> str:
    """In whole per cent; a dash where there is nothing to divide."""
    return f"{min(100, round(100 * part / whole))}%" if whole else "–"


def _may_see(actor: Actor, one: Service) -> bool:
    """How a confidential service is used is its team's business alone."""
    return one.confidentiality == STAFF_CLASS or actor.sees(one.confidentiality)


def _pages(found: Service, use: insight.Use) -> tuple[PageRow, ...]:
    """In the order of the form; then what it had before."""
    titles = {CHECK: "Check your answers"}
    if "form" in found.parts:
        titles = {page.key: _title_of(page) for page in form_of(found).pages} | titles
    order = {key: at for at, key in enumerate(titles)}
    ordered = sorted(use.pages, key=lambda one: (order.get(one.page, len(order)), one.page))
    return tuple(
        PageRow(
            titles.get(one.page, one.page), one.reached, one.left, share(one.left, one.reached), one.sent_back
        )
        for one in ordered
    )


def _title_of(page: FormPage | Group) -> str:
    """What stands over it; one that only works something out has neither title nor question, and is its key."""
    return page.title or next((question.label for question in page.questions), page.key)
