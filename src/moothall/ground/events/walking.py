"""Walks the chain from the first number to the last, a few thousand at a time, and names what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from moothall.ground.events.heads import BadLine, Line
from moothall.ground.events.macs import Keys, Row, as_bytes, chain_mac, row_mac
from moothall.ground.events.models import Segment
from moothall.ground.events.segments import header_mac
from moothall.ground.events.tables import selected_event, selected_id
from moothall.ground.events.verdicts import Kind, Tally

CHUNK = 5_000


class Sealed(NamedTuple):
    """A seal and the event it seals, None when the event is gone."""

    number: int
    event_id: str
    mac: bytes
    row: Row | None


class Walk:
    """One pass over the chain. `chunk` by `chunk` it hands on the authentic rows for further checks."""

    def __init__(self, keys: Keys, tally: Tally, heads: Iterator[Line | BadLine]) -> None:
        self._keys = keys
        self._tally = tally
        self._heads = heads
        self._next_head = self._head_after(None)
        self._rewritten = False

    def segments(self, segments: list[Segment]) -> Iterator[list[Sealed]]:
        """Walk `segments`, all there are, in order."""
        expected_id, first, before = 1, 1, None
        for segment in segments:
            if segment.pk != expected_id or segment.first_number != first:
                self._tally.add(
                    Kind.HEADER, f"Before segment {segment.pk} the headers of segments were removed."
                )
                before = None
            self._check_header(segment, before)
            if segment.dropped:
                self._pass_heads(segment.last_number, segment)
            else:
                yield from self._segment(segment)
            expected_id, first = segment.pk + 1, segment.last_number + 1
            before = as_bytes(segment.closing)
        self._tail(first - 1)

    def _check_header(self, segment: Segment, before: bytes | None) -> None:
        try:
            true = header_mac(self._keys, segment) == as_bytes(segment.mac)
        except (AttributeError, TypeError, ValueError):  # a day that is none is read as nothing
            true = False
        if not true or (before is not None and as_bytes(segment.opening) != before):
            self._tally.add(Kind.HEADER, f"The header of {segment} was changed.")

    def _segment(self, segment: Segment) -> Iterator[list[Sealed]]:
        expected, found_any = segment.first_number, False
        stored = computed = as_bytes(segment.opening)
        for chunk in _sealed_between(segment.first_number, segment.last_number):
            found_any = True
            good: list[Sealed] = []
            for sealed in chunk:
                if sealed.number != expected:
                    self._missing(expected, sealed.number - 1)
                    stored = computed = b""
                stored, computed = self._one(sealed, stored, computed, good)
                expected = sealed.number + 1
                if self._next_head is not None and self._next_head.number <= sealed.number:
                    self._meet_head(sealed.number, stored)
            yield good
        if not found_any and segment.last_number >= segment.first_number:
            self._dropped(segment)
        elif expected <= segment.last_number:
            self._missing(expected, segment.last_number)

    def _one(self, sealed: Sealed, stored: bytes, computed: bytes, good: list[Sealed]) -> tuple[bytes, bytes]:
        """Check one seal; returns its mac as stored and as it should be (the same when all is well)."""
        tally, number, mac = self._tally, sealed.number, as_bytes(sealed.mac)
        tally.checked += 1
        if sealed.row is None:
            tally.add(Kind.REMOVED, f"Event number {number} (id {sealed.event_id}) was removed.", number)
            return mac, mac
        try:
            of_row = row_mac(self._keys.row, sealed.row)
        except (TypeError, ValueError):
            of_row = b""
        key = self._keys.chain
        should_be = chain_mac(key, stored, number, of_row)
        if of_row == sealed.row.mac:
            if mac == should_be or not stored or mac == chain_mac(key, computed, number, of_row):
                good.append(sealed)
                return mac, mac
            tally.chain_failures += 1
            tally.add(
                Kind.SEAL_CHANGED, f"The seal of {named(sealed.row, number)} was changed or moved.", number
            )
            return mac, should_be
        kept = bytes(sealed.row.mac) if isinstance(sealed.row.mac, bytes) else b""
        tally.chain_failures += mac not in (should_be, chain_mac(key, stored, number, kept))
        tally.add(Kind.CHANGED, f"{named(sealed.row, number)} was changed.", number)
        return mac, mac

    def _missing(self, first: int, last: int) -> None:
        """Seal and event are both gone, `first` to `last`."""
        many = last - first + 1
        if many == 1:
            self._tally.add(Kind.REMOVED, f"Event number {first} was removed with its seal.", first)
        else:
            sentence = f"Events number {first} to {last} were removed with their seals."
            self._tally.add(Kind.REMOVED, sentence, first, how_many=many)

    def _dropped(self, segment: Segment) -> None:
        self._tally.add(
            Kind.DROPPED,
            f"All of {segment} was removed, and its header names no retention rule.",
            segment.first_number,
            how_many=segment.last_number - segment.first_number + 1,
        )

    def _meet_head(self, number: int, mac: bytes) -> None:
        """Compare the seal with the heads that were copied out at this number; earlier ones met no row."""
        while self._next_head is not None and self._next_head.number <= number:
            if (
                self._next_head.number == number
                and self._next_head.chain != mac.hex()
                and not self._rewritten
            ):
                self._rewritten = True
                self._tally.add(
                    Kind.REWRITTEN,
                    f"The log was rewritten at or before number {number}: at {self._next_head.at} its seal was "
                    "copied out as another.",
                    number,
                )
            self._next_head = self._head_after(self._next_head)

    def _pass_heads(self, number: int, segment: Segment) -> None:
        self._meet_head(number, as_bytes(segment.closing))

    def _tail(self, last: int) -> None:
        cut: Line | None = None
        while self._next_head is not None:
            cut, self._next_head = self._next_head, self._head_after(self._next_head)
        if cut is not None and cut.number > last:
            sentence = (
                f"The tail was cut: the log ends at number {last}, at {cut.at} it ended at {cut.number}."
            )
            self._tally.add(Kind.TAIL_CUT, sentence, cut.number, how_many=cut.number - last)

    def _head_after(self, _: Line | None) -> Line | None:
        for line in self._heads:
            if not isinstance(line, BadLine):
                return line
            sentence = f"Line {line.position} of the copied-out heads was changed, or one before it removed."
            self._tally.add(Kind.COPY, sentence)
        return None


def named(row: Row, number: int | None = None) -> str:
    """An event named for people."""
    where = f"Event number {number}" if number else "The unsealed event"
    return f"{where} (id {row.id}, {row.stream} sequence {row.sequence}, {row.name})"


def _sealed_between(first: int, last: int) -> Iterator[list[Sealed]]:
    asking = (
        f"SELECT s.number, {selected_id('s.event_id')}, s.mac, {selected_event()} FROM events_seal s "  # noqa: S608 — our own names; values are bound
        "LEFT JOIN events_event e ON e.id = s.event_id "
        "WHERE s.number BETWEEN %s AND %s ORDER BY s.number LIMIT %s"
    )
    while first <= last:
        with connection.cursor() as cursor:
            cursor.execute(asking, [first, last, CHUNK])
            found = cursor.fetchall()
        if not found:
            return
        yield [Sealed(f[0], f[1], f[2], None if f[3] is None else Row._make(f[3:])) for f in found]
        first = found[-1][0] + 1
