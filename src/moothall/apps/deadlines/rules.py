"""What a clock refuses."""

from __future__ import annotations

from datetime import date

from moothall.kernel.rules import rule


@rule("CLOCK-01")
def is_running(state: str) -> bool:
    """The clock of this request is not running, so it cannot be paused."""
    return state == "running"


@rule("CLOCK-02")
def is_paused(state: str) -> bool:
    """The clock of this request is not paused, so it cannot go on."""
    return state == "paused"


@rule("CLOCK-03")
def is_not_stopped(state: str) -> bool:
    """The clock of this request has already stopped."""
    return state != "stopped"


@rule("CLOCK-04")
def target_is_bounded(working_days: int) -> bool:
    """A target is from 0 to 1,000 working days."""
    return 0 <= working_days <= 1_000


@rule("CLOCK-05")
def is_stopped(state: str) -> bool:
    """The clock of this request has not stopped."""
    return state == "stopped"


@rule("CLOCK-06")
def is_a_later_day(due_on: date, today: date, day: date) -> bool:
    """Choose a day that is still to come, after the one on which it is due now and within the next 12 months."""
    return max(due_on, today) < day <= date(today.year + 1, today.month, min(today.day, 28))
