"""Rounds: which there are, making one of a list or of chosen cases, and changing one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.bookings import api as bookings
from moothall.apps.bookings.api import RoundView
from moothall.apps.cases import api as cases
from moothall.apps.cases.api import StopSaid, Wanted
from moothall.apps.identity.api import accounts_named
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Option
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.rounds.going import sheet_page
from moothall.sites.staff.rounds.reading import crew as read_crew
from moothall.sites.staff.rounds.reading import day as read_day
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

#: Rounds listed: the last week and the next month.
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class RoundLine:
    id: UUID
    name: str
    day: date
    today: bool
    crew: str
    team: str
    stops: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsPage(Page):
    template: ClassVar[str] = "staff/rounds/rounds.html"
    mine: tuple[RoundLine, ...]
    others: tuple[RoundLine, ...]
    may_plan: bool


@dataclass(frozen=True, slots=True)
class CaseChoice:
    reference: str
    service: str
    where: str
    ward: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage(Page):
    """Making a round. `again` are the fields of the address, so that the page comes back with the same list."""

    template: ClassVar[str] = "staff/rounds/plan.html"
    choices: tuple[CaseChoice, ...]
    teams: tuple[Option, ...]
    crews: tuple[Option, ...]
    rounds: tuple[Option, ...]
    typed: dict[str, str]
    again: str


DONE = {"made": "The round is made, in a short order.", "dropped": "The stop is off the round."}


def rounds(request: Request) -> HttpResponseBase:
    """One's own rounds first, then those of the team."""
    today, by = clock.today(), request.actor
    found = bookings.rounds_between(today - _BEFORE, today + _AFTER, seen_by=by)
    names = accounts_named({one.crew for one in found if one.crew}, seen_by=by)
    lines = tuple(_line(one, names, today) for one in found)
    mine = [one.crew == by.account_id and one.day >= today for one in found]
    page = RoundsPage(
        title="Rounds",
        frame=staff_frame(request),
        done=DONE.get(request.GET.get("done", ""), ""),
        mine=tuple(line for line, own in zip(lines, mine, strict=True) if own),
        others=tuple(line for line, own in zip(lines, mine, strict=True) if not own),
        may_plan=bookings.PLAN_ROUNDS.allows(by),
    )
    return show(request, page)


def _line(one: RoundView, names: dict[UUID, str], today: date) -> RoundLine:
    crew = names.get(one.crew, "") if one.crew else ""
    team = teams.team_named(one.team).name if any(t.code == one.team for t in teams.teams()) else one.team
    return RoundLine(one.id, one.name, one.day, one.day == today, crew, team, len(one.visits), one.left)


def plan(request: Request) -> HttpResponseBase:
    """A round of the cases of a list (the address says which, as the queue's does) or of chosen ones."""
    if request.method != "POST":
        return _plan_page(request, None)
    try:
        key = _make(request)
    except Refused as no:
        return _plan_page(request, no)
    except bookings.RoundNotFound:
        return _plan_page(request, Refused("STAFF-46", "Choose one of your own teams."))
    return HttpResponseRedirect(f"{reverse('staff-round', args=[key])}?done=made")


def _make(request: Request) -> UUID:
    """The new round, or the one to which the cases were added. Raises Refused, RoundNotFound."""
    by, sent = request.actor, request.POST
    chosen = [one[:20] for one in sent.getlist("case")][: bookings.MOST_STOPS + 1]
    stops = [one.stop for one in cases.stops_of(chosen, seen_by=by)]
    if (known := reading.key(sent, "round")) is not None:
        bookings.add_stops(known, stops, by=by)
        bookings.order_by_place(known, by=by)
        return known
    return bookings.make_round(
        reading.words(sent, "team"),
        read_day(sent, "day"),
        stops,
        crew=read_crew(sent),
        name=reading.words(sent, "name"),
        by=by,
    )


def _plan_page(request: Request, no: Refused | None) -> HttpResponseBase:
    by, today = request.actor, clock.today()
    own = sorted(by.teams)
    crews = {account: None for code in own for account, _ in bookings.crews_of(code)}
    names = accounts_named(list(crews), seen_by=by)
    coming = bookings.rounds_between(today, today + _AFTER, seen_by=by)
    typed = {name: reading.words(request.POST, name) for name in ("team", "day", "crew", "name", "round")}
    if not no:
        typed |= {"day": today.isoformat(), "team": own[0] if own else ""}
    page = PlanPage(
        title="Plan a round",
        frame=staff_frame(request),
        problems=(Problem(no.sentence, "#day" if no.code in ("STAFF-45", "ROUND-03") else "#cases"),)
        if no
        else (),
        choices=_choices(request, by, failed=no is not None),
        teams=tuple(Option(code, teams.team_named(code).name) for code in own),
        crews=tuple(Option(str(key), name) for key, name in sorted(names.items(), key=lambda one: one[1])),
        rounds=tuple(Option(str(one.id), f"{one.name}, {one.day:%-d %B}") for one in coming),
        typed=typed,
        again=request.GET.urlencode(),
    )
    return show(request, page, status=422 if no else 200)


def _choices(request: Request, by: Actor, *, failed: bool) -> tuple[CaseChoice, ...]:
    """The cases of the list that are on no round yet. The chosen ones of an address or of a refused form are ticked."""
    asked = [one[:20] for one in request.GET.getlist("case")]
    ticked = {one[:20] for one in request.POST.getlist("case")} if failed else set(asked)
    wanted = Wanted.of((name, values) for name, values in request.GET.lists())
    listed = asked or [
        row.reference for row in cases.cases_waiting(wanted, limit=bookings.MOST_STOPS, seen_by=by).rows
    ]
    found = cases.stops_of(listed, seen_by=by)
    taken = bookings.on_a_round([one.stop.subject for one in found])
    return tuple(_choice(one, ticked) for one in found if one.stop.subject not in taken)


def _choice(one: StopSaid, ticked: set[str]) -> CaseChoice:
    where = ", ".join(line.rstrip(".") for line in one.where)
    return CaseChoice(one.reference, one.service_name, where, one.ward, one.reference in ticked)


def change(request: Request, round: UUID) -> HttpResponseBase:
    """A button on the round: ordered by place, a stop up or down or off, another day or crew."""
    back = reverse("staff-round", args=[round])
    if request.method != "POST":
        return HttpResponseRedirect(back)
    try:
        _change(request, round)
    except bookings.RoundNotFound as none:
        raise Http404 from none
    except Refused as no:
        from_page = request.POST.get("do", "")
        return _refused(request, round, no, from_page)
    return HttpResponseRedirect(f"{back}?done={request.POST.get('do', '')}")


def _change(request: Request, key: UUID) -> None:
    by, sent = request.actor, request.POST
    do, visit = sent.get("do", ""), reading.key(sent, "visit")
    if do == "order":
        bookings.order_by_place(key, by=by)
    elif do == "day":
        bookings.change_round(key, day=read_day(sent, "day"), crew=read_crew(sent), by=by)
    elif visit is not None and do in ("up", "down"):
        whole = bookings.round_for(key, seen_by=by)
        at = next((one.position for one in whole.visits if one.id == visit), 1)
        bookings.move_stop(key, visit, to=max(1, at - 1 if do == "up" else at + 1), by=by)
    elif visit is not None and do == "move" and (to := reading.key(sent, "to")) is not None:
        bookings.move_to_round(key, visit, to, by=by)
    elif visit is not None and do == "drop":
        bookings.drop_stop(key, visit, by=by)
    else:
        bookings.round_for(key, seen_by=by)
        raise Refused("STAFF-74", "Choose a stop of this round, and what to do with it.")


def _refused(request: Request, key: UUID, no: Refused, do: str) -> HttpResponseBase:
    return sheet_page(
        request, key, problems=(Problem(no.sentence, "#day" if do == "day" else ""),), status=422
    )
