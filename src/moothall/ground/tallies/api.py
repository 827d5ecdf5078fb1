"""The door of `tallies`: count what was done, and ask how often it was."""

from __future__ import annotations

from moothall.ground.tallies.counting import counted, forget_old, times

__all__ = ["counted", "forget_old", "times"]
