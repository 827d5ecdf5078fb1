"""Verbs on people: a record is written once and one day erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.apps.people.keying import keyed_up_to, load_keys, nothing_waits, reach
from moothall.apps.people.models import SourceRecord
from moothall.ground import rows
from moothall.ground.events.api import commitment
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import id_at, new_id


@dataclass(frozen=True, slots=True)
class RecordedSource:
    """`digest` commits to what was said; the fact that tells of it carries the digest, never the words."""

    id: UUID
    digest: str


def record_source(
    *,
    source: str,
    name: str = "",
    email: str = "",
    phone: str = "",
    address: Sequence[str] = (),
    purpose: str,
    by: Actor,
) -> RecordedSource:
    """Keep what somebody said about themselves, as it came (only surrounding space is taken off)."""
    record = rows.made(
        SourceRecord,
        id=new_id(),
        source=source,
        name=name.strip()[:300],
        email=email.strip()[:320],
        phone=phone.strip()[:40],
        address="\n".join(line.strip() for line in address if line.strip()),
        purpose=purpose[:200],
        recorded_by=by.key,
        recorded_at=clock.now(),
    )
    record.salt, digest = commitment(content_of(record))
    rows.insert(record)
    return RecordedSource(record.id, digest)


def content_of(record: SourceRecord) -> bytes:
    """The bytes the digest commits to."""
    said = [record.source, record.name, record.email, record.phone, record.address, record.purpose]
    return _encode(said).encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class CommittedSource:
    """A record as its digest was made of it."""

    id: UUID
    salt: bytes
    content: bytes


def committed_sources(keys: Iterable[UUID | str]) -> tuple[CommittedSource, ...]:
    """Those of the records that still exist, for the check of the sealed log."""
    found = SourceRecord.objects.filter(pk__in=list(keys))
    return tuple(CommittedSource(one.id, bytes(one.salt), content_of(one)) for one in found)


def erase_sources(ids: Iterable[UUID], *, by: Actor) -> int:
    """Drop the records and their salts for good; returns how many there were."""
    erased, _ = SourceRecord.objects.filter(pk__in=list(ids)).delete()
    return erased


@dataclass(frozen=True, slots=True)
class PastSource:
    """What somebody said once, to be loaded with many others."""

    source: str
    name: str
    email: str
    phone: str
    address: Sequence[str]
    purpose: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class LoadedSources:
    """In the order they were told. `newest` is the greatest key, None where a record before them still has no keys."""

    recorded: tuple[RecordedSource, ...]
    newest: UUID | None


def bulk_sources(told: Iterable[PastSource]) -> LoadedSources:
    """Write records with their keys, as fast as the engine takes them, in the caller's transaction.

    `sources_loaded` ends it.
    """
    records, made = [], []
    caught_up = nothing_waits()
    for past in told:
        record = rows.made(
            SourceRecord,
            id=id_at(int(past.recorded_at.timestamp() * 1_000_000) * 1_000),
            source=past.source,
            name=past.name,
            email=past.email,
            phone=past.phone,
            address="\n".join(past.address),
            purpose=past.purpose,
            recorded_by=past.recorded_by,
            recorded_at=past.recorded_at,
        )
        record.salt, digest = commitment(content_of(record))
        records.append(record)
        made.append(RecordedSource(record.id, digest))
    rows.load(records)
    load_keys(records)
    newest = max((record.id for record in records), default=None)
    return LoadedSources(tuple(made), newest if caught_up else None)


def sources_loaded(loaded: LoadedSources) -> None:
    """The next run of keys has nothing to do with them. Late in the same transaction: other loads wait here."""
    if loaded.newest and loaded.newest > keyed_up_to():
        reach(loaded.newest)
