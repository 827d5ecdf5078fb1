"""What the worker does for people."""

from __future__ import annotations

from moothall.apps.people.keying import write_keys
from moothall.ground.jobs.api import every

#: A run of a million records would keep its lane for minutes: what is left is the next one's.
MOST = 50_000


@every(seconds=60, lane="housekeeping")
def key_people() -> None:
    """Write what records are found by."""
    write_keys(most=MOST)
