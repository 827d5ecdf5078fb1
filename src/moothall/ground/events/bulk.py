"""Telling millions of facts at once, sealed as they go in: for loading a demonstration or another system's past."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from moothall.ground.events.facts import write_fact
from moothall.ground.events.macs import SALT_SIZE, Row, present_keys, row_mac
from moothall.ground.events.sealing import add_seals
from moothall.ground.events.tables import copy_events, wait_for_sealer_lock
from moothall.kernel.ids import id_at

#: Events in one transaction.
CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Past:
    """A fact as it was told at some time past (`at` timezone-aware), by the actor with key `actor`."""

    stream: str
    sequence: int
    at: datetime
    actor: str
    fact: object


def bulk_record(told: Iterable[Past]) -> int:
    """Tell and seal everything in `told`, in its order, 10,000 to a transaction; returns how many.

    Within a stream it must come in order of sequence, from 1 or from what is told already. Holds the sealer's lock
    while a chunk goes in. Raises IntegrityError for a sequence that is taken; chunks before it stay.
    """
    total, left, key = 0, iter(told), present_keys().row
    while rows := list(_rows(key, islice(left, CHUNK))):
        total += _load(rows)
    return total


def _rows(key: bytes, told: Iterator[Past]) -> Iterator[Row]:
    for past in told:
        name, version, data = write_fact(past.fact)
        at = past.at.astimezone(UTC)
        written_at = at.isoformat(sep=" ", timespec="microseconds")[:26]
        unsigned = (
            _id_at(at).hex,
            past.stream,
            past.sequence,
            name,
            version,
            written_at,
            past.actor,
            data,
            os.urandom(SALT_SIZE),
        )
        yield Row(*unsigned, row_mac(key, Row(*unsigned, b"")))


def _id_at(at: datetime) -> UUID:
    return id_at(int(at.timestamp() * 1_000_000) * 1_000)


def _load(rows: Sequence[Row]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        wait_for_sealer_lock(cursor)
        copy_events(cursor, rows)
        return add_seals(cursor, present_keys(), rows)
