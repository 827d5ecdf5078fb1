"""The alert that every page shows, live: an emergency does not wait for a restart.

The rest of a folder is read when a process starts. The alert alone is looked for again in council.yaml, at most
every few seconds and by one `stat`, in production too. A file with a mistake leaves the alert as it was.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from django.conf import settings

from moothall.apps.catalogue.definitions import Alert
from moothall.apps.catalogue.folders import checked
from moothall.apps.catalogue.formats import FORMATS, checker
from moothall.apps.catalogue.located.nodes import mapping
from moothall.apps.catalogue.reading_alert import alert_of
from moothall.kernel import clock

LOOK_EVERY_SECONDS = 5.0
_log = logging.getLogger("moothall.catalogue")


class _Live:
    """What council.yaml says as its alert, and when that was looked at."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._changed: tuple[str, int, int] | None = None
        self._alert: Alert | None = None

    def said(self) -> Alert | None:
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._looked = now
                self._look()
            finally:
                self._lock.release()
        return self._alert

    def forget(self) -> None:
        self._looked = float("-inf")

    def _look(self) -> None:
        path = Path(settings.MOOTHALL_COUNCIL) / FORMATS["council"]
        try:
            stat = path.stat()
        except OSError:
            return
        changed = (str(path), stat.st_mtime_ns, stat.st_size)
        if changed == self._changed:
            return
        node, mistakes = checked(path, checker("council"))
        self._changed = changed
        if node is None or mistakes:
            _log.error("council.yaml has a mistake, so the alert stays as it was: %s", mistakes[0])
            return
        self._alert = alert_of(mapping(node.plain()).get("alert"))


_live = _Live()


def alert_now() -> Alert | None:
    """What every page says above itself at this moment; None mostly. Seen within five seconds of its writing."""
    alert = _live.said()
    return alert if alert is not None and alert.holds_at(clock.now()) else None


def look_again() -> None:
    """Whoever asks next looks at the file: for tests."""
    _live.forget()
