"""Merging cases, reading them together, taking them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseNotFound, CaseView, Combined, Together
from moothall.kernel.actors import Actor
from moothall.kernel.references import NotAReference, read_reference
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.panels import Panel, panel
from moothall.sites.staff.deeds.sheets import Ask, Choice, Sheet, typed
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

#: So many are merged while somebody waits for the page; more are merged in the background.
AT_ONCE = 20
_BETWEEN = re.compile(r"[\s,;]+")


def merge(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    given = " ".join(reading.all_of(request.GET, "with"))
    asks = (
        Ask(
            "words",
            "others",
            "References of the others",
            "One on each line, such as BAR-7K4-M9Q-XT8",
            (),
            ("\n".join(_BETWEEN.split(given)),) if given else (),
        ),
        Ask("words", "reason", "Why do they belong together? (optional)", "For colleagues"),
    )
    return Sheet(
        "Merge other cases into this one",
        "Merge them",
        typed(asks, sent),
        intro="They are dealt with under this case: what you say to its reporter is said to theirs too. Nothing moves, "
        "and you can take each of them out again at any later date.",
    )


def do_merge(request: Request, case: CaseView, sent: QueryDict) -> str:
    others, reason = _references(sent), reading.text(sent, "reason")
    if len(others) > AT_ONCE:
        return _in_background("merge", case, others, reason, request.actor)
    cases.merge_cases(case.reference, others, reason, by=request.actor)
    return "merge"


def _in_background(verb: str, case: CaseView, others: Sequence[str], reason: str, by: Actor) -> str:
    """The page that says what will happen, and then how far it is."""
    details = {"into": case.reference, "words": reason}
    key = cases.propose_many(verb, details, chosen=tuple(dict.fromkeys(others)), every=True, by=by)
    return reverse("staff-many", args=[key])


def _references(sent: QueryDict) -> list[str]:
    found = []
    for one in _BETWEEN.split(reading.text(sent, "others").strip())[:300]:
        try:
            found += [read_reference(one)] if one else []
        except NotAReference as none:
            raise Refused("STAFF-25", f"“{one[:40]}” is not a reference. {none.sentence}") from none
    return found


def unmerge(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    held = cases.together_with(case, seen_by=request.actor, most=500)
    choices = tuple(Choice(one, one) for one in held.references)
    asks = (
        Ask(
            "checks",
            "others",
            "Which cases do you take out?",
            "",
            choices,
            tuple(reading.all_of(request.GET, "with")),
        ),
        Ask("words", "reason", "Why? (optional)", "For colleagues"),
    )
    return Sheet(
        "Take cases out again",
        "Take them out",
        typed(asks, sent),
        intro="Each will be as it was before, with what came since, and due when it was due. We tell those who "
        "reported them.",
    )


def do_unmerge(request: Request, case: CaseView, sent: QueryDict) -> str:
    others = reading.all_of(sent, "others")
    reason = reading.text(sent, "reason")
    if len(others) > AT_ONCE:
        return _in_background("unmerge", case, others, reason, request.actor)
    cases.unmerge_cases(case.reference, others, reason, by=request.actor)
    return "unmerge"


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherPage(Page):
    template: ClassVar[str] = "staff/deeds/together.html"
    combined: Combined
    before: str
    after: str


def together(request: Request, reference: str) -> HttpResponse:
    """Everything about the cases that are dealt with together."""
    known = reading.reference(reference)
    number = reading.number(request.GET, "page") or 1
    try:
        combined = cases.combined_view(known, page=min(number, 10_000), seen_by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    here = reverse("staff-case-together", args=[known])
    page = TogetherPage(
        title="Dealt with together",
        frame=staff_frame(request),
        combined=combined,
        before=f"{here}?page={combined.page - 1}" if combined.page > 1 else "",
        after=f"{here}?page={combined.page + 1}" if combined.page < combined.pages else "",
    )
    return show(request, page)


@dataclass(frozen=True, slots=True)
class Merged(Panel):
    template: ClassVar[str] = "staff/deeds/merged.html"
    together: Together


@panel("main", order=8)
def merged(case: CaseView, by: Actor) -> Panel | None:
    found = cases.together_with(case, seen_by=by)
    return Merged(found) if found.number else None
