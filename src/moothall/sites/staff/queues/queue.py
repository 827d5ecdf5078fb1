"""The queue: the list of cases somebody works from."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.bookings.api import PLAN_ROUNDS
from moothall.apps.cases.api import Count, Rows, Saved, Wanted, count_waiting, list_cases, saved_views
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.cells import Column, Known, lines
from moothall.sites.staff.queues.columns import columns_shown, marks_shown
from moothall.sites.staff.queues.filters import chips, ignored, panel
from moothall.sites.staff.queues.grouping import Part, parted
from moothall.sites.staff.queues.menu import NAMED, MenuLink, menu
from moothall.sites.staff.queues.pages import QueuePage
from moothall.sites.staff.queues.people import people_of
from moothall.sites.staff.queues.wording import (
    GROUPS,
    LAYOUTS,
    Shown,
    address,
    asked_in,
    counted,
    list_address,
)
from moothall.ui.pages import show
from moothall.ui.routes import Request
from moothall.ui.words import short_day

#: Cases on a page; a worksheet is printed whole.
ON_A_PAGE, ON_A_SHEET = 25, 100
DONE = {
    "moved": "The case now belongs to another service.",
    "saved": "The list is saved.",
    "changed": "The saved list now asks for this.",
    "columns": "The columns are as you chose them.",
}
NOT_ALL_PEOPLE = "Cases of people outside your teams are in none of these groups."


def start(request: Request) -> HttpResponse:
    """Where signing in leads: the first page of the menu that one may see, or one's account when there is none."""
    links = staff_frame(request).navigation
    return HttpResponseRedirect(links[0].href if links else reverse("mfa_index"))


def queue(request: Request) -> HttpResponse:
    """The cases of one view, filtered, as a list, in parts, as a board or as a worksheet."""
    by, wanted, shown = request.actor, Wanted.of(request.GET.lists()), Shown.of(request.GET)
    saved = saved_views(seen_by=by)
    named = saved.named(shown.saved)
    columns = columns_shown(wanted, saved, named, seen_by=by)
    in_parts = bool(shown.group) or shown.layout == "board"
    page, count = _asked(request, wanted, shown, in_parts)
    people = people_of(wanted, page.rows, seen_by=by)
    known = Known(clock.today(), people, by.account_id, marks_shown(page.rows, columns))
    view = NAMED[wanted.view]
    first = list_address(wanted, shown)
    return show(
        request,
        QueuePage(
            title=named.name if named else view.title,
            frame=staff_frame(request),
            done=DONE.get(request.GET.get("done", ""), ""),
            menu=menu(wanted, shown, saved, seen_by=by),
            filters=panel(wanted, shown, people, seen_by=by),
            chips=chips(wanted, shown, people, seen_by=by),
            unanswered=ignored(wanted, seen_by=by) if wanted.answers else "",
            all=list_address(Wanted(wanted.view), replace(shown, saved=None)),
            layout=shown.layout,
            layouts=(*_layouts(wanted, shown), *_round_of(wanted, by)),
            groups=_groups(wanted, shown),
            group=shown.group,
            heads=tuple(column.head for column in columns),
            lines=lines(page.rows, columns, known, cards=shown.layout == "sheet"),
            parts=_parts(wanted, shown, columns, known, by) if in_parts else (),
            partial=NOT_ALL_PEOPLE if shown.group == "person" and not wanted.person else "",
            count=counted(count),
            next=list_address(wanted, shown, after=page.after) if page.after else "",
            back=list_address(wanted, shown, before=page.before) if page.before else "",
            first=first if "after" in request.GET or "before" in request.GET else "",
            cut=page.cut,
            empty=view.empty,
            columns=address("staff-columns", asked=asked_in(wanted, shown), saved=_own(named)),
            asked=asked_in(wanted, shown),
            changes=_own(named) if named and named.asked != asked_in(wanted, shown) else "",
            today=short_day(clock.today()),
        ),
    )


def _round_of(wanted: Wanted, by: Actor) -> tuple[MenuLink, ...]:
    """The way to a round of this list's cases, for whoever plans rounds."""
    if not PLAN_ROUNDS.allows(by):
        return ()
    return (MenuLink("Plan a round", f"{reverse('staff-round-new')}?{urlencode(wanted.pairs())}", False),)


def _asked(request: Request, wanted: Wanted, shown: Shown, in_parts: bool) -> tuple[Rows, Count]:
    if in_parts:
        return Rows((), ""), count_waiting(wanted, seen_by=request.actor)
    listed = list_cases(
        wanted,
        after=reading.place_in_queue(request.GET),
        before=reading.place_in_queue(request.GET, "before"),
        limit=ON_A_SHEET if shown.layout == "sheet" else ON_A_PAGE,
        seen_by=request.actor,
    )
    return listed.page, listed.count


def _parts(
    wanted: Wanted, shown: Shown, columns: tuple[Column, ...], known: Known, by: Actor
) -> tuple[Part, ...]:
    return parted(wanted, shown, columns, known, seen_by=by)


def _own(view: Saved | None) -> str:
    return str(view.id) if view and view.own else ""


def _layouts(wanted: Wanted, shown: Shown) -> tuple[MenuLink, ...]:
    return tuple(
        MenuLink(words, list_address(wanted, replace(shown, layout=layout, group="")), layout == shown.layout)
        for layout, words in LAYOUTS.items()
    )


def _groups(wanted: Wanted, shown: Shown) -> tuple[MenuLink, ...]:
    whole = MenuLink(
        "Not grouped", list_address(wanted, replace(shown, layout="list", group="")), not shown.group
    )
    return (
        whole,
        *(
            MenuLink(
                words, list_address(wanted, replace(shown, layout="list", group=group)), group == shown.group
            )
            for group, words in GROUPS.items()
        ),
    )
