"""The answers of drafts that were read lately, kept in this process for minutes: of a long form reading them costs more
than the page that is shown, and the next page asks for the same.

It is what people typed, outside the database, so it is bounded: one entry for a draft, which a newer one replaces; so
many drafts and letters; ten minutes, or twice that where nobody asks any more; and it goes at once when the form is
sent, cleared or erased in this process. Another process forgets by its clock.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from typing import NamedTuple
from uuid import UUID

from moothall.apps.forms.answers import Answers, answers_from_text

FOR_SECONDS = 600.0
MOST_DRAFTS = 64
MOST_LETTERS = 4_000_000


class _Read(NamedTuple):
    text: str
    answers: Answers
    until: float


class _Memory:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """As in a new process."""
        self._lock = threading.Lock()
        self._held: OrderedDict[UUID, _Read] = OrderedDict()
        self._letters = 0
        self._timer: threading.Timer | None = None

    def __len__(self) -> int:
        return len(self._held)

    def find(self, draft: UUID, text: str) -> Answers | None:
        found = self._held.get(draft)
        fresh = found is not None and found.until > time.monotonic() and found.text == text
        return found.answers if found is not None and fresh else None

    def keep(self, draft: UUID, text: str, answers: Answers) -> None:
        with self._lock:
            self._drop(draft)
            self._held[draft] = _Read(text, answers, time.monotonic() + FOR_SECONDS)
            self._letters += len(text)
            while len(self._held) > MOST_DRAFTS or self._letters > MOST_LETTERS:
                self._drop(next(iter(self._held)))
            self._wake()

    def drop(self, draft: UUID) -> None:
        with self._lock:
            self._drop(draft)

    def sweep(self) -> None:
        """Drop what is over, the oldest first; come again as long as something is left."""
        now = time.monotonic()
        with self._lock:
            self._timer = None
            while self._held and (oldest := next(iter(self._held))) and self._held[oldest].until <= now:
                self._drop(oldest)
            self._wake()

    def _drop(self, draft: UUID) -> None:
        if gone := self._held.pop(draft, None):
            self._letters -= len(gone.text)

    def _wake(self) -> None:
        if self._timer is None and self._held:
            self._timer = threading.Timer(FOR_SECONDS, self.sweep)
            self._timer.daemon = True
            self._timer.start()


_memory = _Memory()
os.register_at_fork(after_in_child=_memory.reset)


def answers_read(draft: UUID, stored: str) -> Answers:
    """The answers of a draft from its row, read once for the same text."""
    found = _memory.find(draft, stored)
    return found if found is not None else remember_read(draft, stored, answers_from_text(stored))


def remember_read(draft: UUID, stored: str, answers: Answers) -> Answers:
    """What `stored` will be read as: it has just been written."""
    _memory.keep(draft, stored, answers)
    return answers


def forget_read(draft: UUID) -> None:
    """Nothing of this draft stays in this process."""
    _memory.drop(draft)
