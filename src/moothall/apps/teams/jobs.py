"""Background work of teams."""

from __future__ import annotations

from moothall.apps.teams.absences import forget_old_absences
from moothall.ground.jobs.api import every


@every(seconds=86_400, lane="housekeeping")
def forget_absences_long_over() -> None:
    """Absences are kept for three months after their last day."""
    forget_old_absences()
