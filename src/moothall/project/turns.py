"""Bodies are received beside each other, requests are answered one at a time.

granian gives a request to a thread before its body has arrived, so that somebody on a bad line who sends a photo held
the only thread of a worker for minutes. There are many threads now, which wait for bodies; a lock lets one of them at
a time run Python, as if there were only one (more were slower), and all share the worker's one connection to the
database.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, cast

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Threads of one worker; so many of them may wait for files, and so many for what was typed.
THREADS, MOST_UPLOADS, MOST_FORMS = 64, 40, 16
#: Bytes of what is typed on the longest page; more are files.
LONGEST_FORM = 512 * 1024
#: Of everything sent at once: several files of the largest size we take.
LARGEST_BODY = 80 * 1024 * 1024
#: Seconds in which a body must have arrived: 15 MB at the rate of a bad telephone line.
LONGEST_WAIT = 1200
_PIECE, _IN_MEMORY = 16 * 1024, 512 * 1024

_log = logging.getLogger("moothall.web")

_REFUSALS = {
    "400 Bad Request": "What you sent did not arrive whole. Go back and send it again.",
    "408 Request Timeout": "What you sent took too long to arrive. Go back and send it again, or send a smaller file.",
    "413 Content Too Large": "The files are too large together. Go back and send them one at a time.",
    "503 Service Unavailable": "Many people are sending files just now. Go back in a minute and send yours again.",
    "507 Insufficient Storage": "We cannot take files just now. Go back in a few minutes and send yours again.",
}


class _NotReceived(Exception):
    """A body that is not waited for, or not any longer. The argument is the status of the answer."""


class Turns:
    """WSGI middleware around Django. `rules` are said to browsers with each refusal."""

    def __init__(
        self, application: WSGIApplication, rules: Mapping[str, str], *, longest_wait: float = LONGEST_WAIT
    ) -> None:
        self._application = application
        self._rules = tuple(rules.items())
        self._longest_wait = longest_wait
        self._turn = threading.Lock()
        self._uploads = threading.BoundedSemaphore(MOST_UPLOADS)
        self._forms = threading.BoundedSemaphore(MOST_FORMS)
        self._line = _OneLine()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        body = None
        if length.isascii() and length.isdigit() and int(length):
            try:
                body = self._receive(environ, int(length))
            except _NotReceived as status:
                return self._refuse(str(status), start_response)
            environ["wsgi.input"] = body
        try:
            with self._turn:
                self._line.use()
                return self._whole(self._application(environ, start_response))
        finally:
            if body is not None:
                body.close()

    def _refuse(self, status: str, start_response: StartResponse) -> Iterable[bytes]:
        sentence = _REFUSALS[status].encode()
        start_response(
            status,
            [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Length", str(len(sentence))),
                ("Cache-Control", "no-store"),
                ("Connection", "close"),
                ("Retry-After", "60"),
                *self._rules,
            ],
        )
        return [sentence]

    def _whole(self, answer: Iterable[bytes]) -> Iterable[bytes]:
        """A page is given back whole, so that its end is in this turn, too; a file piece by piece, each in a turn."""
        if getattr(answer, "streaming", True):
            return _Streamed(answer, self._turn)
        try:
            return [b"".join(answer)]
        finally:
            _close(answer)

    def _receive(self, environ: WSGIEnvironment, length: int) -> BinaryIO:
        """The body, as far as memory goes in memory. Raises _NotReceived."""
        if length > LARGEST_BODY:
            raise _NotReceived("413 Content Too Large")
        places = self._forms if length <= LONGEST_FORM else self._uploads
        if not places.acquire(blocking=False):
            raise _NotReceived("503 Service Unavailable")
        try:
            return _spooled(
                cast(BinaryIO, environ["wsgi.input"]), length, time.monotonic() + self._longest_wait
            )
        finally:
            places.release()


def _spooled(source: BinaryIO, length: int, until: float) -> BinaryIO:
    held = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 — closed by the caller
    left = length
    try:
        while left:
            piece = source.read(min(left, _PIECE))
            if not piece:
                held.close()
                raise _NotReceived("400 Bad Request")
            held.write(piece)
            left -= len(piece)
            if left and time.monotonic() > until:
                held.close()
                raise _NotReceived("408 Request Timeout")
    except OSError as error:  # the disk is full; or the line is gone, and nobody reads the answer
        _log.warning("What was sent could not be taken: %s", error.strerror or type(error).__name__)
        held.close()
        raise _NotReceived("507 Insufficient Storage") from None
    held.seek(0)
    return held


class _Streamed:
    """What is read and sent piece by piece: whoever reads slowly holds a thread, and never the turn."""

    def __init__(self, answer: Iterable[bytes], turn: threading.Lock) -> None:
        self._answer, self._pieces, self._turn = answer, iter(answer), turn

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._turn:
            return next(self._pieces)

    def close(self) -> None:
        with self._turn:
            _close(self._answer)


class _OneLine:
    """The one connection to the database of this process, for whichever thread has the turn."""

    def __init__(self) -> None:
        self._line: BaseDatabaseWrapper | None = None
        self._process = 0
        self._known = threading.local()

    def use(self) -> None:
        process = os.getpid()
        if self._line is None or self._process != process:
            self._line, self._process = connections["default"], process
            self._line.inc_thread_sharing()
        if getattr(self._known, "process", 0) != process:
            connections["default"] = self._line
            self._known.process = process


def _close(answer: Iterable[bytes]) -> None:
    close: Callable[[], None] | None = getattr(answer, "close", None)
    if close is not None:
        close()
