"""What insight throws away in time."""

from __future__ import annotations

from datetime import timedelta

from moothall.apps.insight.counting import ENOUGH
from moothall.apps.insight.models import MissedWord, Remark, SaidOnce, UnusualLook
from moothall.apps.insight.watching.noticing import notice_unusual_looks
from moothall.ground.jobs.api import every
from moothall.kernel import clock

KEPT_DAYS, KEPT_RARE_DAYS = 90, 30
KEPT_LOOKS = timedelta(days=730)
#: Longer than any service lets a closed request be opened again.
KEPT_SAID_DAYS = 400


@every(seconds=24 * 3600, lane="housekeeping")
def forget_what_is_old() -> None:
    """Remarks and words go when their time is over."""
    today = clock.today()
    Remark.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    MissedWord.objects.filter(last__lt=today - timedelta(days=KEPT_DAYS)).delete()
    MissedWord.objects.filter(times__lt=ENOUGH, last__lt=today - timedelta(days=KEPT_RARE_DAYS)).delete()
    UnusualLook.objects.filter(at__lt=clock.now() - KEPT_LOOKS).delete()
    SaidOnce.objects.filter(day__lt=today - timedelta(days=KEPT_SAID_DAYS)).delete()


@every(seconds=300, lane="housekeeping")
def watch_looks() -> None:
    """List looks that somebody should ask about."""
    notice_unusual_looks()
