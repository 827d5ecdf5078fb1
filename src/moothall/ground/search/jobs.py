"""Background work of search."""

from __future__ import annotations

from moothall.ground.jobs.api import every
from moothall.ground.search.putting import scrub


@every(seconds=86_400, lane="housekeeping")
def scrub_index() -> None:
    """Rewrite the index so that no word of what was removed is left in it."""
    scrub()
