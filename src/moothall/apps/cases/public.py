"""The public report of a case: what it is about and how it goes, nothing about anybody and nobody's words.

There is one where the service says `public: yes`, open to all staff, not erased and not withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from moothall.apps.cases.events import CaseClosed, CaseOpened, CaseReopened, CaseStarted, CaseTaken
from moothall.apps.cases.models import Case, Status
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.reading import pinned, service_name
from moothall.apps.cases.withdrawn import WITHDRAWN
from moothall.apps.catalogue import api as catalogue
from moothall.apps.deadlines import api as deadlines
from moothall.ground.events.api import history
from moothall.kernel.actors import STAFF_CLASS, Actor, system

_SELF = system("cases")


@dataclass(frozen=True, slots=True)
class PublicStep:
    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What everybody may read of a request. `ward` is as near as it says where."""

    reference: str
    service: str
    service_name: str
    ward: str
    status: str
    outcome_words: str
    opened_at: datetime
    due_on: date | None
    story: tuple[PublicStep, ...]


def is_public(case: Case) -> bool:
    """Whether there is a public report of `case`. No query."""
    if case.erased or case.confidentiality != STAFF_CLASS or case.outcome == WITHDRAWN:
        return False
    try:
        return catalogue.service_named(case.service, seen_by=_SELF).public
    except catalogue.NoSuchService:
        return False


def public_case(reference: str) -> Case:
    """Raises CaseNotFound, for one that is not public too."""
    case = Case.objects.filter(reference=reference).first()
    if case is None or not is_public(case):
        raise CaseNotFound(reference)
    return case


def public_report(reference: str, *, seen_by: Actor) -> PublicReport:
    """The public report. Raises CaseNotFound where there is none, and where it is not public, alike."""
    case = public_case(reference)
    outcome = pinned(case).outcome(case.outcome)
    running = deadlines.clock_of(case.stream)
    return PublicReport(
        reference=case.reference,
        service=case.service,
        service_name=service_name(case.service),
        ward=case.ward,
        status=case.status,
        outcome_words=outcome.words if outcome else "",
        opened_at=case.opened_at,
        due_on=running.due_on if running and case.status != Status.CLOSED else None,
        story=_story(case),
    )


def _story(case: Case) -> tuple[PublicStep, ...]:
    steps: list[PublicStep] = []
    for one in history(case.stream):
        sentence = _sentence(one.fact, case)
        if sentence and not (steps and steps[-1].sentence == sentence):
            steps.append(PublicStep(one.at, sentence))
    return tuple(steps)


def _sentence(fact: object, case: Case) -> str:
    if isinstance(fact, CaseOpened):
        return _("Somebody told us.")
    if isinstance(fact, CaseTaken | CaseStarted):
        return _("We are dealing with it.")
    if isinstance(fact, CaseReopened):
        return _("It is open again.")
    if isinstance(fact, CaseClosed):
        outcome = pinned(case).outcome(fact.outcome)
        return _("We have finished. {outcome}").format(outcome=outcome.words if outcome else "").strip()
    return ""
