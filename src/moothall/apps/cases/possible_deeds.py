"""When a case can be put on hold, passed on, split, joined with others, or flagged; and why not."""

from __future__ import annotations

from moothall.apps.cases import rules
from moothall.apps.cases.bodies import bodies
from moothall.apps.cases.models import TaskKind
from moothall.apps.cases.policies import ASSIGN, FLAG, MOVE, READ, REFER, WORK
from moothall.apps.cases.possible import Verb, left_to_do, possible
from moothall.apps.cases.traits import APPROVAL, MERGED, ON_HOLD, WITH_BODY
from moothall.apps.cases.views import CaseView
from moothall.kernel.actors import STAFF_CLASS, Actor


@possible(Verb.HOLD, WORK)
def _hold(case: CaseView, by: Actor) -> str | None:
    return None if ON_HOLD in case.traits else rules.is_open.why_not(case.status)


@possible(Verb.LATER, WORK)
def _later(case: CaseView, by: Actor) -> str | None:
    if case.due_on is None:
        return None
    return rules.is_open.why_not(case.status) or rules.its_clock_runs.why_not(not case.paused)


@possible(Verb.GO_ON, WORK)
def _go_on(case: CaseView, by: Actor) -> str | None:
    return "" if ON_HOLD in case.traits else None


@possible(Verb.REFER, REFER)
def _refer(case: CaseView, by: Actor) -> str | None:
    if not any(one.takes(case.service) for one in bodies(seen_by=by)):
        return None
    return rules.is_open.why_not(case.status) or rules.tasks_are_done.why_not(left_to_do(case))


@possible(Verb.TAKE_BACK, REFER)
def _take_back(case: CaseView, by: Actor) -> str | None:
    return "" if WITH_BODY in case.traits else None


@possible(Verb.SPLIT, MOVE)
def _split(case: CaseView, by: Actor) -> str | None:
    return rules.is_open.why_not(case.status)


@possible(Verb.MERGE, WORK)
def _merge(case: CaseView, by: Actor) -> str | None:
    follows = any(link.follows for link in case.links)
    return rules.is_open.why_not(case.status) or rules.is_itself_not_merged.why_not(follows)


@possible(Verb.UNMERGE, WORK)
def _unmerge(case: CaseView, by: Actor) -> str | None:
    return "" if MERGED in case.traits else None


@possible(Verb.REST, WORK)
def _rest(case: CaseView, by: Actor) -> str | None:
    waits = any(task.kind == TaskKind.REST for task in case.tasks)
    return rules.is_open.why_not(case.status) if waits else None


@possible(Verb.APPROVE, READ)
def _approve(case: CaseView, by: Actor) -> str | None:
    return "" if APPROVAL in case.traits else None


@possible(Verb.SEND_BACK, READ)
def _send_back(case: CaseView, by: Actor) -> str | None:
    return "" if APPROVAL in case.traits else None


@possible(Verb.TAKE_APPROVAL_BACK, READ)
def _take_approval_back(case: CaseView, by: Actor) -> str | None:
    return "" if APPROVAL in case.traits else None


@possible(Verb.FLAG, FLAG)
def _flag(case: CaseView, by: Actor) -> str | None:
    return "" if any(party.email or party.phone for party in case.parties) else None


@possible(Verb.TEAM, ASSIGN)
def _team(case: CaseView, by: Actor) -> str | None:
    return rules.is_open.why_not(case.status) or rules.team_may_see.why_not(
        case.confidentiality == STAFF_CLASS
    )


@possible(Verb.PRIORITY, WORK)
def _priority(case: CaseView, by: Actor) -> str | None:
    return rules.is_open.why_not(case.status)
