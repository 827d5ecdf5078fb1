"""A closed case is open again as if it had not been closed: because it follows no other any more, or by mistake.

Closing ends what was begun with a case: its clock, its hold, what a second person was asked. When it was closed only
because it was joined with another, or by mistake, all of that is there again, at whatever later date. What it waited
for may have come meanwhile; then it comes back from hold at once, as it would have.
"""

from __future__ import annotations

from datetime import datetime

from moothall.apps.cases.models import Status
from moothall.apps.cases.services.approving import ask_still
from moothall.apps.cases.services.on_hold import hold_still, look_at_hold_again
from moothall.apps.cases.writing import Change
from moothall.apps.deadlines import api as deadlines


def stand_as_before(change: Change, status: Status, since: datetime) -> None:
    """In the transaction that opens it: `status` is how it stood, and clock, hold and approval as they were when it was
    closed at `since`."""
    case = change.case
    case.status, case.outcome, case.closed_at = status, "", None
    hold = hold_still(change, since)
    if deadlines.clock_of(case.stream) is not None:
        waits = case.status == Status.WAITING or (hold is not None and hold.stopped_clock)
        (deadlines.wait_on if waits else deadlines.continue_clock)(case.stream, by=change.by)
    if hold is not None:
        look_at_hold_again(change, hold, since)
    ask_still(change, since)
