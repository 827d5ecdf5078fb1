"""Asking a second person where the service wants one: on the page of the verb itself, and on the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import ApprovalView, CaseNotFound, CaseView, StandIn
from moothall.apps.teams.api import colleagues_in, organisation
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Press
from moothall.sites.staff.casework.panels import Panel, panel
from moothall.sites.staff.deeds.sheets import Ask, Choice, day_of, typed
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True)
class Approval(Panel):
    template: ClassVar[str] = "staff/deeds/approval.html"
    asked: ApprovalView


@panel("main", order=5)
def approval(case: CaseView, by: Actor) -> Panel | None:
    asked = cases.approval_of(case, seen_by=by)
    return Approval(asked) if asked else None


def _approval(reference: str, sent: QueryDict) -> UUID:
    key = reading.key(sent, "approval")
    if key is None:
        raise CaseNotFound(reference)
    return key


PRESSES = (
    Press(
        "approve",
        cases.READ,
        lambda reference, sent, by: cases.approve(reference, _approval(reference, sent), by=by),
        said="You have agreed, and it is done.",
    ),
    Press(
        "send-back",
        cases.READ,
        lambda reference, sent, by: cases.send_back(
            reference, _approval(reference, sent), reading.text(sent, "back"), by=by
        ),
        keeps="back",
        said="You have not agreed. Whoever asked can read why.",
    ),
    Press(
        "ask-no-more",
        cases.READ,
        lambda reference, sent, by: cases.take_approval_back(reference, _approval(reference, sent), by=by),
        said="Nobody is asked any more.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsPage(Page):
    template: ClassVar[str] = "staff/deeds/approvals.html"
    waiting: tuple[ApprovalView, ...]
    stand_ins: tuple[StandIn, ...]
    asks: tuple[Ask, ...]


SAID = {
    "handed": "Your colleague can agree in your place on these days.",
    "ended": "Nobody agrees in your place any more.",
}


def approvals(request: Request) -> HttpResponseBase:
    """What waits for whoever looks, and who agrees in whose place."""
    if request.method != "POST":
        return _page(request)
    try:
        to = reading.key(request.POST, "to")
        if to is None:
            raise Refused("CASE-251", "Choose a colleague.")
        cases.hand_over_role(
            reading.words(request.POST, "role"),
            to,
            _day(request.POST, "since"),
            _day(request.POST, "until"),
            by=request.actor,
        )
    except Refused as no:
        return _page(request, no)
    return HttpResponseRedirect(reverse("staff-approvals") + "?done=handed")


def take_role_back(request: Request, key: UUID) -> HttpResponseBase:
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-approvals"))
    cases.take_role_back(key, by=request.actor)
    return HttpResponseRedirect(reverse("staff-approvals") + "?done=ended")


def _day(sent: QueryDict, name: str) -> date:
    return day_of(sent, name, "STAFF-23" if name == "since" else "STAFF-24")


_AT = {
    "STAFF-23": "since-day", "STAFF-24": "until-day", "CASE-249": "until-day", "CASE-265": "since-day",
    "CASE-251": "to", "CASE-266": "to",
}  # fmt: skip


def _page(request: Request, no: Refused | None = None) -> HttpResponse:
    page = ApprovalsPage(
        title="Approvals",
        frame=staff_frame(request),
        problems=(Problem(no.sentence, f"#{_AT.get(no.code, 'role')}"),) if no else (),
        done=SAID.get(request.GET.get("done", ""), ""),
        waiting=cases.approvals_waiting(seen_by=request.actor),
        stand_ins=cases.stand_ins(seen_by=request.actor),
        asks=typed(_asks(request.actor), request.POST),
    )
    return show(request, page, status=422 if no else 200)


def _asks(by: Actor) -> tuple[Ask, ...]:
    people = {key: name for team in sorted(by.teams) for key, name in colleagues_in(team, seen_by=by)}
    roles = [(code, one.name if (one := organisation().role(code)) else code) for code in sorted(by.roles)]
    return (
        Ask(
            "radios",
            "role",
            "In which role?",
            "",
            tuple(Choice(code, name) for code, name in roles),
            (roles[0][0],) if roles else (),
        ),
        Ask(
            "radios",
            "to",
            "Who agrees in your place?",
            "Somebody of your teams",
            tuple(Choice(str(key), name) for key, name in people.items() if key != by.account_id),
        ),
        Ask("day", "since", "From which day?"),
        Ask("day", "until", "Until which day?", "At most 60 days"),
    )
