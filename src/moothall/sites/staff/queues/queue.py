"""The queue: the list of cases somebody works from."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases.api import (
    Count,
    Rows,
    Saved,
    SavedViews,
    Wanted,
    count_waiting,
    list_cases,
    saved_views,
)
from moothall.kernel import clock
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.cells import Known, lines
from moothall.sites.staff.queues.columns import columns_shown, marks_shown, open_list
from moothall.sites.staff.queues.filters import chips, ignored, panel
from moothall.sites.staff.queues.grouping import Parts, parted, unsaid
from moothall.sites.staff.queues.menu import NAMED, MenuLink, menu
from moothall.sites.staff.queues.pages import QueuePage
from moothall.sites.staff.queues.people import people_of
from moothall.sites.staff.queues.wording import (
    GROUPS,
    LAYOUTS,
    SORTS,
    Shown,
    address,
    asked_in,
    counted,
    list_address,
    opened_as,
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
NOT_ALL_PEOPLE = "More people have cases than stand here. Filter by a team to see its people."


def start(request: Request) -> HttpResponse:
    """Where signing in leads: the first page of the menu that one may see, or one's account when there is none."""
    links = staff_frame(request).navigation
    return HttpResponseRedirect(links[0].href if links else reverse("mfa_index"))


def queue(request: Request) -> HttpResponse:
    """The cases of one view, filtered, as a list, in parts, as a board or as a worksheet."""
    by, wanted, shown = request.actor, Wanted.of(request.GET.lists()), Shown.of(request.GET)
    saved = saved_views(seen_by=by)
    named = open_list(shown.saved, saved, seen_by=by)
    return show(request, _page(request, wanted, shown, saved, named))


def _page(
    request: Request, wanted: Wanted, shown: Shown, saved: SavedViews, named: Saved | None
) -> QueuePage:
    by, in_parts = request.actor, bool(shown.group) or shown.layout == "board"
    columns = unsaid(columns_shown(wanted, shown, saved, named, seen_by=by), shown)
    page, count = _asked(request, wanted, shown, in_parts)
    people = people_of(wanted, page.rows, seen_by=by)
    known = Known(clock.today(), people, by.account_id, marks_shown(page.rows, columns, seen_by=by))
    asked = asked_in(wanted, shown)
    parts = parted(wanted, shown, columns, known, seen_by=by) if in_parts else Parts()
    return QueuePage(
        title=named.name if named else NAMED[wanted.view].title,
        frame=staff_frame(request),
        done=DONE.get(request.GET.get("done", ""), ""),
        menu=menu(wanted, shown, saved, seen_by=by),
        filters=panel(wanted, shown, people, seen_by=by),
        chips=chips(wanted, shown, people, seen_by=by),
        unanswered=ignored(wanted, seen_by=by) if wanted.answers else "",
        all=list_address(Wanted(wanted.view, sort=wanted.sort), replace(shown, saved=None)),
        layout=shown.layout,
        layouts=_layouts(wanted, shown),
        groups=_groups(wanted, shown),
        sorts=_sorts(wanted, shown),
        heads=tuple(column.head for column in columns),
        lines=lines(page.rows, columns, known, cards=shown.layout == "sheet"),
        parts=parts.parts,
        partial=NOT_ALL_PEOPLE if parts.partial else "",
        count=counted(count),
        next=list_address(wanted, shown, after=page.after) if page.after else "",
        back=list_address(wanted, shown, before=page.before) if page.before else "",
        first=list_address(wanted, shown) if {"after", "before"} & set(request.GET) else "",
        cut=page.cut,
        empty=NAMED[wanted.view].empty,
        columns=address("staff-columns", asked=asked, saved=_own(named)),
        asked=asked,
        opened=opened_as(wanted, shown),
        changes=_own(named) if named and named.asked != asked else "",
        today=short_day(clock.today()),
    )


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


def _own(view: Saved | None) -> str:
    return str(view.id) if view and view.own else ""


def _layouts(wanted: Wanted, shown: Shown) -> tuple[MenuLink, ...]:
    return tuple(
        MenuLink(
            words,
            list_address(wanted, replace(shown, layout=layout, group="")),
            layout == shown.layout,
        )
        for layout, words in LAYOUTS.items()
    )


def _sorts(wanted: Wanted, shown: Shown) -> tuple[MenuLink, ...]:
    return tuple(
        MenuLink(words, list_address(replace(wanted, sort=sort), shown), sort == wanted.sort)
        for sort, words in SORTS.items()
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
