"""What the worker does for tallies."""

from __future__ import annotations

from moothall.ground.jobs.api import every
from moothall.ground.tallies.counting import forget_old


@every(seconds=3600, lane="events")
def forget_old_tallies() -> None:
    """Delete the numbers whose time is over."""
    forget_old()
