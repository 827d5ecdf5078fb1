"""Taking, giving, starting; tasks."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseAssigned, CaseStarted, CaseTaken, TaskCompleted
from moothall.apps.cases.field import CoverNamed, TaskWritten
from moothall.apps.cases.models import Status, Task, TaskKind, TextKind
from moothall.apps.cases.noticing import notice
from moothall.apps.cases.policies import ASSIGN, WORK, CaseNotFound, may_see
from moothall.apps.cases.writing import Change, bounded, changing
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import Actor

#: What a task says of itself once the words of whoever wrote it down are erased.
WRITTEN_DOWN = "Something that a colleague wrote down."


def take_case(reference: str, *, by: Actor) -> None:
    """The officer who acts deals with it from now on, and work has begun."""
    with changing(reference, by=by, may=WORK) as change:
        case = change.case
        rules.is_open.demand(case.status)
        rules.not_already_mine.demand(case.assignee, by.account_id)
        rules.nobody_else_has_it.demand(case.assignee, by.account_id)
        if by.account_id is None:
            raise CaseNotFound(reference)
        case.assignee = by.account_id
        change.tell(CaseTaken(by.account_id))
        if case.status == Status.NEW:
            case.status = Status.IN_PROGRESS


def assign_case(reference: str, *, to: UUID | None, by: Actor) -> None:
    """Give the case to the account `to`, or back to its team (None). Who may not see it cannot be given it."""
    with changing(reference, by=by, may=ASSIGN) as change:
        give(change, to)


def give(change: Change, to: UUID | None) -> None:
    """In a verb's transaction: to the account, or to who covers it while it is away and may see the case."""
    case = change.case
    rules.is_open.demand(case.status)
    meant = to
    if to is not None:
        cover = teams.covers_of([to]).get(to)
        if cover is not None and account_may_see(cover, case.id, case.confidentiality):
            to = cover
        rules.assignee_may_see.demand(account_may_see(to, case.id, case.confidentiality))
    if to != case.assignee:
        case.assignee = to
        change.tell(CaseAssigned(to))
        notice([to], messaging.ASSIGNED, case, by=change.by)
        if meant is not None and meant != to:
            change.tell(CoverNamed(meant))


def account_may_see(account_id: UUID, case_id: UUID, confidentiality: str) -> bool:
    """Whether whoever signs in with this account sees the case."""
    return may_see(teams.actor_with(account_id, teams.places_of(account_id)), case_id, confidentiality)


def start_case(reference: str, *, by: Actor) -> None:
    """Work begins without anybody's name on it."""
    with changing(reference, by=by, may=WORK) as change:
        rules.is_new.demand(change.case.status)
        change.case.status = Status.IN_PROGRESS
        change.tell(CaseStarted())


def add_task(reference: str, words: str, *, by: Actor) -> None:
    """Write down what is to be done: it stands on the case and in lists until somebody says that it is done."""
    with changing(reference, by=by, may=WORK) as change:
        words = bounded(words)
        rules.is_open.demand(change.case.status)
        rules.has_words.demand(words)
        rules.task_is_short.demand(words)
        written = change.write(TextKind.TASK, words)
        change.make_task(TaskKind.OWN, WRITTEN_DOWN, made_for=f"written:{written.id}", text=written.id)
        change.tell(TaskWritten(written.id, written.digest))


def complete_task(reference: str, task_id: UUID, *, by: Actor) -> None:
    """Say that a task of the case is done. Raises CaseNotFound for a task of another case."""
    with changing(reference, by=by, may=WORK) as change:
        task = Task.objects.filter(pk=task_id, case_id=change.case.id).first()
        if task is None:
            raise CaseNotFound(reference)
        rules.task_is_open.demand(task.done_at is not None)
        rules.is_decided_and_not_ticked_off.demand(task.made_for.startswith("approval:"))
        task.done_at, task.done_by = clock.now(), by.key
        task.save(force_update=True)
        change.tell(TaskCompleted(task.id, task.kind))
