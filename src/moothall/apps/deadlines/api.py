"""The door of `deadlines`."""

from __future__ import annotations

from moothall.apps.deadlines.bulk import PastClock, bulk_clocks
from moothall.apps.deadlines.queries import (
    ClockNow,
    Promise,
    clock_of,
    clock_proven,
    clock_read,
    clocks_of,
    end_of,
    promise,
    proof_of,
)
from moothall.apps.deadlines.services import (
    TARGET,
    agree_day,
    continue_clock,
    no_longer_wait,
    pause_clock,
    rebuild_clocks,
    restart_clock,
    resume_clock,
    start_clock,
    stop_clock,
    stop_if_running,
    wait_on,
)
from moothall.apps.deadlines.wording import day_in_words

__all__ = [
    "TARGET",
    "ClockNow",
    "PastClock",
    "Promise",
    "agree_day",
    "bulk_clocks",
    "clock_of",
    "clock_proven",
    "clock_read",
    "clocks_of",
    "continue_clock",
    "day_in_words",
    "end_of",
    "no_longer_wait",
    "pause_clock",
    "promise",
    "proof_of",
    "rebuild_clocks",
    "restart_clock",
    "resume_clock",
    "start_clock",
    "stop_clock",
    "stop_if_running",
    "wait_on",
]
