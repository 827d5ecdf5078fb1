"""Searching cases by words."""

from __future__ import annotations

from django.http import HttpResponse

from moothall.apps.cases.api import Wanted, count_found, search_cases
from moothall.kernel import clock
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.cells import COLUMNS, USUAL, Known, lines
from moothall.sites.staff.queues.pages import FoundPage
from moothall.sites.staff.queues.people import people_of
from moothall.sites.staff.queues.wording import STATUS_WORDS, address, counted
from moothall.ui.pages import show
from moothall.ui.routes import Request


def search(request: Request) -> HttpResponse:
    """Cases in which all the words stand, newest first; a reference alone finds its case."""
    words = reading.words(request.GET, "q")
    service, ward = reading.words(request.GET, "service"), reading.words(request.GET, "ward")
    status = request.GET.get("status", "")
    status = status if status in STATUS_WORDS else ""
    before = reading.number(request.GET, "before")
    by = request.actor
    found = search_cases(words, service=service, ward=ward, status=status, before=before, seen_by=by)
    number = count_found(words, service=service, ward=ward, status=status, seen_by=by)
    asked = {"q": words, "service": service, "ward": ward, "status": status}
    columns = tuple(COLUMNS[name] for name in USUAL)
    known = Known(clock.today(), people_of(Wanted(), found.rows, seen_by=by), by.account_id, {})
    page = FoundPage(
        title=f"Search: {words}" if words else "Search",
        frame=staff_frame(request),
        words=words,
        heads=tuple(column.head for column in columns),
        lines=lines(found.rows, columns, known),
        count=counted(number) if not found.rows or number.number else "1 case",
        next=address("staff-search", **asked, before=found.after) if found.after else "",
        back="",
        first=address("staff-search", **asked) if before is not None else "",
        cut=False,
        understood=(),
        nonsense=(),
        meant="",
        meant_href="",
    )
    return show(request, page)
