"""Background work of rules."""

from __future__ import annotations

import moothall.apps.automation.trying  # noqa: F401 — the worker finds jobs through modules called jobs alone
from moothall.apps.automation.definitions import BY_CALENDAR
from moothall.apps.automation.ports import subjects
from moothall.apps.automation.running import happened, looking
from moothall.ground.jobs.api import every
from moothall.kernel import clock


def look_at_the_calendar() -> int:
    """What is due, late or simply open today; returns how many rules acted. Run twice, nothing is done twice."""
    now, today, acted = clock.now(), clock.today(), 0
    for on in BY_CALENDAR:
        for rule, state in looking(on, now):
            for moment in subjects().on_day(rule, today):
                acted += happened(moment, ((rule, state),))
    return acted


@every(seconds=86_400, lane="rules", limit_seconds=3_600)
def look_each_night() -> None:
    """Let the rules of the calendar look."""
    look_at_the_calendar()
