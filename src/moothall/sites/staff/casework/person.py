"""Other cases of whoever asked: found by their e-mail address and telephone number, when an officer asks for them.

A page of its own, and not a panel: it looks through what people said about themselves, and the look is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponse

from moothall.apps.cases.api import CaseNotFound, ReportedBy, Row, cases_of_people, reported_by
from moothall.apps.people.api import Alike, people_heard_by_any
from moothall.kernel.actors import Actor
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

#: The last figures of a number say whose it is, however it begins.
_FIGURES = 9


@dataclass(frozen=True, slots=True)
class Other:
    row: Row
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage(Page):
    """`asked_by` says by what they were looked for; empty when they left neither address nor number."""

    template: ClassVar[str] = "staff/casework/person.html"
    case: ReportedBy
    asked_by: str
    others: tuple[Other, ...]


def person(request: Request, reference: str) -> HttpResponse:
    try:
        case = reported_by(reading.reference(reference), seen_by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    page = PersonPage(
        title="Other cases of this person",
        frame=staff_frame(request),
        case=case,
        asked_by=" and ".join(filter(None, (case.email, case.phone))),
        others=tuple(_others(case, request.actor)),
    )
    return show(request, page)


def _others(case: ReportedBy, by: Actor) -> Iterator[Other]:
    """Each case once, the newest first, with the reason: those that `by` may see."""
    alike = {
        one.id: why
        for one in people_heard_by_any((case.email, case.phone), seen_by=by)
        if (why := _why(case, one))
    }
    found = cases_of_people(list(alike), purpose="casework", seen_by=by) if alike else {}
    told = {row.id: Other(row, alike[record]) for record, rows in found.items() for row in rows}
    others = (one for one in told.values() if one.row.id != case.id)
    yield from sorted(others, key=lambda one: (one.row.opened_at, one.row.reference), reverse=True)


def _why(reporter: ReportedBy, one: Alike) -> str:
    address = bool(reporter.email) and one.email.casefold() == reporter.email.casefold()
    number = bool(_figures(reporter.phone)) and _figures(one.phone) == _figures(reporter.phone)
    same = " and ".join(
        words for words, is_same in (("e-mail address", address), ("telephone number", number)) if is_same
    )
    return f"The same {same}" if same else ""


def _figures(phone: str) -> str:
    return "".join(figure for figure in phone if figure.isdigit())[-_FIGURES:]
