"""The queue, and searching it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases.api import VIEWS, cases_waiting, count_found, count_waiting, search_cases
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.listing import (
    ANSWER,
    STATUS_WORDS,
    Choice,
    FoundPage,
    QueuePage,
    address,
    answer_filter,
    counted,
    lines,
    not_filtered,
    service_choices,
    ward_choices,
)
from moothall.ui.pages import show
from moothall.ui.routes import Request

#: The views in the order of the page: name, words on the tab, what it means that there is nothing.
TABS = (
    ("open", "All open", "There is nothing to do. Every case is closed."),
    ("new", "New", "No case is waiting for somebody to start."),
    ("mine", "Mine", "You have no cases. Take one from the new ones."),
    ("tasks", "To do", "No case has a task to be done."),
    ("in_progress", "In progress", "Nobody is working on a case now."),
    ("waiting", "Waiting", "No case is waiting for an answer from the person who reported it."),
    ("closed", "Closed", "No case has been closed yet."),
)
DONE = {
    "moved": "The case now belongs to another service.",
}


def start(request: Request) -> HttpResponse:
    """Where signing in leads: the first page of the menu that one may see, or one's account when there is none."""
    links = staff_frame(request).navigation
    return HttpResponseRedirect(links[0].href if links else reverse("mfa_index"))


def queue(request: Request) -> HttpResponse:
    """The cases of one view, filtered by service and ward, the ones due first at the top."""
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    service, ward = reading.words(request.GET, "service"), reading.words(request.GET, "ward")
    after = reading.place_in_queue(request.GET)
    answer = answer_filter(request.GET, service, view, seen_by=request.actor)
    answered = (answer.name.removeprefix(ANSWER), answer.value) if answer else None
    found = cases_waiting(
        view, service=service, ward=ward, answered=answered, after=after, seen_by=request.actor
    )
    number = count_waiting(view, service=service, ward=ward, answered=answered, seen_by=request.actor)
    kept = {answer.name: answer.value} if answer else {}
    asked = {"service": service, "ward": ward, "view": view, **kept}
    page = QueuePage(
        title="Cases",
        frame=staff_frame(request),
        done=DONE.get(request.GET.get("done", ""), ""),
        services=service_choices(service, seen_by=request.actor),
        wards=ward_choices(ward),
        filtered=bool(service or ward or answer),
        lines=lines(found.rows, seen_by=request.actor),
        count=counted(number),
        next=address("staff-queue", **asked, after=found.after) if found.after else "",
        first=address("staff-queue", **asked) if after else "",
        view=view,
        views=tuple(
            Choice(name, text, name == view, address("staff-queue", **{**asked, "view": name}))
            for name, text, _ in TABS
        ),
        answer=answer,
        unanswered="" if answer else not_filtered(request.GET, seen_by=request.actor),
        empty=next(empty for name, _, empty in TABS if name == view),
    )
    return show(request, page)


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
    page = FoundPage(
        title=f"Search: {words}" if words else "Search",
        frame=staff_frame(request),
        words=words,
        services=service_choices(service, seen_by=request.actor),
        wards=ward_choices(ward),
        filtered=bool(service or ward or status),
        lines=lines(found.rows, seen_by=request.actor),
        count=counted(number) if not found.rows or number.number else counted_one(),
        next=address("staff-search", **asked, before=found.after) if found.after else "",
        first=address("staff-search", **asked) if before is not None else "",
        statuses=(
            Choice("", "Any status", not status),
            *(Choice(value, text, value == status) for value, text in STATUS_WORDS.items()),
        ),
    )
    return show(request, page)


def counted_one() -> str:
    """A reference finds its case by itself, and no word of it stands in the index to be counted."""
    return "1 case"
