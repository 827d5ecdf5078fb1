"""What the worker does for sign-in."""

from __future__ import annotations

from moothall.apps.identity.session_store import SessionStore
from moothall.ground.jobs.api import every


@every(seconds=86_400, lane="events")
def let_go_of_old_sessions() -> None:
    """Delete sessions that have ended."""
    SessionStore.clear_expired()
