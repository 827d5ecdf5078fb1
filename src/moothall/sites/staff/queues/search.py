"""Searching cases by words and operators."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from moothall.apps.cases.api import Found, Typed, search_typed
from moothall.apps.identity.api import accounts_named
from moothall.kernel import clock
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.cells import COLUMNS, USUAL, Known, lines
from moothall.sites.staff.queues.filters import Chip
from moothall.sites.staff.queues.pages import FoundPage
from moothall.sites.staff.queues.wording import Shown, address, counted, list_address
from moothall.ui.pages import show
from moothall.ui.routes import Request

_OPERATORS = ("service", "ward", "status")


def search(request: Request) -> HttpResponse:
    """Cases in which all the words stand, newest first; a reference alone finds its case, filters alone are a list."""
    words = reading.words(request.GET, "q", 400)
    before = reading.number(request.GET, "before")
    typed, found = search_typed(
        _with_older(request, words), before=before, further="count" in request.GET, seen_by=request.actor
    )
    if typed.is_a_list:
        return HttpResponseRedirect(list_address(typed.listed, Shown()))
    return show(request, _page(request, words, typed, found))


def _with_older(request: Request, words: str) -> str:
    """Addresses that were kept from earlier say filters as fields of their own."""
    said = ((name, reading.words(request.GET, name, 60).replace('"', "")) for name in _OPERATORS)
    return " ".join([words, *(f'{name}:"{value}"' for name, value in said if value)])


def _page(request: Request, words: str, typed: Typed, found: Found) -> FoundPage:
    by, rows = request.actor, found.page.rows
    columns = tuple(COLUMNS[name] for name in USUAL)
    names = accounts_named({row.assignee for row in rows if row.assignee}, seen_by=by)
    known = Known(clock.today(), names, by.account_id, {})
    ruled_out = (f'-"{one}"' for one in typed.without)
    mended = " ".join([found.meant, *ruled_out, *typed.understood]) if found.meant else ""
    return FoundPage(
        title=f"Search: {words}" if words else "Search",
        frame=staff_frame(request),
        words=words,
        heads=tuple(column.head for column in columns),
        lines=lines(rows, columns, known),
        count=counted(found.count),
        further=address("staff-search", q=words, count="on") if found.further else "",
        next=address("staff-search", q=mended or words, before=found.page.after) if found.page.after else "",
        back="",
        first=address("staff-search", q=words) if "before" in request.GET else "",
        cut=found.page.cut,
        understood=tuple(
            Chip("", piece, address("staff-search", q=" ".join(words.replace(piece, "", 1).split())))
            for piece in typed.understood
        ),
        nonsense=(*typed.unknown, *_alone(typed)),
        whole=list_address(typed.listed, Shown()) if typed.listed.filtered and not typed.words else "",
        looked=bool(typed.words),
        meant=found.meant,
        meant_href=address("staff-search", q=mended) if mended else "",
    )


def _alone(typed: Typed) -> tuple[str, ...]:
    """What only leaves cases out finds none."""
    if typed.words or not typed.without:
        return ()
    left = " ".join(f"-{one}" for one in typed.without).replace("·", " ")
    return (f"Write a word to look for, too: “{left}” only leaves cases out.",)
