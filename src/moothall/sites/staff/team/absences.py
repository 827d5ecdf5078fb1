"""Who is away and who covers: one's own days, and a leader's for their team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from moothall.apps.teams import api as teams
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Option
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.team.board import demand_leading
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True)
class AwayLine:
    id: UUID
    name: str
    first: date
    last: date
    cover: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePage(Page):
    """`team` is empty on one's own page; there `people` is too."""

    template: ClassVar[str] = "staff/team/absence.html"
    team: str
    people: tuple[Option, ...]
    covers: tuple[Option, ...]
    typed: dict[str, str]
    lines: tuple[AwayLine, ...]


def own(request: Request) -> HttpResponseBase:
    """One's own days away."""
    account = request.actor.account_id
    if account is None:
        raise Http404
    if request.method != "POST":
        return _page(request, "", None)
    return _enter(request, "", account)


def of_team(request: Request, team: str) -> HttpResponseBase:
    """The days away of somebody in a team that one leads."""
    demand_leading(request, team)
    if request.method != "POST":
        return _page(request, team, None)
    account = reading.key(request.POST, "person")
    if account is None:
        return _page(request, team, Refused("STAFF-43", "Choose who is away."))
    return _enter(request, team, account)


def end(request: Request, key: UUID) -> HttpResponseBase:
    """A button: they are back."""
    back = _address(reading.words(request.POST, "team"))
    if request.method != "POST":
        return HttpResponseRedirect(back)
    try:
        teams.end_absence(key, by=request.actor)
    except teams.AbsenceNotFound as none:
        raise Http404 from none
    return HttpResponseRedirect(f"{back}?done=back")


def _address(team: str) -> str:
    known = any(one.code == team for one in teams.teams())
    return reverse("staff-team-absence", args=[team]) if known else reverse("staff-absence")


def _enter(request: Request, team: str, account: UUID) -> HttpResponseBase:
    try:
        first, last = (_day(request.POST, which) for which in ("first", "last"))
        cover = reading.one_key(request.POST, "cover", "STAFF-70", "Choose who covers, or nobody.")
        teams.enter_absence(account, first, last, cover=cover, by=request.actor)
    except Refused as no:
        return _page(request, team, no)
    return HttpResponseRedirect(f"{_address(team)}?done=absence")


def _day(sent: QueryDict, which: str) -> date:
    code = "STAFF-44" if which == "first" else "STAFF-73"
    return reading.day(sent, which, code, f"Enter the {which} day, such as 3/12/2026.")


DONE = {
    "absence": "The days are entered. New work and notices go to whoever covers.",
    "back": "The absence is over.",
}


#: The field a refusal is about, where it is not the first day.
_AT = {"STAFF-43": "#person", "STAFF-70": "#cover", "STAFF-73": "#last"}


def _page(request: Request, team: str, no: Refused | None) -> HttpResponseBase:
    by = request.actor
    codes = [team] if team else sorted(by.teams)
    people = {account: name for code in codes for account, name in teams.colleagues_in(code, seen_by=by)}
    own = [by.account_id] if by.account_id else []
    away = teams.absences_of(list(people) if team else own, seen_by=by)
    options = tuple(Option(str(key), name) for key, name in sorted(people.items(), key=lambda pair: pair[1]))
    names = ("person", "first", "last", "cover")
    typed = {name: reading.words(request.POST, name) if no else "" for name in names}
    field = _AT.get(no.code, "#first") if no else ""
    page = AbsencePage(
        title=f"Away: {teams.team_named(team).name}" if team else "Days I am away",
        frame=staff_frame(request),
        problems=(Problem(no.sentence, field),) if no else (),
        done="" if no else DONE.get(request.GET.get("done", ""), ""),
        team=team,
        people=options if team else (),
        covers=tuple(one for one in options if team or one.value != str(by.account_id)),
        typed=typed,
        lines=tuple(
            AwayLine(
                one.id,
                people.get(one.account, ""),
                one.first,
                one.last,
                people.get(one.cover, "") if one.cover else "",
            )
            for one in away
        ),
    )
    return show(request, page, status=422 if no else 200)
