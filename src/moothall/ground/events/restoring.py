"""After an older backup was put back: the copies outside the database know more than it does."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.ground.events.erasures import copy_out_ledger, replay_erasures
from moothall.ground.events.heads import acknowledge_restore, copy_out_head
from moothall.ground.events.sealing import seal_now
from moothall.ground.events.segments import head
from moothall.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Restored:
    """`number` is where the restored log ended, `erasures` how many were made again."""

    number: int
    erasures: int


def after_restore(*, by: Actor) -> Restored:
    """Say in the copied-out heads that the older log was put back on purpose, and make every later erasure again.

    Called by `moothall restore` before anybody is served; never in a transaction.
    """
    number = head().number
    acknowledge_restore(by=by)
    erasures = replay_erasures()
    seal_now()
    copy_out_head()
    copy_out_ledger()
    return Restored(number, erasures)
