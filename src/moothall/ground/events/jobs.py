"""What the worker does for the log: seal, deliver, copy out."""

from __future__ import annotations

from moothall.ground.events.delivering import deliver
from moothall.ground.events.erasures import copy_out_ledger
from moothall.ground.events.heads import copy_out_head
from moothall.ground.events.sealing import seal_now
from moothall.ground.jobs.api import every

#: One second of sealing at most: what is left is sealed in the next.
_AT_ONCE = 20_000


@every(seconds=1, lane="events")
def seal_and_deliver() -> None:
    """Seal what was told in the last second and tell the listeners."""
    seal_now(at_most=_AT_ONCE)
    deliver()


@every(seconds=60, lane="events")
def copy_out() -> None:
    """Copy the head of the seal and the ledger of erasures out of the database."""
    copy_out_head()
    copy_out_ledger()
