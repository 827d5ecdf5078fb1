"""Segments: runs of sealed numbers whose headers hold the chain together when what is between is dropped."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.db import connection, transaction

from moothall.ground.events.macs import MAC_SIZE, Keys, as_bytes, mac_of_parts, present_keys
from moothall.ground.events.models import Segment
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import rule

#: A segment takes no more once it holds this many events, or once the month has changed.
FULL = 100_000


class WrongKey(Exception):
    """The log was sealed under another key than MOOTHALL_SEAL_KEY: nothing is sealed until that is put right."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the last sealed `number` (0: none yet) and its `mac` in hex."""

    number: int
    mac: str


@rule("SEAL-01")
def segment_is_the_oldest_and_closed(segment: Segment, oldest: Segment | None) -> bool:
    """Segments are dropped from the oldest, and never the one still being written."""
    return oldest is not None and segment.pk == oldest.pk and segment.closed


def header_mac(keys: Keys, segment: Segment) -> bytes:
    """What a true header of `segment` carries."""
    return mac_of_parts(
        keys.header,
        (
            segment.pk,
            segment.first_number,
            segment.last_number,
            as_bytes(segment.opening).hex(),
            as_bytes(segment.closing).hex(),
            segment.key_print,
            segment.opened_at.isoformat(),
            segment.closed,
            segment.dropped,
        ),
    )


def sign(keys: Keys, segment: Segment) -> None:
    """Save `segment` with its mac."""
    segment.mac = header_mac(keys, segment)
    segment.save()


def last_segment() -> Segment | None:
    return Segment.objects.order_by("-id").first()


def head() -> Head:
    """The end of the chain as the database has it."""
    last = last_segment()
    return Head(last.last_number, bytes(last.closing).hex()) if last else Head(0, "")


def segment_to_write(keys: Keys) -> Segment:
    """The open segment, or a new one after it when it is full or its month is over (saved with the next seal).

    Raises WrongKey when the log was sealed under another key.
    """
    last, now = last_segment(), clock.now()
    if last is None:
        return _opened(1, 1, os.urandom(MAC_SIZE), keys)
    if last.key_print != keys.key_print:
        raise WrongKey(
            "The log was sealed under another key. Set MOOTHALL_SEAL_KEY to the key it was sealed under."
        )
    full = last.last_number - last.first_number + 1 >= FULL
    month_is_over = (last.opened_at.year, last.opened_at.month) != (now.year, now.month)
    if not last.closed and not full and not month_is_over:
        return last
    if not last.closed:
        last.closed = True
        sign(keys, last)
    return _opened(last.pk + 1, last.last_number + 1, bytes(last.closing), keys)


def drop_segment(number: int, *, rule: str, by: Actor) -> int:
    """Drop the events of segment `number` under the retention rule `rule`; returns how many there were.

    The header stays and says so, under its mac. Raises Refused SEAL-01 for any but the oldest.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        segment = Segment.objects.select_for_update().get(pk=number)
        oldest = Segment.objects.filter(dropped="").order_by("id").first()
        segment_is_the_oldest_and_closed.demand(segment, oldest)
        within = [segment.first_number, segment.last_number]
        cursor.execute(
            "DELETE FROM events_event WHERE id IN "
            "(SELECT event_id FROM events_seal WHERE number BETWEEN %s AND %s)",
            within,
        )
        cursor.execute("DELETE FROM events_seal WHERE number BETWEEN %s AND %s", within)
        segment.dropped = f"{clock.now().isoformat(timespec='seconds')} under {rule} by {by.key}"
        sign(present_keys(), segment)
        return int(cursor.rowcount)


def _opened(number: int, first: int, opening: bytes, keys: Keys) -> Segment:
    return Segment(
        id=number,
        first_number=first,
        last_number=first - 1,
        opening=opening,
        closing=opening,
        key_print=keys.key_print,
        opened_at=clock.now(),
    )
