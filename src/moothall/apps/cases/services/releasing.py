"""A person has looked at a held request: it goes to its team, or it was spam."""

from __future__ import annotations

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseDropped, CaseReleased
from moothall.apps.cases.holding import DROPPED, HELD, class_after, may_judge
from moothall.apps.cases.models import Case, Status
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.services.closing import restart_clock, stop_clock
from moothall.apps.cases.telling import due_facts, tell_parties
from moothall.apps.cases.writing import changing
from moothall.apps.deadlines import api as deadlines
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

_SELF = system("cases")


def release_case(reference: str, *, by: Actor) -> None:
    """It is no spam: it goes to its team, and whoever sent it is told now. Its clock ran from the start; that of one
    that had been dropped starts again."""
    _demand(reference, by)
    with changing(reference, by=_SELF, may=None) as change:
        case, change.by = change.case, by
        rules.is_held.demand(case.confidentiality == HELD)
        case.confidentiality = class_after(case)
        promise = None
        if case.status == Status.CLOSED:
            case.status, case.outcome, case.closed_at = Status.NEW, "", None
            promise = restart_clock(case, by=by)
        else:
            running = deadlines.clock_of(case.stream)
            promise = deadlines.promise(running.due_on, running.working_days) if running else None
        change.tell(CaseReleased(case.confidentiality))
        tell_parties("case opened", case, lambda: due_facts(promise), by=by)


def drop_case(reference: str, *, by: Actor) -> None:
    """It is spam: closed, and told to nobody. It can be released until its service's retention erases it."""
    _demand(reference, by)
    with changing(reference, by=_SELF, may=None) as change:
        case, change.by = change.case, by
        rules.is_held.demand(case.confidentiality == HELD and case.status != Status.CLOSED)
        case.status, case.outcome, case.closed_at = Status.CLOSED, DROPPED, clock.now()
        stop_clock(case, by=by)
        change.tell(CaseDropped())


def _demand(reference: str, by: Actor) -> None:
    case = Case.objects.filter(reference=reference).first()
    if case is None or not may_judge(by, case):
        raise CaseNotFound(reference)
    rules.is_held.demand(case.confidentiality == HELD)
