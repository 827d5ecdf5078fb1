"""Closing with an outcome, and opening again when it was not settled."""

from __future__ import annotations

from datetime import timedelta

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseClosed, CaseReopened
from moothall.apps.cases.marks import REOPENED, YES, set_marks
from moothall.apps.cases.models import DONE_BY_CLOSING, Case, CaseLink, Status, TaskKind, TextKind
from moothall.apps.cases.noticing import notice
from moothall.apps.cases.policies import CLOSE, CaseNotFound
from moothall.apps.cases.reading import pinned
from moothall.apps.cases.services.asking import withdraw_question
from moothall.apps.cases.services.owing import ask_to_give_back
from moothall.apps.cases.services.subscribing import tell_subscribers
from moothall.apps.cases.telling import due_facts, parties_of, tell_followers, tell_parties
from moothall.apps.cases.two_persons import demand_alone
from moothall.apps.cases.window import reopen_until
from moothall.apps.cases.writing import Change, bounded, changing
from moothall.apps.deadlines import api as deadlines
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind


def close_case(reference: str, outcome: str, words: str = "", *, by: Actor) -> None:
    """Finish with one of the service's outcomes; `words` are added to what the reporter reads."""
    with changing(reference, by=by, may=CLOSE) as change:
        rules.is_open.demand(change.case.status)
        demand_alone(change.case, "close", by=by, outcome=outcome)
        close_in(change, outcome, bounded(words))


def close_in(change: Change, outcome: str, words: str) -> None:
    """The verb itself, in a transaction whose policy has been asked."""
    case, by = change.case, change.by
    rules.is_open.demand(case.status)
    chosen = pinned(case).outcome(outcome)
    rules.outcome_is_known.demand(chosen is not None)
    _finish_tasks(change)
    withdraw_question(case.id)
    written = change.write(TextKind.CLOSING, words) if words else None
    case.status, case.outcome, case.closed_at = Status.CLOSED, outcome, clock.now()
    stop_clock(case, by=by)
    change.tell(CaseClosed(outcome, written.id if written else None, written.digest if written else None))
    until = reopen_until(case)

    def facts() -> dict[str, str]:
        ended = pinned(case).outcome(outcome)
        day = deadlines.day_in_words(until) if until else ""
        return {"outcome": ended.words if ended else "", "words": words, "reopen_until": day}

    parties = parties_of(case.id)
    tell_parties("case closed", case, facts, by=by, parties=parties)
    tell_followers("case closed", case, facts, by=by)
    tell_subscribers("report closed", case, lambda: {"outcome": facts()["outcome"]}, by=by, parties=parties)
    if chosen is not None:
        ask_to_give_back(change, chosen)


def reopen_case(reference: str, words: str, *, by: Actor) -> None:
    """It is not settled. The resident says so within the service's window; an officer at any time.

    The clock starts again. What the resident writes becomes a task for the team. Said of a duplicate, it opens the
    case that one follows.
    """
    resident = by.kind is Kind.RESIDENT
    case_id, on_behalf = _followed(reference, by) if resident else (reference, by)
    with changing(case_id, by=on_behalf, may=None if resident else CLOSE) as change:
        case = change.case
        change.by = by
        words = bounded(words)
        rules.is_closed.demand(case.status)
        rules.has_no_live_link.demand(_is_duplicate(case))
        rules.has_words.demand(words)
        if resident:
            until = reopen_until(case)
            rules.within_window.demand(clock.today(), until or clock.today() - timedelta(days=1))
        written = change.write(TextKind.NOT_SETTLED, words)
        case.status = Status.IN_PROGRESS if case.assignee else Status.NEW
        case.outcome, case.closed_at = "", None
        set_marks(case, REOPENED, [YES])
        change.finish_tasks(TaskKind.FEE)
        promise = restart_clock(case, by=by)
        change.tell(CaseReopened(written.id, written.digest, promise.due_on if promise else None))
        if resident:
            sentence = "The reporter says that it is not settled."
            change.make_task(
                TaskKind.NOT_SETTLED, sentence, made_for=f"reopened:{written.id}", text=written.id
            )
        notice([case.assignee], messaging.REOPENED, case, by=by)
        said_so = resident and case_id == reference
        moment = "case reopened" if said_so else "case open again"
        tell_parties(moment, case, lambda: due_facts(promise), by=by)
        tell_subscribers("report reopened", case, lambda: due_facts(promise), by=by)


def stop_clock(case: Case, *, by: Actor) -> None:
    deadlines.stop_if_running(case.stream, by=by)


def restart_clock(case: Case, *, by: Actor) -> deadlines.Promise | None:
    """Count again from today with the target of the case's service; start where nothing was counted before."""
    targets = pinned(case).targets
    if not targets:
        stop_clock(case, by=by)
        return None
    days, calendar = targets[0].working_days, teams.working_calendar()
    if deadlines.clock_of(case.stream) is None:
        return deadlines.start_clock(case.stream, working_days=days, calendar=calendar, by=by)
    return deadlines.restart_clock(case.stream, working_days=days, calendar=calendar, by=by)


def _finish_tasks(change: Change) -> None:
    """Closing does some tasks; it is refused while others are open."""
    waiting = change.open_tasks()
    rules.tasks_are_done.demand(len([task for task in waiting if task.kind not in DONE_BY_CLOSING]))
    if waiting:
        change.finish_tasks()


def _is_duplicate(case: Case) -> bool:
    return CaseLink.objects.filter(duplicate_id=case.id, ended_at=None).exists()


def _followed(reference: str, by: Actor) -> tuple[str, Actor]:
    """The case a resident means, and an actor who may see it: their own, or the one theirs follows."""
    case = Case.objects.filter(reference=reference, pk__in=by.holds).first()
    if case is None:
        raise CaseNotFound(reference)
    link = CaseLink.objects.filter(duplicate_id=case.id, ended_at=None).first()
    if link is None:
        return reference, by
    original = Case.objects.get(pk=link.original_id)
    return original.reference, Actor(by.kind, by.key, classes=by.classes, holds=frozenset({original.id}))
