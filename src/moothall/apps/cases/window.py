"""Until when a resident can say that it is not settled."""

from __future__ import annotations

from datetime import date, timedelta

from moothall.apps.cases.models import Case
from moothall.apps.cases.reading import pinned
from moothall.kernel import clock


def reopen_until(case: Case) -> date | None:
    """The last day of the window; None for an open case and for a service without one."""
    days = pinned(case).reopen_days
    if case.closed_at is None or not days:
        return None
    return clock.local(case.closed_at).date() + timedelta(days=days)
