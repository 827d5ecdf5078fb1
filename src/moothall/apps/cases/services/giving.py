"""Giving a case to another team or to whoever has the least to do, reminding of it, saying how urgent it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseAssigned, CaseStarted
from moothall.apps.cases.field import CaseGivenToTeam, PrioritySet, Reminded
from moothall.apps.cases.load import least_loaded
from moothall.apps.cases.marks import PRIORITY, marking, set_marks
from moothall.apps.cases.models import Case, Level, Priority, Status, TaskKind, TextKind
from moothall.apps.cases.noticing import notice_asked_still, notice_team
from moothall.apps.cases.policies import ASSIGN, WORK
from moothall.apps.cases.services.working import account_may_see, give
from moothall.apps.cases.traits import keep_level
from moothall.apps.cases.writing import Change, bounded, changing
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.kernel.actors import STAFF_CLASS, Actor, system, team_class

ESCALATED = messaging.notice_kind(
    "escalated",
    "needs a look by its team leader",
    "A rule says that a case of a team that I lead needs a look",
)
REMINDED = messaging.notice_kind("reminded", "waits for you", "A rule reminds me of a case that I have")
#: Of one case, and of many that somebody gave at once.
TO_TEAM = messaging.notice_kind("team", "was given to your team", "A case is given to my team")
MANY_TO_TEAM = messaging.notice_kind(
    "teams", "and others with it were given to your team", "Several cases are given to my team at once"
)
_SELF = system("cases")


@marking(PRIORITY)
def priorities_of(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """Of the cases that are not as urgent as most."""
    told = Priority.objects.filter(pk__in=keys).exclude(level=Level.NORMAL)
    return told.values_list("case_id", "level")


def give_to_team(reference: str, team: str, reason: str = "", *, tell: bool = True, by: Actor) -> None:
    """Another team deals with the case from now on; its service and clock stay. An officer says why, for colleagues.

    Everybody of that team hears of it, unless the caller will `tell` them of many at once. Raises Refused CASE-162,
    CASE-180 to 182.
    """
    with changing(reference, by=by, may=ASSIGN) as change:
        case, reason = change.case, bounded(reason)
        rules.is_open.demand(case.status)
        if by.is_officer:
            rules.has_a_reason.demand(reason)
        _demand_team(case, team)
        case.assignee = None
        if case.status == Status.IN_PROGRESS:
            case.status = Status.NEW
        _tell_given(change, team, reason)
        if tell:
            notice_team(case, TO_TEAM, by=by)
        notice_asked_still(case, by=by)


def _demand_team(case: Case, team: str) -> None:
    rules.team_is_known.demand(any(one.code == team for one in teams.teams()))
    rules.is_another_team.demand(case.team, team)
    rules.team_may_see.demand(case.confidentiality in (STAFF_CLASS, team_class(team)))


def _tell_given(change: Change, team: str, reason: str) -> None:
    change.case.team = team
    written = change.write(TextKind.REASON, reason) if reason else None
    change.tell(
        CaseGivenToTeam(team, None, written.id if written else None, written.digest if written else None)
    )


def undo_giving(reference: str, team: str, *, status: str, assignee: UUID | None, by: Actor) -> None:
    """It was given away by mistake: back with `team`, with whom it was, and begun where it was begun."""
    with changing(reference, by=by, may=ASSIGN) as change:
        case = change.case
        rules.is_open.demand(case.status)
        _demand_team(case, team)
        _tell_given(change, team, "")
        if status == Status.IN_PROGRESS and case.status == Status.NEW:
            case.status = Status.IN_PROGRESS
            change.tell(CaseStarted())
        if assignee is not None:
            give(change, assignee)


def give_to_least_loaded(reference: str, team: str, *, by: Actor) -> UUID:
    """Whoever of `team` has the least to do gets the case, and the team with them. Raises Refused CASE-183."""
    with changing(reference, by=by, may=ASSIGN) as change:
        case = change.case
        rules.is_open.demand(case.status)
        rules.team_may_see.demand(
            case.team == team or case.confidentiality in (STAFF_CLASS, team_class(team))
        )
        chosen = least_loaded(team, case.id, case.confidentiality, seen_by=_SELF)
        rules.somebody_is_there.demand(chosen is not None)
        assert chosen is not None
        if case.team != team:
            case.team = team
            change.tell(CaseGivenToTeam(team, chosen, None, None))
        if chosen != case.assignee:
            case.assignee = chosen
            change.tell(CaseAssigned(chosen))
    return chosen


def give_to_address(reference: str, email: str, *, by: Actor) -> None:
    """Give the case to whoever signs in with this address; who is away, to their cover. Raises Refused CASE-185."""
    account = teams.colleague_at(email)
    rules.person_is_known.demand(account is not None)
    with changing(reference, by=by, may=ASSIGN) as change:
        give(change, account)


def set_priority(reference: str, level: str, *, by: Actor) -> None:
    """Say how urgent the case is. Raises Refused CASE-184."""
    with changing(reference, by=by, may=WORK) as change:
        rules.is_open.demand(change.case.status)
        rules.level_is_known.demand(level in Level.values)
        known = Priority.objects.filter(pk=change.case.id).first()
        if (known.level if known else Level.NORMAL) == level:
            return
        Priority.objects.update_or_create(case=change.case, defaults={"level": level})
        told = "" if level == Level.NORMAL else level
        keep_level(change.case, told)
        set_marks(change.case, PRIORITY, [told] if told else [])
        change.tell(PrioritySet(level))


def ask_for_task(reference: str, words: str, *, made_for: str, by: Actor) -> None:
    """A task that a rule makes: once for each `made_for`."""
    with changing(reference, by=by, may=WORK) as change:
        rules.is_open.demand(change.case.status)
        change.make_task(TaskKind.RULE, words[:300], made_for=made_for)


def remind(reference: str, words: str, *, leaders: bool, by: Actor) -> None:
    """Tell whoever has the case, or the leaders of its team; who may not see it is not told."""
    with changing(reference, by=by, may=WORK) as change:
        case = change.case
        rules.is_open.demand(case.status)
        to_leaders = leaders or case.assignee is None
        whom = teams.leaders_of(case.team) if to_leaders else (case.assignee,)
        may_see = partial(account_may_see, case_id=case.id, confidentiality=case.confidentiality)
        kind = ESCALATED if leaders else REMINDED
        told = messaging.notify(
            [one for one in whom if one is not None and may_see(one)],
            kind,
            about=case.stream,
            label=case.reference,
            by=by,
            may_see=may_see,
        )
        change.tell(Reminded(words, to_leaders, len(told)))
