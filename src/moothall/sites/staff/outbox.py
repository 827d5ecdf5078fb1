"""The demonstration's outbox: what would have been sent, so that somebody can follow the links in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from moothall.apps.messaging.api import Letter, outbox
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPage(Page):
    """`next` is the address of older messages, empty on the last page."""

    template: ClassVar[str] = "staff/outbox.html"
    letters: tuple[Letter, ...]
    next: str


def messages(request: Request) -> HttpResponse:
    """The newest messages; where they leave by a mail server there is no such page."""
    if not settings.MOOTHALL_OUTBOX:
        raise Http404
    found = outbox(limit=ON_A_PAGE + 1, before=reading.key(request.GET, "before"), seen_by=request.actor)
    page = OutboxPage(
        title="Messages sent",
        frame=staff_frame(request),
        letters=found[:ON_A_PAGE],
        next=f"{reverse('staff-outbox')}?before={found[ON_A_PAGE - 1].id}" if len(found) > ON_A_PAGE else "",
    )
    return show(request, page)
