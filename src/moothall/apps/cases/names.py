"""Names that were nearly right: the names of those who reported something lately, to mend what nothing was found for.

Whoever asks is told a name only with cases of theirs to see that have it, so that no name tells of a case.
"""

from __future__ import annotations

import time

from moothall.apps.cases.listed import fetched
from moothall.apps.cases.statements import queue_table
from moothall.ground.search.api import Vocabulary, vocabulary

#: Names of so many cases, the newest, are looked at; a process reads them again after so many seconds.
_NEWEST, _REMEMBERED_S = 20_000, 120.0


class _Names:
    def __init__(self) -> None:
        self._known = vocabulary(())
        self._read_at = float("-inf")

    def known(self) -> Vocabulary:
        if time.monotonic() - self._read_at > _REMEMBERED_S:
            newest = f"SELECT reporter_name FROM {queue_table()} ORDER BY case_id DESC LIMIT {_NEWEST}"  # noqa: S608 — our own names; values are bound
            self._known = vocabulary(name for (name,) in fetched(newest, []) if name)
            self._read_at = time.monotonic()
        return self._known

    def forget(self) -> None:
        self._read_at = float("-inf")


_NAMES = _Names()


def mended_names(words: str) -> str:
    """`words` with those put right that are nearly a name; empty when there is nothing to put right."""
    return _NAMES.known().mended(words)


def forget_names() -> None:
    """They are read again when they are next needed."""
    _NAMES.forget()
