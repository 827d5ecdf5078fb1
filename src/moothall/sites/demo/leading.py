"""What leaders and crews of the demonstration have before them: rules tried and switched, somebody away, a round today.

The same each time for the same cases; days are counted from today.
"""

from __future__ import annotations

from datetime import timedelta

from moothall.apps.automation.api import State, ask_trial, rule_named, rules_now, switch_rule
from moothall.apps.bookings.api import MOST_STOPS, crews_of, make_round
from moothall.apps.cases.api import Wanted, cases_waiting, stops_of
from moothall.apps.catalogue.api import council
from moothall.apps.identity.api import account_by_email
from moothall.apps.teams.api import (
    actor_for,
    enter_absence,
    say_capacity,
    teams,
)
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

_SELF = system("demo")
#: How the rules of the demonstration stand at first; the others are off.
_STATES = {"dangerous-fly-tipping": State.ON, "large-fly-tipping": State.TRIAL}
_STOPS = 8


def set_up_teams() -> None:
    """Rules tried by their team's leader and switched, absences, and a round for each team that has a crew."""
    for team in teams():
        _say_who_is_away(team.code)
        _plan_today(team.code)
    leader = _first_leader()
    for name, state in _STATES.items():
        if leader is not None and any(rule.name == name for rule in rules_now()):
            ask_trial(name, by=leader)
            run_pending(("rules",))
            switch_rule(name, state, seen=rule_named(name).version, by=leader)


def _first_leader() -> Actor | None:
    for person in council().staff:
        account = account_by_email(person.email, seen_by=_SELF)
        if account is not None and (actor := actor_for(account)).may("automation.switch"):
            return actor
    return None


def _say_who_is_away(team: str) -> None:
    """In a team of several officers, the last of staff.yaml is away this week, and the first covers."""
    officers = [
        account.pk
        for person in council().staff
        if (team, "officer") in person.places and (account := account_by_email(person.email, seen_by=_SELF))
    ]
    if len(officers) < 2:
        return
    today = clock.today()
    enter_absence(officers[-1], today, today + timedelta(days=4), cover=officers[0], by=_SELF)
    say_capacity(officers[0], 30, by=_SELF)


def _plan_today(team: str) -> None:
    """The stops that are due first, for the first of the team who goes on visits and does nothing else."""
    crews = [key for key, places in crews_of(team) if all(place.role == "crew" for place in places)]
    if not crews:
        return
    rows = cases_waiting(Wanted(view="open", teams=(team,)), limit=MOST_STOPS, seen_by=_SELF).rows
    said = stops_of([row.reference for row in rows], seen_by=_SELF)
    stops = [one.stop for one in said if one.stop.lat is not None][:_STOPS]
    if stops:
        make_round(team, clock.today(), stops, crew=crews[0], name="Morning round", by=_SELF)
