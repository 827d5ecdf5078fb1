"""The door of `deadlines`."""

from __future__ import annotations

from moothall.apps.deadlines.models import Clock, ClockEntry
from moothall.apps.deadlines.queries import (
    ClockNow,
    Promise,
    clock_of,
    clocks_of,
    end_of,
    promise,
    proof_of,
)
from moothall.apps.deadlines.services import (
    TARGET,
    bulk_clocks,
    bulk_entries,
    continue_clock,
    pause_clock,
    rebuild_clocks,
    restart_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from moothall.apps.deadlines.wording import day_in_words

__all__ = [
    "TARGET",
    "Clock",
    "ClockEntry",
    "ClockNow",
    "Promise",
    "bulk_clocks",
    "bulk_entries",
    "clock_of",
    "clocks_of",
    "continue_clock",
    "day_in_words",
    "end_of",
    "pause_clock",
    "promise",
    "proof_of",
    "rebuild_clocks",
    "restart_clock",
    "resume_clock",
    "start_clock",
    "stop_clock",
]
