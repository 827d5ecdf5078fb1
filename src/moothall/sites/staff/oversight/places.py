"""Who works in which team, in which role: given and taken by whoever manages staff, and by leaders in their team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases.api import StandIn, stand_ins_of
from moothall.apps.identity.api import account_by_email
from moothall.apps.teams.api import (
    STAFF_MANAGE,
    colleagues_in,
    join,
    leave,
    organisation,
    roles_in,
    roles_to_give,
    team_named,
    teams,
    teams_led,
)
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Choice, Page, Problem, show
from moothall.ui.routes import Request

DONE = {"given": "The place is given. It holds from the next page on.", "taken": "The place is taken away."}


@dataclass(frozen=True, slots=True)
class TeamLink:
    name: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Person:
    """`mine`: it is whoever looks, who cannot change their own place."""

    key: UUID
    name: str
    role: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage(Page):
    template: ClassVar[str] = "staff/oversight/places.html"
    teams: tuple[TeamLink, ...]
    named: str
    #: The code of the team, where whoever looks leads it.
    leads: str
    people: tuple[Person, ...]
    roles: tuple[Choice, ...]
    email: str
    stand_ins: tuple[StandIn, ...]


def places(request: Request, team: str = "") -> HttpResponseBase:
    """The people of a team, with what they may be given."""
    by = request.actor
    mine = _teams_of(by)
    if not team and mine:
        return HttpResponseRedirect(reverse("staff-places-of", args=[mine[0]]))
    if team not in mine:
        raise Http404
    if request.method != "POST":
        return _page(request, team, ())
    try:
        return _decide(request, team)
    except Refused as no:
        return _page(request, team, (Problem(no.sentence, "#role" if no.code != "STAFF-40" else "#email"),))


def _decide(request: Request, team: str) -> HttpResponseBase:
    """Take a place away, or give one to whoever signs in with the address. Raises Refused."""
    sent, by = request.POST, request.actor
    back = reverse("staff-places-of", args=[team])
    if account := reading.key(sent, "take"):
        leave(account, team=team, by=by)
        return HttpResponseRedirect(f"{back}?done=taken")
    found = account_by_email(reading.words(sent, "email"), seen_by=by)
    if found is None:
        raise Refused(
            "STAFF-40", "Nobody signs in with this e-mail address. Write that of somebody with an account."
        )
    join(found.pk, team=team, role=reading.words(sent, "role"), by=by)
    return HttpResponseRedirect(f"{back}?done=given")


def _teams_of(by: Actor) -> tuple[str, ...]:
    """All teams for whoever manages staff; else those that one leads."""
    if STAFF_MANAGE.allows(by):
        return tuple(one.code for one in teams())
    led = teams_led(by)
    return tuple(one.code for one in teams() if one.code in led)


def _page(request: Request, team: str, problems: tuple[Problem, ...]) -> HttpResponseBase:
    by = request.actor
    held, called = roles_in(team, seen_by=by), {role.code: role.name for role in organisation().roles}
    people = [
        Person(key, name, called.get(held.get(key, ""), held.get(key, "")), key == by.account_id)
        for key, name in colleagues_in(team, seen_by=by)
    ]
    chosen = reading.words(request.POST, "role")
    page = PlacesPage(
        title="People and their roles",
        frame=staff_frame(request),
        problems=problems,
        done=DONE.get(request.GET.get("done", ""), ""),
        teams=tuple(
            TeamLink(team_named(code).name, reverse("staff-places-of", args=[code]), code == team)
            for code in _teams_of(by)
        ),
        named=team_named(team).name,
        leads=team if team in teams_led(by) else "",
        people=tuple(people),
        roles=tuple(
            Choice(role.code, role.name, role.code == chosen) for role in roles_to_give(team, seen_by=by)
        ),
        email=reading.words(request.POST, "email"),
        stand_ins=stand_ins_of([one.key for one in people], seen_by=by),
    )
    return show(request, page, status=422 if problems else 200)
