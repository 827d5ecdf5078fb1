"""How services are used: for whoever owns one. Numbers without people, and what people said of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse

from moothall.apps.cases.api import Figures, Row, figures_of, oldest_of
from moothall.apps.catalogue.api import (
    SERVICES_REWORD,
    NoSuchService,
    Service,
    service_named,
    services_listed,
)
from moothall.apps.contacts import api as contacts
from moothall.apps.forms.api import Group, form_of
from moothall.apps.forms.api import Page as FormPage
from moothall.apps.insight import api as insight
from moothall.kernel import clock
from moothall.kernel.actors import STAFF_CLASS, Actor
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.wording import STATUS_WORDS, case_address, channel_words, due_words, lateness
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

#: So many of the words that nothing was found for stand on the page of a service.
MISSED = 10

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


@dataclass(frozen=True, slots=True)
class ChannelRow:
    channel: str
    number: int
    share: str


@dataclass(frozen=True, slots=True)
class OldRow:
    """An open case; `due` in words, empty where nothing is promised."""

    reference: str
    href: str
    opened_at: datetime
    status: str
    status_words: str
    due: str
    lateness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesPage(Page):
    template: ClassVar[str] = "staff/owners/services.html"
    days: int
    rows: tuple[ServiceRow, ...]
    missed: tuple[insight.Missed, ...]
    contacts: contacts.Summed


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUsePage(Page):
    template: ClassVar[str] = "staff/owners/service.html"
    days: int
    public: str
    words: str
    use: insight.Use
    completion: str
    useful: str
    #: Of those who said, once their request was closed, how it went: the share that was satisfied or very.
    satisfied: str
    asked: int
    rows: tuple[PageRow, ...]
    remarks: tuple[insight.Said, ...]
    #: Of the whole site: nobody knows which service was meant.
    missed: tuple[insight.Missed, ...]
    keywords: str
    figures: Figures | None
    on_time: str
    channels: tuple[ChannelRow, ...]
    oldest: tuple[OldRow, ...]
    may_read: bool
    contacts: contacts.Summed


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
        contacts=_contacts(["", *(one.slug for one in listed)], request.actor),
    )
    return show(request, page)


def service(request: Request, slug: str) -> HttpResponse:
    """One service: what came in and how it went, where people stop, useful or not, what was said, the oldest cases."""
    found = owned(request, slug)
    by = request.actor
    use = insight.use_of(slug, seen_by=by)
    figures = figures_of(slug, seen_by=by) if found.takes_requests else None
    page = ServiceUsePage(
        title=found.name,
        frame=staff_frame(request),
        days=insight.DAYS,
        public=f"/services/{slug}",
        words=reverse("staff-words", args=[slug]) if SERVICES_REWORD.allows(by) else "",
        use=use,
        completion=share(use.sent, use.started),
        useful=share(use.useful, use.useful + use.not_useful),
        satisfied=share(use.satisfied, sum(use.went)),
        asked=sum(use.went),
        rows=_pages(found, use),
        remarks=insight.remarks_about(slug, seen_by=by),
        missed=insight.words_missed(seen_by=by, limit=MISSED),
        keywords=_keywords(found) if SERVICES_REWORD.allows(by) else "",
        figures=figures,
        on_time=share(figures.on_time, figures.promised) if figures else "",
        channels=_channels(figures) if figures else (),
        oldest=tuple(_old(row) for row in oldest_of(slug, seen_by=by)) if figures else (),
        may_read=by.may("cases.read"),
        contacts=_contacts([slug], by),
    )
    return show(request, page)


def _keywords(found: Service) -> str:
    """Where its keywords are changed; empty where it has none yet."""
    return reverse("staff-word", args=[found.slug, "service.yaml:keywords"]) if found.keywords else ""


def owned(request: Request, slug: str) -> Service:
    """The service, where whoever asks may see how it is used. Raises Http404."""
    try:
        found = service_named(slug, seen_by=request.actor)
    except NoSuchService:
        raise Http404 from None
    if not _may_see(request.actor, found):
        raise Http404
    return found


def _contacts(services: list[str], by: Actor) -> contacts.Summed:
    """Of the same days as everything else of the page."""
    today = clock.today()
    since = today - timedelta(days=insight.DAYS - 1)
    return contacts.contacts_summed(since, today, services=services, seen_by=by)


def _channels(figures: Figures) -> tuple[ChannelRow, ...]:
    return tuple(
        ChannelRow(channel_words(channel), number, share(number, figures.received))
        for channel, number in figures.by_channel
    )


def _old(row: Row) -> OldRow:
    today = clock.today()
    promised = row.due_on is not None and row.status != "waiting"
    return OldRow(
        row.reference,
        case_address(row.reference),
        row.opened_at,
        row.status,
        STATUS_WORDS[row.status],
        due_words(row.due_on, today) if promised and row.due_on else "",
        lateness(row.due_on, row.overdue, today) if promised else "",
    )


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
