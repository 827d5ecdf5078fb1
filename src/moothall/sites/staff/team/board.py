"""A leader's page: who has how much, work moved from one to another, shared out, and to cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import Load, Row, Wanted
from moothall.apps.places.api import ward_name
from moothall.apps.teams import api as teams
from moothall.apps.teams.api import Away
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

#: Cards of each person; the rest is counted.
EACH = 8
#: In the list of people: nobody in particular.
THE_TEAM = "team"


@dataclass(frozen=True, slots=True)
class Card:
    reference: str
    service: str
    ward: str
    due_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team. `part` is how full they are, in hundredths of a week's work, at most 100; `over` beyond it.

    `away` names their cover, where they are away today; `soon` is their next absence.
    """

    id: str
    name: str
    load: Load
    weekly: int
    part: int
    over: bool
    away: Away | None
    cover: str
    soon: Away | None
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class TeamLink:
    name: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage(Page):
    """`waiting` are the cards that are nobody's. `left` what could not be moved, and why."""

    template: ClassVar[str] = "staff/team/team.html"
    team: str
    others: tuple[TeamLink, ...]
    people: tuple[Person, ...]
    waiting: tuple[Card, ...]
    waiting_count: str
    today: date
    left: tuple[tuple[str, str], ...]
    #: What was typed as the number of cases a week, where it was refused.
    weekly: str


@dataclass(frozen=True, slots=True)
class ShareLine:
    card: Card
    to: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePage(Page):
    """Who would get what: nothing is moved before it is sent."""

    template: ClassVar[str] = "staff/team/share.html"
    team: str
    how: str
    lines: tuple[ShareLine, ...]
    shares: tuple[tuple[str, int], ...]


DONE = {
    "moved": "The work has been moved.",
    "absence": "The days are entered. New work and notices go to the cover.",
    "back": "The absence is over.",
    "capacity": "The number is kept.",
}


#: A form that was sent without saying of whom it speaks.
NOBODY = Refused("STAFF-72", "Choose somebody of this team.")


def start(request: Request) -> HttpResponseBase:
    """The first team that one leads."""
    led = teams.teams_led(request.actor)
    if not led:
        raise Http404
    return HttpResponseRedirect(reverse("staff-team", args=[led[0]]))


def team(request: Request, team: str) -> HttpResponseBase:
    """Everybody's load, and the cards."""
    demand_leading(request, team)
    return showing(request, team)


def move(request: Request, team: str) -> HttpResponseBase:
    """Chosen cases go to somebody: by the form, or by a card that was dropped."""
    led = demand_leading(request, team)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-team", args=[team]))
    to = reading.key(request.POST, "to")
    chosen = [one[:20] for one in request.POST.getlist("case")]
    colleagues = {account for account, _ in _who_work(team, request.actor)}
    if (to is None and request.POST.get("to") != THE_TEAM) or (to is not None and to not in colleagues):
        return showing(request, team, Refused("STAFF-41", "Choose who gets it."), led=led)
    if not chosen:
        return showing(request, team, Refused("STAFF-42", "Choose at least one case."), led=led)
    return _moved(request, team, cases.move_work(team, dict.fromkeys(chosen, to), by=request.actor))


def to_cover(request: Request, team: str) -> HttpResponseBase:
    """A button: everything that somebody who is away has, to their cover."""
    led = demand_leading(request, team)
    account = reading.key(request.POST, "person")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-team", args=[team]))
    if account is None:
        return showing(request, team, NOBODY, at="", led=led)
    try:
        return _moved(request, team, cases.move_to_cover(team, account, by=request.actor))
    except Refused as no:
        return showing(request, team, no, at="", led=led)


def share(request: Request, team: str, how: str) -> HttpResponseBase:
    """What nobody has, shared out: shown first, then done as it was shown."""
    demand_leading(request, team)
    if how not in {one.value for one in cases.ShareBy}:
        raise Http404
    if request.method == "POST":
        wanted = {}
        for pair in request.POST.getlist("give")[:200]:
            reference, _, account = pair.partition(":")
            wanted[reference[:20]] = _account(account)
        return _moved(request, team, cases.move_work(team, wanted, by=request.actor))
    found = cases.proposed(team, cases.ShareBy(how), by=request.actor)
    names = dict(teams.colleagues_in(team, seen_by=request.actor))
    lines = tuple(
        ShareLine(_card(one.row), names.get(one.to, ""), f"{one.row.reference}:{one.to}") for one in found
    )
    each: dict[str, int] = {}
    for line in lines:
        each[line.to] = each.get(line.to, 0) + 1
    title = "Share out evenly" if how == cases.ShareBy.EVENLY else "Share out by place"
    page = SharePage(
        title=title,
        frame=staff_frame(request),
        team=team,
        how=how,
        lines=lines,
        shares=tuple(sorted(each.items())),
    )
    return show(request, page)


def say_capacity(request: Request, team: str) -> HttpResponseBase:
    """How many cases a week somebody can deal with."""
    led = demand_leading(request, team)
    account, weekly = reading.key(request.POST, "person"), reading.number(request.POST, "weekly")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-team", args=[team]))
    if account is None:
        return showing(request, team, NOBODY, at="", led=led)
    try:
        teams.say_capacity(account, -1 if weekly is None else weekly, by=request.actor)
    except Refused as no:
        return showing(request, team, no, at=f"#weekly-{account}", led=led)
    return HttpResponseRedirect(f"{reverse('staff-team', args=[team])}?done=capacity")


def demand_leading(request: Request, team: str) -> tuple[str, ...]:
    """The teams that whoever asks leads. Raises Http404 for any other."""
    led = teams.teams_led(request.actor)
    if team not in led:
        raise Http404
    return led


def showing(
    request: Request,
    team: str,
    no: Refused | None = None,
    *,
    at: str = "#to",
    led: tuple[str, ...] = (),
    left: tuple[tuple[str, str], ...] = (),
) -> HttpResponseBase:
    """The page, as it stands now; `at` is the field that a refusal is about."""
    by = request.actor
    people = _who_work(team, by)
    ids = [account for account, _ in people]
    waiting = Wanted(view="open", teams=(team,), person="nobody")
    parts = [(str(one), Wanted(view="open", teams=(team,), person=str(one))) for one in ids]
    found = cases.groups_waiting([("", waiting), *parts], each=EACH, seen_by=by)
    cards = {group.value: tuple(map(_card, group.rows)) for group in found}
    loads, weekly = cases.load_of(ids, seen_by=by), teams.capacities_of(ids)
    absences = teams.absences_of(ids, seen_by=by)
    page = TeamPage(
        title=teams.team_named(team).name,
        frame=staff_frame(request),
        problems=(Problem(no.sentence, at),) if no else (),
        done="" if no else DONE.get(request.GET.get("done", ""), ""),
        team=team,
        others=tuple(
            TeamLink(teams.team_named(one).name, reverse("staff-team", args=[one]), one == team)
            for one in led or teams.teams_led(by)
        ),
        people=tuple(
            _person(account, name, dict(people), loads, weekly, absences, cards) for account, name in people
        ),
        waiting=cards.get("", ()),
        waiting_count=str(next((group.count for group in found if not group.value), 0)),
        today=clock.today(),
        left=left,
        weekly=reading.words(request.POST, "weekly"),
    )
    return show(request, page, status=422 if no else 200)


def _who_work(team: str, by: Actor) -> tuple[tuple[UUID, str], ...]:
    """Those of the team who may be given work, by name: not who only looks, or only goes on visits."""
    able = {
        account
        for account, places in teams.people_of(team)
        if cases.WORK.allows(teams.actor_with(account, places))
    }
    return tuple(one for one in teams.colleagues_in(team, seen_by=by) if one[0] in able)


def _person(
    account: UUID,
    name: str,
    names: dict[UUID, str],
    loads: Mapping[UUID, Load],
    weekly: dict[UUID, int],
    absences: tuple[Away, ...],
    cards: dict[str, tuple[Card, ...]],
) -> Person:
    load = loads.get(account, Load())
    own, today, most = cards.get(str(account), ()), clock.today(), weekly[account]
    away = next((one for one in absences if one.account == account and one.on(today)), None)
    soon = next((one for one in absences if one.account == account and one.first > today), None)
    return Person(
        id=str(account),
        name=name,
        load=load,
        weekly=most,
        part=min(100, 100 * load.open // most) if most else 100 if load.open else 0,
        over=load.open > most,
        away=away,
        cover=names.get(away.cover, "") if away and away.cover else "",
        soon=soon,
        cards=own,
        more=max(0, load.open - len(own)),
    )


def _card(row: Row) -> Card:
    return Card(
        row.reference, row.service_name, ward_name(row.ward) if row.ward else "", row.due_on, row.overdue
    )


def _account(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _moved(request: Request, team: str, done: cases.Moved) -> HttpResponseBase:
    if done.left:
        return showing(request, team, left=done.left)
    return HttpResponseRedirect(f"{reverse('staff-team', args=[team])}?done=moved")
