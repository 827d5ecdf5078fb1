"""What the worker does for sign-in."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from moothall.apps.identity.models import Account
from moothall.apps.identity.session_store import SessionStore
from moothall.ground.jobs.api import every
from moothall.kernel import clock
from moothall.kernel.ids import id_at

KEPT = timedelta(days=7 * 365 + 2)


@every(seconds=86_400, lane="events")
def let_go_of_old_sessions() -> None:
    """Delete sessions that have ended."""
    SessionStore.clear_expired()


@every(seconds=86_400, lane="housekeeping")
def forget_who_left_long_ago() -> None:
    """Delete suspended accounts seven years after their last sign-in; the log keeps what they did, without a name."""
    long_ago = clock.now() - KEPT
    left = Account.objects.filter(is_active=False)
    never = Q(last_login=None, id__lt=id_at(int(long_ago.timestamp() * 1_000_000_000)))
    left.filter(Q(last_login__lt=long_ago) | never).delete()
