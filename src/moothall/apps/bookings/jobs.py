"""Background work of rounds."""

from __future__ import annotations

from datetime import timedelta

from moothall.apps.bookings.desk import forget_visitors
from moothall.apps.bookings.models import Round
from moothall.ground.jobs.api import every
from moothall.kernel import clock

_KEPT = timedelta(days=365)


@every(seconds=86_400, lane="housekeeping")
def forget_old_rounds() -> None:
    """Rounds are kept for a year after their day; what was found stands in the cases."""
    Round.objects.filter(day__lt=clock.today() - _KEPT).delete()


@every(seconds=86_400, lane="housekeeping")
def forget_old_visitors() -> None:
    """Names and words given at the desk go after a month."""
    forget_visitors()
