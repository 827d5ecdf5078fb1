"""What the worker does for payments besides asking after them."""

from __future__ import annotations

from datetime import date, datetime, time

from moothall.apps.payments.models import Payment
from moothall.ground.jobs.api import every
from moothall.kernel import clock

_YEARS = 6


@every(seconds=86_400, lane="payments")
def forget_payments_of_closed_years() -> None:
    """Payments, and what was given back of them, go six years after the end of their financial year."""
    Payment.objects.filter(begun_at__lt=_kept_from(clock.today())).delete()


def _kept_from(today: date) -> datetime:
    """The first day of the oldest year that is kept: years begin on 1 April."""
    this = today.year if (today.month, today.day) >= (4, 1) else today.year - 1
    return datetime.combine(date(this - _YEARS, 4, 1), time(), tzinfo=clock.LOCAL_ZONE)
