"""Background work of rules."""

from __future__ import annotations

import moothall.apps.automation.trying  # noqa: F401 — the worker finds jobs through modules called jobs alone
from moothall.apps.automation.nights import forget_daily, look_at_the_calendar
from moothall.ground.jobs.api import every


@every(seconds=86_400, lane="rules", limit_seconds=3_600)
def look_each_night() -> None:
    """Let the rules of the calendar look, and catch up on the nights at which nothing ran."""
    look_at_the_calendar()


@every(seconds=86_400, lane="housekeeping")
def forget_what_was_done_daily() -> None:
    """What a rule did that looks every day is kept for 90 days."""
    forget_daily()
