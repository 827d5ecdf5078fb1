"""The alert that every page shows, live and on every machine: an emergency does not wait for a restart.

The rest of a folder is read when a process starts. The alert alone is looked for again in council.yaml, at most every
few seconds and by one `stat`, in production too. A file with a mistake leaves the alert as it was.

Where a council runs several machines, the file that was written last says the alert for all of them: a thread of each
web process writes it to the one row of `AlertSaid`, or reads there what another machine has written (`share_every`). A
page asks no query for it and waits for none.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from moothall.apps.catalogue.definitions import Alert
from moothall.apps.catalogue.folders import checked
from moothall.apps.catalogue.formats import FORMATS, checker
from moothall.apps.catalogue.located.nodes import Plain, mapping
from moothall.apps.catalogue.models import AlertSaid
from moothall.apps.catalogue.reading_alert import alert_of
from moothall.kernel import clock
from moothall.ui.languages import words_language

LOOK_EVERY_SECONDS = 5.0
_ONLY = 1
#: What was written later stays, whichever machine comes first.
_WRITE = (
    "INSERT INTO catalogue_alertsaid (id, written, said) VALUES (%s, %s, %s) "
    "ON CONFLICT (id) DO UPDATE SET written = excluded.written, said = excluded.said "
    "WHERE catalogue_alertsaid.written < excluded.written"
)
_log = logging.getLogger("moothall.catalogue")


class _Live:
    """What council.yaml says as its alert, when that was looked at, and what another machine has said since."""

    def __init__(self) -> None:
        self._every = 0.0
        self.reset()

    def reset(self) -> None:
        """As in a new process."""
        self._lock = threading.Lock()
        self._sharer: threading.Thread | None = None
        self._looked = float("-inf")
        self._changed: tuple[str, int, int] | None = None
        self._written = 0
        self._said: Plain = None
        self._alert: Alert | None = None

    def said(self) -> Alert | None:
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._looked = now
                self._look()
                self._share_later()
            finally:
                self._lock.release()
        return self._alert

    def forget(self) -> None:
        self._looked = float("-inf")

    def every(self, seconds: float) -> None:
        self._every = seconds

    def share(self) -> None:
        """Tell the others what this machine's file says, or hear what they have written later.

        Two statements at most, and none of them in a request.
        """
        row = AlertSaid.objects.filter(pk=_ONLY).first()
        with self._lock:
            self._look()
            if row is not None and row.written > self._written:
                self._hear(row.written, json.loads(row.said))
                return
            mine = (self._written, json.dumps(self._said))
        if mine[0] and (row is None or row.written < mine[0]):
            with connection.cursor() as cursor:
                cursor.execute(_WRITE, [_ONLY, *mine])

    def _hear(self, written: int, said: Plain) -> None:
        self._written, self._said, self._alert = written, said, alert_of(said)

    def _look(self) -> None:
        path = Path(settings.MOOTHALL_COUNCIL) / FORMATS["council"]
        try:
            stat = path.stat()
        except OSError:
            return
        changed = (str(path), stat.st_mtime_ns, stat.st_size)
        if changed == self._changed:
            return
        another_folder = self._changed is None or self._changed[0] != changed[0]
        node, mistakes = checked(path, checker("council"))
        self._changed = changed
        if node is None or mistakes:
            _log.error("council.yaml has a mistake, so the alert stays as it was: %s", mistakes[0])
            return
        if another_folder or stat.st_mtime_ns >= self._written:
            self._hear(stat.st_mtime_ns, mapping(node.plain()).get("alert"))

    def _share_later(self) -> None:
        if self._every and self._sharer is None:
            self._sharer = threading.Thread(target=_keep_sharing, name="alert", daemon=True)
            self._sharer.start()


_live = _Live()
os.register_at_fork(after_in_child=_live.reset)


def alert_now() -> Alert | None:
    """What every page says above itself at this moment; None mostly. Seen within five seconds of its writing."""
    alert = _live.said()
    return alert.spoken(words_language()) if alert is not None and alert.holds_at(clock.now()) else None


def share_every(seconds: float) -> None:
    """From the first page on, a thread of this process shares the alert every `seconds`. Called by the web server."""
    _live.every(seconds)


def share_alert() -> None:
    """Share it now, in this thread. Raises what the database raises."""
    _live.share()


def look_again() -> None:
    """Whoever asks next looks at the file: for tests."""
    _live.forget()


def start_anew() -> None:
    """As another process, which has seen nothing yet: for tests."""
    _live.reset()


def _keep_sharing() -> None:
    stop = threading.Event()
    while True:
        try:
            share_alert()
        except Exception:  # noqa: BLE001 — a thread that ended would hear no emergency any more
            _log.warning("The alert could not be shared yet.", exc_info=True)
        finally:
            connections.close_all()
        if stop.wait(_live._every):
            return
