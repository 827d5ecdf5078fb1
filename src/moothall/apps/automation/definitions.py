"""What a rule is: when it is looked at, what must be true, what is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from moothall.kernel import feel


class On(StrEnum):
    """What happens to a subject that makes a rule look at it; the last three are found by the calendar."""

    OPENED = "opened"
    ANSWERED = "answered"
    REOPENED = "reopened"
    DUE = "due"
    LATE = "late"
    DAILY = "daily"


BY_CALENDAR = (On.DUE, On.LATE, On.DAILY)


class Does(StrEnum):
    """What a rule can do. How it is done is the business of the room above that registers it."""

    ASSIGN = "assign"
    TAG = "tag"
    TASK = "task"
    ESCALATE = "escalate"
    REMIND = "remind"
    PRIORITY = "priority"


class State(StrEnum):
    """`trial`: what it would do is written down as things happen, and nothing is done."""

    OFF = "off"
    TRIAL = "trial"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: `to` is a team's code, an e-mail address, a tag, a sentence or a priority; `how` says which
    for `assign` (`team`, `person` or `least_loaded`)."""

    does: Does
    to: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the folder. `version` changes with everything but `title` and `about`."""

    name: str
    title: str
    about: str
    on: On
    days: int
    services: tuple[str, ...]
    when: feel.Expression | None
    do: tuple[Step, ...]
    version: str
    file: str
    line: int

    def looks_at(self, service: str) -> bool:
        return not self.services or service in self.services


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to `subject`, with what was true of it then. `event` names it, the same each time."""

    subject: str
    label: str
    service: str
    confidentiality: str
    event: str
    at: datetime
    facts: Mapping[str, feel.Value]


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `since` to `until`, both among them."""

    since: date
    until: date
