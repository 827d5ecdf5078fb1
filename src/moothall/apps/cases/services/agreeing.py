"""A later day for a case than the one that was promised, of which whoever asked is told, with why."""

from __future__ import annotations

from datetime import date

from moothall.apps.cases import rules
from moothall.apps.cases.deeds import LaterDayAgreed
from moothall.apps.cases.models import TextKind
from moothall.apps.cases.policies import WORK
from moothall.apps.cases.telling import due_facts, tell_followers, tell_parties
from moothall.apps.cases.writing import bounded, changing
from moothall.apps.deadlines import api as deadlines
from moothall.kernel.actors import Actor


def agree_later_day(reference: str, day: date, reason: str, *, by: Actor) -> None:
    """From now on it is due on `day`; the reporter and those of its duplicates read that, and `reason`.

    Raises Refused CASE-145 where nothing is promised or the clock stands still, CLOCK-06 for a day that is not later.
    """
    with changing(reference, by=by, may=WORK) as change:
        case, reason = change.case, bounded(reason)
        rules.is_open.demand(case.status)
        running = deadlines.clock_of(case.stream)
        rules.its_clock_runs.demand(running is not None and running.state == "running")
        rules.has_a_reason.demand(reason)
        promise = deadlines.agree_day(case.stream, day, by=by)
        written = change.write(TextKind.REASON, reason)
        change.tell(LaterDayAgreed(day, written.id, written.digest))
        facts = {"words": reason}
        tell_parties("case due later", case, lambda: {**due_facts(promise), **facts}, by=by)
        tell_followers("case due later", case, lambda: {**due_facts(promise), **facts}, by=by)
