"""A closed case is open again as if it had not been closed: because it follows no other any more, or by mistake.

Closing ends what was begun with a case: its clock, its hold, what a second person was asked. When it was closed only
because it was joined with another, or by mistake, all of that is there again, at whatever later date. What it waited
for may have come meanwhile; then it comes back from hold at once, as it would have.
"""

from __future__ import annotations

from datetime import datetime

from moothall.apps.cases.models import Status
from moothall.apps.cases.services.approving import ask_still
from moothall.apps.cases.services.on_hold import come_back, hold_still, what_came
from moothall.apps.cases.writing import Change
from moothall.apps.deadlines import api as deadlines
from moothall.apps.teams import api as teams
from moothall.ground import rows


def stand_as_before(change: Change, status: Status, since: datetime) -> deadlines.ClockNow | None:
    """In the transaction that opens it: `status` is how it stood, and clock, hold and approval as they were when it was
    closed at `since`. Returns where its clock stands now, None where it has none.

    Of many cases at once, each is written in one message; what is read again here is sent before.
    """
    case = change.case
    case.status, case.outcome, case.closed_at = status, "", None
    hold = hold_still(change, since)
    came = what_came(change, hold, since) if hold is not None else None
    running = deadlines.clock_of(case.stream)
    if running is not None:
        held = hold is not None and hold.stopped_clock
        if held and came:
            calendar = teams.working_calendar()
            deadlines.no_longer_wait(case.stream, on=came[1], calendar=calendar, by=change.by)
            rows.send_waiting()
        waits = case.status == Status.WAITING or (held and not came)
        running = (deadlines.wait_on if waits else deadlines.continue_clock)(case.stream, by=change.by)
    if hold is not None and came:
        rows.send_waiting()
        come_back(change, hold, came[0])
        rows.send_waiting()
        running = deadlines.clock_of(case.stream)
    ask_still(change, since)
    return running
