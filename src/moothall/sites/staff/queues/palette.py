"""What the palette lists: a part of a page, asked for by its script while somebody types.

Without words it is the cases one had open last, or one's own, and the pages of one's menu. A figure alone chooses
among those cases, so that each is two keys away once the palette is open. With words it is what a reference, half a
reference or a search finds, then lists and pages by their name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from moothall.apps.cases.api import (
    READ,
    Row,
    Wanted,
    cases_half_heard,
    cases_waiting,
    found_at_once,
    rows_of,
    saved_views,
)
from moothall.apps.catalogue.api import council
from moothall.ground.looks.api import last_looked_at, record_look
from moothall.kernel.actors import Actor
from moothall.sites.staff import reading
from moothall.sites.staff.frame import menu_of
from moothall.sites.staff.queues.menu import NAMED
from moothall.sites.staff.queues.wording import STATUS_WORDS, Shown, address, case_address, list_address
from moothall.ui.frames import Frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

#: Cases, and pages beside them.
CASES, PAGES = 8, 6
#: Symbols of two groups of a reference.
HALF = 6
#: The page of a case, as the record of looks calls it.
OPENED = "cases.case"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: where it leads, what it is called, what tells it from others, the figure that chooses it."""

    href: str
    text: str
    facts: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PalettePage(Page):
    template: ClassVar[str] = "staff/queues/palette.html"
    groups: tuple[Group, ...]


def palette(request: Request) -> HttpResponse:
    """The lines of the palette for what is typed into it."""
    by, typed = request.actor, reading.words(request.GET, "q", 300)
    cases = _cases(typed, by) if READ.allows(by) else ()
    groups = (
        Group("cases", "Cases", cases),
        Group("pages", "Lists and pages", tuple(_pages(typed, by))),
    )
    page = PalettePage(
        title="",
        frame=Frame(council=council().name, site="staff"),
        groups=tuple(group for group in groups if group.choices),
    )
    answer = show(request, page)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _cases(typed: str, by: Actor) -> tuple[Choice, ...]:
    if not typed or _is_figure(typed):
        recent = tuple(_choice(row, str(figure)) for figure, row in enumerate(_recent(by), 1))
        return tuple(one for one in recent if typed in ("", one.figure))
    rows = cases_half_heard(typed, purpose="search", seen_by=by, most=CASES)
    rows = rows or found_at_once(typed, limit=CASES, seen_by=by)
    if not rows and len(typed) >= HALF:  # a half of a reference may have no figure
        rows = cases_half_heard(typed, purpose="search", seen_by=by, most=CASES, even_words=True)
    return tuple(_choice(row) for row in rows)


def _is_figure(typed: str) -> bool:
    return len(typed) == 1 and typed in "12345678"


def _recent(by: Actor) -> tuple[Row, ...]:
    """The cases one had open last and may still see; one's own where there is none yet."""
    keys = [
        UUID(one.removeprefix("case:"))
        for one in last_looked_at(OPENED, seen_by=by)
        if one.startswith("case:")
    ]
    opened: Mapping[UUID, Row] = rows_of(keys[:CASES], seen_by=by) if keys else {}
    seen = tuple(opened[key] for key in keys if key in opened)
    record_look(by, [f"case:{row.id}" for row in seen], purpose="search", route="cases.palette")
    return seen or cases_waiting("mine", limit=CASES, seen_by=by).rows


def _choice(row: Row, figure: str = "") -> Choice:
    facts = (row.reference, row.reporter_name, STATUS_WORDS[row.status])
    return Choice(
        case_address(row.reference), row.service_name, tuple(fact for fact in facts if fact), figure
    )


def _pages(typed: str, by: Actor) -> Iterable[Choice]:
    """The pages of one's menu; with words, also lists and views in whose name they stand."""
    menu = [Choice(link.href, link.text) for link in menu_of("", by)]
    if not typed or _is_figure(typed):
        return () if typed else menu
    named: list[Choice] = []
    if READ.allows(by):
        saved = saved_views(seen_by=by).views
        named += [Choice(reverse("staff-view", args=[one.id]), one.name, ("List",)) for one in saved]
        views = NAMED.values()
        named += [Choice(list_address(Wanted(one.name), Shown()), one.title, ("List",)) for one in views]
    found = [one for one in (*menu, *named) if typed.casefold() in one.text.casefold()][:PAGES]
    if READ.allows(by):
        found.append(Choice(address("staff-search", q=typed), f"Search all cases for “{typed}”"))
    return found
