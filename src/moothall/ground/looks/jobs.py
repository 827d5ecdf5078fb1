"""What the worker does for the record of looks."""

from __future__ import annotations

from datetime import timedelta

from moothall.ground.jobs.api import every
from moothall.ground.looks.recording import forget_looks, make_findable
from moothall.kernel import clock

KEPT = timedelta(days=730)


@every(seconds=300, lane="events")
def find_looks() -> None:
    """Make looks findable by what was seen."""
    make_findable()


@every(seconds=86_400, lane="events")
def let_go_of_old_looks() -> None:
    """Delete looks older than two years."""
    forget_looks(before=clock.now() - KEPT)
