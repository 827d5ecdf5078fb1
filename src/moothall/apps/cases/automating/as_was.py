"""How a case stood after any of its facts, from its facts alone: what a rule looks at, live and in a trial alike.

A rule that looked at the row would see what colleagues did in the seconds after; a trial could not see that again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from moothall.apps.automation import api as automation
from moothall.apps.cases import deeds
from moothall.apps.cases import events as told
from moothall.apps.cases.field import CaseGivenToTeam
from moothall.apps.cases.models import Status
from moothall.apps.teams import api as teams
from moothall.ground.events.api import Recorded
from moothall.kernel import clock, feel

#: What a fact makes of a case's status, where that is always the same.
_STATUS: Mapping[type, Status] = {
    told.CaseOpened: Status.NEW,
    told.ReporterAsked: Status.WAITING,
    told.QuestionAnswered: Status.IN_PROGRESS,
    told.CaseStarted: Status.IN_PROGRESS,
    told.CaseClosed: Status.CLOSED,
    told.CaseWithdrawn: Status.CLOSED,
    told.CaseDropped: Status.CLOSED,
    told.DuplicateLinked: Status.CLOSED,
    deeds.CaseReferred: Status.CLOSED,
    deeds.CaseMerged: Status.CLOSED,
}
#: Of what is undone: the case stands as it stood before; after a referral nobody is asked any more.
_UNDONE = (told.DuplicateUnlinked, deeds.ReferralTakenBack, deeds.CaseUnmerged)
#: Of a case that is closed only because it follows another: as what it stands when it follows no more.
_MEANWHILE: Mapping[type, Status] = {
    told.QuestionAnswered: Status.IN_PROGRESS,
    told.CaseWithdrawn: Status.CLOSED,
}
_CARRIED = ("service", "version", "team", "confidentiality", "assignee")
#: With these the count begins, or there is none; any other fact says a day where that is another one.
_COUNTED = (told.CaseOpened, told.CaseMoved, told.CaseReopened)


@dataclass(frozen=True, slots=True)
class AsWas:
    """A case as it stood. `revision` is the number of its answers, `at` when its last fact was told."""

    opened_at: datetime
    at: datetime
    service: str = ""
    version: str = ""
    team: str = ""
    confidentiality: str = ""
    channel: str = ""
    due_on: date | None = None
    assignee: UUID | None = None
    status: Status = Status.NEW
    reopened: int = 0
    revision: int = 1
    before: Status = field(default=Status.NEW)

    def after(self, one: Recorded) -> AsWas:
        """As it stood when `one` had been told too."""
        fact: Any = one.fact
        changed: dict[str, Any] = {"at": one.at}
        changed |= {name: getattr(fact, name) for name in _CARRIED if hasattr(fact, name)}
        due_on = getattr(fact, "due_on", None)
        if due_on is not None or isinstance(fact, _COUNTED):
            changed["due_on"] = due_on
        if isinstance(fact, told.CaseOpened):
            changed |= {"channel": fact.channel}
        elif isinstance(getattr(fact, "answers", None), UUID):
            changed["revision"] = self.revision + 1
        if isinstance(fact, told.CaseReopened) and not fact.by_mistake:
            changed["reopened"] = self.reopened + 1
        status = self._status(fact)
        if status is not self.status:
            changed |= {"status": status, "before": self.status}
        elif status is Status.CLOSED:
            changed["before"] = _MEANWHILE.get(type(fact), self.before)
        return replace(self, **changed)

    def _status(self, fact: object) -> Status:
        if isinstance(fact, told.CaseTaken):
            return Status.IN_PROGRESS if self.status is Status.NEW else self.status
        if isinstance(fact, told.CaseReopened | told.CaseMoved):
            return Status.IN_PROGRESS if self.assignee else Status.NEW
        if isinstance(fact, CaseGivenToTeam) and fact.assignee is None and self.status is Status.IN_PROGRESS:
            return Status.NEW
        if isinstance(fact, _UNDONE) and self.status is Status.CLOSED and getattr(fact, "opened", True):
            asked = self.before is Status.WAITING and isinstance(fact, deeds.ReferralTakenBack)
            return Status.IN_PROGRESS if asked else self.before
        if isinstance(fact, told.CaseReleased) and self.status is Status.CLOSED:
            return Status.NEW
        if type(fact) in _MEANWHILE and self.status is Status.CLOSED:
            return Status.CLOSED
        if isinstance(fact, told.FollowerAdded) and fact.goes_on:
            return Status.IN_PROGRESS
        return _STATUS.get(type(fact), self.status)


def begun(one: Recorded) -> AsWas:
    """A case at its first fact."""
    return AsWas(opened_at=one.at, at=one.at).after(one)


def facts_of(was: AsWas, ward: str, answers: Mapping[str, feel.Value], today: date) -> dict[str, feel.Value]:
    """What a condition may name, on the day `today`."""
    left = None if was.due_on is None else (was.due_on - today).days
    opened_on = clock.local(was.opened_at).date()
    return {
        "service": was.service,
        "team": was.team,
        "ward": ward,
        "channel": was.channel,
        "status": was.status.value,
        "assigned": was.assignee is not None,
        "reopened": Decimal(was.reopened),
        "opened_on": opened_on,
        "days_open": Decimal((today - opened_on).days),
        "due_on": was.due_on,
        "days_left": None if left is None else Decimal(left),
        "late": left is not None and left < 0 and was.status in (Status.NEW, Status.IN_PROGRESS),
        "today": today,
        "weekday": automation.WEEKDAYS[today.weekday()],
        "working_day": teams.working_calendar().is_working(today),
        automation.ANSWERS: dict(answers),
    }
