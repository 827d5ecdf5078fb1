"""Counting without slowing a page down: in memory, written every so often by a thread of its own.

What a process has counted since the last writing is lost when it is killed: half a minute of numbers, nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import F

from moothall.apps.insight.models import DailyCount
from moothall.kernel import clock
from moothall.kernel.ids import new_id

#: Seen so often a word is shown: rarer ones may be somebody's name.
ENOUGH = 3
#: No more than so many different things are held in memory; what comes beyond is not counted.
MOST_KEYS = 5_000
_LONGEST_WORD = 30
_log = logging.getLogger("moothall.insight")


@dataclass(frozen=True, slots=True)
class Key:
    day: date
    subject: str
    version: str
    page: str
    what: str


@dataclass(slots=True)
class _Held:
    counts: Counter[Key] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)


class _Buffer:
    """What this process has counted and not written yet."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._lock = threading.Lock()
        self._held = _Held()
        self._seen: set[bytes] = set()
        self._seen_on: date | None = None
        self._writer: threading.Thread | None = None

    def count(self, key: Key) -> None:
        with self._lock:
            if key in self._held.counts or len(self._held.counts) < MOST_KEYS:
                self._held.counts[key] += 1
        self._write_later()

    def missed(self, word: str, whose: str) -> None:
        """Once a day for each address: somebody who tries again is not two people."""
        today = clock.today()
        mark = digest_of(f"{today}\x1f{whose}\x1f{word}")
        with self._lock:
            if self._seen_on != today:
                self._seen, self._seen_on = set(), today
            if mark in self._seen or len(self._seen) >= MOST_KEYS:
                return
            self._seen.add(mark)
            self._held.words[word] += 1
        self._write_later()

    def take(self) -> _Held:
        with self._lock:
            held, self._held = self._held, _Held()
        return held

    def give_back(self, held: _Held) -> None:
        """It could not be written: it is written with the next, as far as there is room."""
        with self._lock:
            self._held.counts += Counter(dict(held.counts.most_common(MOST_KEYS)))
            self._held.words += Counter(dict(held.words.most_common(MOST_KEYS)))

    def _write_later(self) -> None:
        if _every.seconds and self._writer is None:
            with self._lock:
                if self._writer is None:
                    self._writer = threading.Thread(target=_keep_writing, name="counts", daemon=True)
                    self._writer.start()


@dataclass(slots=True)
class _Every:
    seconds: float = 0.0


_every = _Every()
_buffer = _Buffer()
os.register_at_fork(after_in_child=_buffer.reset)


def count(what: str, subject: str, *, version: str = "", page: str = "") -> None:
    """One more. Adds to a number in memory and answers at once."""
    _buffer.count(Key(clock.today(), subject[:100], version[:12], page[:160], what))


def count_behind(what: str, subject: str, *, version: str = "", on: date) -> None:
    """One more on that day, in the caller's transaction: for the worker, which keeps no numbers in memory."""
    _write_counts(Counter([Key(on, subject[:100], version[:12], "", what)]))


def not_after_all(what: str, subject: str, *, version: str = "", on: date) -> None:
    """One less of what was counted on that day, never less than none; in the caller's transaction."""
    counted = DailyCount.objects.filter(
        day=on, subject=subject[:100], version=version[:12], page="", what=what, number__gt=0
    )
    counted.update(number=F("number") - 1)


def missed(words: Iterable[str], *, whose: str) -> None:
    """Words that were looked for and not found. `whose` is the address that asked: hashed for a day, kept nowhere."""
    for word in words:
        if word.isalpha() and 2 < len(word) <= _LONGEST_WORD:
            _buffer.missed(word.lower(), whose)


def write_every(seconds: float) -> None:
    """From the first count on, a thread of this process writes them every `seconds`. Called by the web server."""
    _every.seconds = seconds


def write_now() -> int:
    """Write what this process has counted; how many different numbers. Raises what the database raises."""
    held = _buffer.take()
    if not held.counts and not held.words:
        return 0
    try:
        with transaction.atomic():
            _write_counts(held.counts)
            _write_words(held.words)
    except Exception:
        _buffer.give_back(held)
        raise
    return len(held.counts) + len(held.words)


def _keep_writing() -> None:
    stop = threading.Event()
    while not stop.wait(_every.seconds):
        try:
            write_now()
        except Exception:  # noqa: BLE001 — a thread that ended would count nothing more
            _log.warning("The counts of this half minute could not be written yet.", exc_info=True)
        finally:
            connections.close_all()


_ADD = (
    "INSERT INTO insight_count (id, day, subject, version, page, what, number) VALUES (%s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (subject, day, version, page, what) DO UPDATE SET number = insight_count.number + excluded.number"
)
_ADD_WORD = (
    "INSERT INTO insight_missed_word (digest, word, times, last) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (digest) DO UPDATE SET times = insight_missed_word.times + excluded.times, last = excluded.last, "
    "word = CASE WHEN insight_missed_word.times + excluded.times >= %s THEN %s ELSE '' END"
)


def _write_counts(counts: Counter[Key]) -> None:
    """In one order, so that two processes never wait for each other in a circle."""
    ordered = sorted(counts.items(), key=lambda one: (one[0].subject, one[0].day, one[0].page, one[0].what))
    as_id = str if connection.vendor == "postgresql" else (lambda key: key.hex)
    rows: list[list[str | int]] = [
        [as_id(new_id()), key.day.isoformat(), key.subject, key.version, key.page, key.what, number]
        for key, number in ordered
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


def _write_words(words: Counter[str]) -> None:
    today = clock.today().isoformat()
    rows: list[list[str | int | bytes]] = [
        [digest_of(word), word if times >= ENOUGH else "", times, today, ENOUGH, word]
        for word, times in sorted(words.items())
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD_WORD, rows)


def digest_of(text: str) -> bytes:
    """By which something is known again by this council alone, and not what it was."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"insight\x1f" + text.encode(), hashlib.sha256)[:16]
