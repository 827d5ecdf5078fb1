"""The lines of the story for what rules, leaders and covers do, and for visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol
from uuid import UUID

from moothall.apps.automation.api import ACTS_AS, title_of
from moothall.apps.cases.field import (
    CaseGivenToTeam,
    CoverNamed,
    PrioritySet,
    Reminded,
    TaskWritten,
    VisitTold,
)
from moothall.apps.teams.api import team_called


class Names(Protocol):
    """What a sentence asks the story for."""

    def name(self, key: UUID | None) -> str: ...

    def text(self, key: UUID | None) -> str: ...


def rule_acted(key: str) -> str:
    """Who acted, where `key` is that of a rule: `rule:asbestos`; empty where it is none."""
    return f"Rule “{title_of(key.removeprefix(ACTS_AS))}”" if key.startswith(ACTS_AS) else ""


def _reminded(fact: Reminded) -> str:
    whom = "the team’s leader" if fact.leaders else "whoever has it"
    return f"Told {whom}: {fact.words}" if fact.told else f"Nobody could be told: {fact.words}"


_VISITS = {
    "done": "Was there: done.",
    "not-found": "Was there and found nothing.",
    "could-not": "Was there and could not do it.",
}

SAID: Mapping[type, Callable[[Any, Names], tuple[str, str, bool] | None]] = {
    CaseGivenToTeam: lambda f, s: (
        f"Gave the request to the team {team_called(f.team)}.",
        s.text(f.text) if f.text else "",
        True,
    ),
    CoverNamed: lambda f, s: (f"{s.name(f.away)} is away, so it went to who covers them.", "", True),
    PrioritySet: lambda f, s: (f"Set the priority to {f.level}.", "", True),
    VisitTold: lambda f, s: (_VISITS.get(f.outcome, "Was there."), s.text(f.text), True),
    Reminded: lambda f, s: (_reminded(f), "", True),
    TaskWritten: lambda f, s: ("Wrote down what is to be done.", s.text(f.text), True),
}
