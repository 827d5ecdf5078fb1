"""Giving a case to another team, and saying how urgent it is."""

from __future__ import annotations

from django.http import QueryDict

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseView, Heeds, Level
from moothall.apps.teams.api import teams
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Act, Field, Option
from moothall.sites.staff.queues.wording import PRIORITY_WORDS

_MEANS = {
    "urgent": "Before everything else: somebody may come to harm",
    "high": "Before what is usual",
    "normal": "By the day it is due, as most",
    "low": "When there is time",
}


def _teams(case: CaseView, by: Actor) -> tuple[Field, ...]:
    others = tuple(Option(one.code, one.name, one.about) for one in teams() if one.code != case.team)
    return (
        Field("radios", "team", "Which team deals with it from now on?", "", others),
        Field("words", "reason", "Why?", "For colleagues; whoever opens it next reads this"),
    )


def _do_team(reference: str, sent: QueryDict, by: Actor) -> None:
    team = reading.words(sent, "team")
    if not team:
        raise Refused("STAFF-57", "Choose a team.")
    cases.give_to_team(reference, team, reading.text(sent, "reason"), by=by)


def _levels(case: CaseView, by: Actor) -> tuple[Field, ...]:
    levels = tuple(Option(level, words, _MEANS[level]) for level, words in PRIORITY_WORDS.items())
    return (Field("radios", "level", "How urgent is it?", "", levels, case.priority or Level.NORMAL.value),)


ACTS = (
    Act(
        "team",
        "Give the case to another team",
        "Give it to this team",
        cases.ASSIGN,
        _teams,
        _do_team,
        intro="The service and the day it is due stay. It is nobody’s in particular until somebody there takes it, and "
        "the team is told.",
        link="Give it to another team",
        order=41,
        said="Another team deals with the case now, and they are told.",
    ),
    Act(
        "priority",
        "Set the priority",
        "Set it",
        cases.WORK,
        _levels,
        lambda reference, sent, by: cases.set_priority(reference, reading.words(sent, "level"), by=by),
        intro="The day it is due stays. Lists show the priority, and can be filtered, sorted and grouped by it.",
        link="Set the priority",
        order=45,
        said="The priority is set.",
        heeds=Heeds.NOTHING,
    ),
)
