"""Background work of files."""

from __future__ import annotations

from moothall.ground.files.keeping import SWEPT_AT_ONCE, sweep
from moothall.ground.jobs.api import every


@every(seconds=3600, lane="housekeeping")
def sweep_files() -> None:
    """Delete from the store what nobody has owned for a day."""
    while sweep() == SWEPT_AT_ONCE:
        pass
