"""Background work of teams."""

from __future__ import annotations

from moothall.apps.teams.absences import forget_old_absences
from moothall.apps.teams.services import forget_who_has_left
from moothall.ground.jobs.api import every


@every(seconds=86_400, lane="housekeeping")
def forget_absences_long_over() -> None:
    """Absences are kept for three months after their last day."""
    forget_old_absences()


@every(seconds=86_400, lane="housekeeping")
def forget_those_who_have_left() -> None:
    """What somebody declared, and how much they can do, is kept for a month after they had their last place."""
    forget_who_has_left()
