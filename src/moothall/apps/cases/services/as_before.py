"""A case that followed another stands on its own again: as it stood before, whatever joining them had ended.

Joining closes a case, and closing ends what was begun with it: its clock, its hold, what a second person was asked.
When the link is ended, at whatever later date, all of that is there again. What it waited for may have come meanwhile;
then it comes back from hold at once, as it would have.
"""

from __future__ import annotations

from moothall.apps.cases.models import CaseLink, Status
from moothall.apps.cases.services.approving import ask_still
from moothall.apps.cases.services.on_hold import hold_still, look_at_hold_again
from moothall.apps.cases.writing import Change
from moothall.apps.deadlines import api as deadlines


def stand_as_before(change: Change, link: CaseLink) -> None:
    """In the transaction that ends the `link`: status, clock, hold and approval as they were."""
    case, since = change.case, link.linked_at
    case.status, case.outcome, case.closed_at = Status(link.status_before), "", None
    hold = hold_still(change, since)
    if deadlines.clock_of(case.stream) is not None:
        waits = case.status == Status.WAITING or (hold is not None and hold.stopped_clock)
        (deadlines.wait_on if waits else deadlines.continue_clock)(case.stream, by=change.by)
    if hold is not None:
        look_at_hold_again(change, hold, since)
    ask_still(change, since)
