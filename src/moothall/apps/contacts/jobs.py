"""What the worker does for contacts."""

from __future__ import annotations

from moothall.apps.contacts.erasing import let_go_of_old
from moothall.ground.jobs.api import every


@every(seconds=24 * 3600, lane="housekeeping")
def forget_old_contacts() -> None:
    """Words and contacts go when their time is over."""
    let_go_of_old()
