"""Delivery: each listener follows the sealed numbers, the only total order there is.

A listener that fails on an event parks that event's stream, for itself only; later events of the stream wait
behind it, other streams and other listeners go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from moothall.ground.events.listeners import LISTENERS
from moothall.ground.events.models import Cursor, Parked
from moothall.ground.events.segments import head
from moothall.ground.events.turns import take_turn
from moothall.ground.jobs.api import RETRY_JOBS
from moothall.kernel import clock
from moothall.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class StuckDelivery:
    """An event a listener failed on: `error` is type, code and place; `waiting` events stand behind it."""

    id: UUID
    listener: str
    stream: str
    number: int
    attempts: int
    dead: bool
    next_try: datetime | None
    error: str
    parked_at: datetime
    waiting: int


def deliver(limit: int = 10_000) -> int:
    """Tell every listener what it has not been told, and try again what is due; returns how many were delivered.

    Stops after about `limit`. Run each second by a job; never inside a transaction.
    """
    last = head().number
    cursors = _cursors(last)
    parked = Parked.objects.filter(dead=False, next_try__lte=clock.now())
    due = set(parked.values_list("listener", flat=True).distinct())
    delivered = 0
    for name, listener in LISTENERS.items():
        more = cursors[name] < last or name in due
        while more and delivered < limit:
            done = take_turn(listener, last)
            delivered, more = delivered + done.delivered, done.more
    return delivered


def skip_to_head(name: str) -> None:
    """Let the listener `name` go on from the present head, as after a bulk load it need not hear of."""
    Cursor.objects.update_or_create(listener=name, defaults={"number": head().number})


def stuck_deliveries(*, seen_by: Actor, limit: int = 200) -> tuple[StuckDelivery, ...]:
    """Deliveries that failed, the dead first, then the oldest. Raises Refused for whoever may not retry jobs."""
    RETRY_JOBS.demand(seen_by)
    failed = Parked.objects.filter(attempts__gt=0).order_by("-dead", "number", "listener")[:limit]
    return tuple(_stuck(parked) for parked in failed)


def retry_delivery(id: UUID, *, by: Actor) -> bool:
    """Make a failed delivery due at once, with all its attempts before it; False when it is no longer there."""
    RETRY_JOBS.demand(by)
    failed = Parked.objects.filter(pk=id, attempts__gt=0)
    return bool(failed.update(dead=False, attempts=1, next_try=clock.now()))


def forget_delivery(id: UUID, *, by: Actor) -> bool:
    """Give up a failed delivery; the events waiting behind it go on. False when it is no longer there."""
    RETRY_JOBS.demand(by)
    with transaction.atomic():
        failed = Parked.objects.select_for_update().filter(pk=id, attempts__gt=0).first()
        if failed is None:
            return False
        failed.delete()
        behind = (
            Parked.objects.filter(listener=failed.listener, stream=failed.stream).order_by("number").first()
        )
        if behind is not None:
            behind.next_try = clock.now()
            behind.save()
        return True


def _stuck(parked: Parked) -> StuckDelivery:
    behind = Parked.objects.filter(listener=parked.listener, stream=parked.stream, number__gt=parked.number)
    return StuckDelivery(
        id=parked.pk,
        listener=parked.listener,
        stream=parked.stream,
        number=parked.number,
        attempts=parked.attempts,
        dead=parked.dead,
        next_try=parked.next_try,
        error=parked.error,
        parked_at=parked.parked_at,
        waiting=behind.count(),
    )


def _cursors(last: int) -> dict[str, int]:
    """How far each listener is; new ones begin where they asked to."""
    known = dict(Cursor.objects.values_list("listener", "number"))
    for name, listener in LISTENERS.items():
        if name not in known:
            known[name] = last if listener.start == "now" else 0
            Cursor.objects.bulk_create([Cursor(listener=name, number=known[name])], ignore_conflicts=True)
    return known
