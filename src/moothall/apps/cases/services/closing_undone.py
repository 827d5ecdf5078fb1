"""Closing was a mistake: the case is as it was, due when it was due."""

from __future__ import annotations

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseReopened
from moothall.apps.cases.models import CaseLink, Status, TaskKind, TextKind
from moothall.apps.cases.policies import CLOSE
from moothall.apps.cases.reading import pinned
from moothall.apps.cases.services.as_before import stand_as_before
from moothall.apps.cases.telling import due_facts, tell_parties
from moothall.apps.cases.writing import bounded, changing
from moothall.apps.deadlines import api as deadlines
from moothall.ground.gathering import listed
from moothall.kernel import clock
from moothall.kernel.actors import Actor


def undo_closing(reference: str, words: str, *, by: Actor) -> None:
    """Open again as if it had not been closed, on hold where it was; whoever reported it is told that it is open.

    Not as `reopen_case`, which counts anew: nobody has said that anything is not settled. A question that closing took
    back is not asked again.
    """
    with changing(reference, by=by, may=CLOSE) as change:
        case = change.case
        rules.is_closed.demand(case.status)
        live = listed(CaseLink, "duplicate_id = %s AND ended_at IS NULL LIMIT 1", (case.id,), only=("id",))
        rules.has_no_live_link.demand(bool(live))
        written = change.write(TextKind.CLOSING, bounded(words))
        ended = pinned(case).outcome(case.outcome)
        if ended is not None and ended.gives_back:
            change.finish_tasks(TaskKind.FEE)
        status = Status.IN_PROGRESS if case.assignee else Status.NEW
        running = stand_as_before(change, status, case.closed_at or clock.now())
        due_on = running.due_on if running else None
        counts = running is not None and running.state == "running"
        promise = deadlines.promise(running.due_on, running.working_days) if running and counts else None
        change.tell(CaseReopened(written.id, written.digest, due_on, by_mistake=True))
        tell_parties("case open again", case, lambda: due_facts(promise), by=by)
