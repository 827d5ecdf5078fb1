"""`verify`: is the log what was told, all of it and nothing else?

Streams in constant memory; nothing is locked, so events may be told meanwhile. Checks up to the number that was
the last when it began.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from django.db import connection

from moothall.ground.events.commitments import PERSONAL_ROWS, PersonalRow, PersonalRows, digest_of
from moothall.ground.events.erasures import is_true
from moothall.ground.events.heads import Line, copied_heads, heads_path
from moothall.ground.events.macs import Keys, Row, as_bytes, present_keys, row_mac
from moothall.ground.events.models import Erasure, Seal, Segment, Unsealed
from moothall.ground.events.sealing import unsealed
from moothall.ground.events.tables import as_it_stands, lowest_id, selected_event
from moothall.ground.events.verdicts import Kind, Tally, Verdict
from moothall.ground.events.walking import CHUNK, Sealed, Walk, named

#: What reading a row comes to when a column holds what its model never writes: SQLite takes anything.
_NOT_OURS = (TypeError, ValueError, AttributeError)


def verify() -> Verdict:
    """Check every sealed event, every copied-out head and every committed personal row; name what is wrong."""
    with as_it_stands():
        return _verdict()


def _verdict() -> Verdict:
    started, keys, tally = time.perf_counter(), present_keys(), Tally()
    segments = _headers(tally)
    head = segments[-1].last_number if segments else 0
    if segments and all(segment.key_print != keys.key_print for segment in segments):
        _other_key(tally)
    elif not tally.findings:
        _check(keys, tally, segments)
    window = unsealed()
    return Verdict(
        findings=tuple(tally.findings),
        found=tuple(sorted(tally.found.items())),
        checked=tally.checked,
        head=head,
        dropped=sum(1 for segment in segments if segment.dropped),
        texts=tally.texts,
        erased=tally.erased,
        unsealed=window.events,
        oldest_unsealed_seconds=window.oldest_seconds,
        seconds=time.perf_counter() - started,
    )


def _headers(tally: Tally) -> list[Segment]:
    try:
        return list(Segment.objects.order_by("id"))
    except _NOT_OURS:
        tally.add(
            Kind.HEADER, "A header of a segment was changed: none can be read. Nothing else was checked."
        )
        return []


def _other_key(tally: Tally) -> None:
    """Every header names another key: is ours the wrong one, or was the log sealed anew behind our back?"""
    if any(isinstance(line, Line) for line in copied_heads(heads_path())):
        tally.add(
            Kind.RECOMPUTED,
            "The whole log was sealed anew under another key: the heads copied out before are under this one.",
        )
    else:
        tally.add(
            Kind.WRONG_KEY,
            "MOOTHALL_SEAL_KEY is not the key this log was sealed under. Nothing else was checked.",
        )


def _check(keys: Keys, tally: Tally, segments: list[Segment]) -> None:
    walk = Walk(keys, tally, copied_heads(heads_path()))
    for good in walk.segments(segments):
        for kind in PERSONAL_ROWS.values():
            _check_texts(kind, good, tally)
    if tally.checked and tally.chain_failures == tally.checked:
        tally.instead(
            Kind.RECOMPUTED, f"All {tally.checked:,} seals were recomputed by somebody without the key."
        )
        return
    _check_bogus_numbers(tally)
    for row, queued in _events_without_seal():
        _check_unsealed(keys, row, queued, tally)
    _check_queue(tally)
    _check_streams(tally, some_dropped=any(segment.dropped for segment in segments))
    _check_ledger(tally)


def _check_ledger(tally: Tally) -> None:
    try:
        for entry in Erasure.objects.order_by("id").iterator():
            if not is_true(entry):
                sentence = f"The entry {entry.pk} of the ledger of erasures was changed or inserted."
                tally.add(Kind.LEDGER, sentence)
    except _NOT_OURS:
        tally.add(Kind.LEDGER, "An entry of the ledger of erasures was changed: it cannot be read.")


def _check_texts(kind: PersonalRows, good: list[Sealed], tally: Tally) -> None:
    """Personal rows told of in these events: as committed, or erased under a rule, or named."""
    told: dict[str, tuple[str, str, Sealed]] = {}
    for sealed in good:
        row = sealed.row
        if row is None or row.name not in kind.facts:
            continue
        payload = json.loads(row.data)
        if payload.get(kind.key) and payload.get(kind.digest):
            told[str(payload[kind.key])] = (payload[kind.digest], row.stream, sealed)
    if not told:
        return
    for found in _rows(kind, list(told)):
        digest, _, sealed = told.pop(found.key)
        tally.texts += 1
        if digest_of(found.salt, found.content) != digest:
            sentence = f"{kind.name_of(found.key)}, told in event number {sealed.number}, was changed."
            tally.add(Kind.TEXT_CHANGED, sentence, sealed.number)
    lawful = _erased({kind.name_of(key) for key in told} | {stream for _, stream, _ in told.values()})
    for key, (_, stream, sealed) in told.items():
        if kind.name_of(key) in lawful or stream in lawful:
            tally.erased += 1
        else:
            sentence = (
                f"{kind.name_of(key)}, told in event number {sealed.number}, was removed under no rule."
            )
            tally.add(Kind.TEXT_REMOVED, sentence, sealed.number)


def _rows(kind: PersonalRows, keys: list[str]) -> list[PersonalRow]:
    """The rows that still exist; one that cannot be read is nothing that anybody committed to."""
    try:
        return list(kind.read(keys))
    except _NOT_OURS:
        if len(keys) == 1:
            return [PersonalRow(keys[0], b"", b"")]
        return [row for key in keys for row in _rows(kind, [key])]


def _erased(names: set[str]) -> set[str]:
    """Those of `names` that an authentic entry of the ledger covers, as its subject or among its rows."""
    by_row = Erasure.objects.filter(erased_rows__what__in=names)
    try:
        entries = {entry.pk: entry for entry in (*by_row, *Erasure.objects.filter(subject__in=names))}
    except _NOT_OURS:  # `_check_ledger` says it
        return set()
    true = [entry for entry in entries.values() if is_true(entry)]
    return {name for entry in true for name in (entry.subject, *json.loads(entry.rows))} & names


def _check_bogus_numbers(tally: Tally) -> None:
    """Seals outside every header. The seals are asked first: a header is never behind its seals."""
    highest = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    last = Segment.objects.order_by("-id").first()
    end = last.last_number if last else 0
    dropped = Segment.objects.exclude(dropped="").order_by("-id").first()
    start = dropped.last_number if dropped else 0
    bogus = list(Seal.objects.filter(number__lte=start).order_by("number")[:CHUNK])
    if highest > end:
        bogus += Seal.objects.filter(number__gt=end).order_by("number")[:CHUNK]
    for seal in bogus:
        sentence = f"The seal number {seal.number} (of event {seal.event_id.hex}) was inserted."
        tally.add(Kind.INSERTED, sentence, seal.number)


def _events_without_seal() -> Iterator[tuple[Row, bool]]:
    """Events that have no number, and whether they wait in the queue for one: both as of one moment."""
    asking = (
        f"SELECT {selected_event()}, EXISTS (SELECT 1 FROM events_unsealed u WHERE u.stream = e.stream "  # noqa: S608 — our own names; values are bound
        "AND e.sequence BETWEEN u.first_sequence AND u.last_sequence AND u.set_aside = %s) "
        "FROM events_event e WHERE e.id > %s "
        "AND NOT EXISTS (SELECT 1 FROM events_seal s WHERE s.event_id = e.id) ORDER BY e.id LIMIT %s"
    )
    after = lowest_id()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(asking, [False, after, CHUNK])
            found = cursor.fetchall()
        for row in found:
            yield Row._make(row[:-1]), bool(row[-1])
        if len(found) < CHUNK:
            return
        after = found[-1][0]


def _check_unsealed(keys: Keys, row: Row, queued: bool, tally: Tally) -> None:
    try:
        true = row_mac(keys.row, row) == as_bytes(row.mac)
    except (TypeError, ValueError):
        true = False
    if not true:
        tally.add(Kind.INSERTED, f"{named(row)} was inserted or changed by somebody without the key.")
    elif not queued:
        tally.add(Kind.SEAL_LOST, f"{named(row)} is authentic but lost its seal or its place in the queue.")


def _check_queue(tally: Tally) -> None:
    """Events that were removed before they were sealed: the queue still names them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stream, first_sequence, last_sequence FROM events_unsealed u WHERE "
            "(SELECT count(*) FROM events_event e WHERE e.stream = u.stream "
            "AND e.sequence BETWEEN u.first_sequence AND u.last_sequence) "
            "< last_sequence - first_sequence + 1 ORDER BY ticket LIMIT %s",
            [CHUNK],
        )
        for stream, first, last in cursor.fetchall():
            sentence = f"Of {stream} sequence {first} to {last}, events were removed before they were sealed."
            tally.add(Kind.REMOVED, sentence)
    for aside in Unsealed.objects.filter(set_aside=True).order_by("ticket")[:CHUNK]:
        tally.add(Kind.INSERTED, f"The sealer set {aside} aside: the key never saw it.")


def _check_streams(tally: Tally, *, some_dropped: bool) -> None:
    """A stream counts from 1 without gaps; only dropped segments may have taken its beginning."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stream, min(sequence), max(sequence), count(*) FROM events_event GROUP BY stream "
            "HAVING max(sequence) - min(sequence) + 1 <> count(*) OR min(sequence) > %s "
            "ORDER BY stream LIMIT %s",
            [2**31 if some_dropped else 1, CHUNK],
        )
        for stream, first, last, count in cursor.fetchall():
            missing = _missing_of(stream, 1 if not some_dropped else first, last)
            tally.add(
                Kind.GAP,
                f"{stream} should count to {last} and holds {count} events: sequence {missing} is missing.",
            )


def _missing_of(stream: str, first: int, last: int) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sequence FROM events_event WHERE stream = %s", [stream])
            there = {found[0] for found in cursor.fetchall()}
    except ValueError:  # its name is no text any more: no statement can hold it
        return "one"
    missing = [str(n) for n in range(first, min(last, first + CHUNK) + 1) if n not in there]
    return ", ".join(missing[:10]) + (" …" if len(missing) > 10 else "")
