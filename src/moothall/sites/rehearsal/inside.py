"""Requests answered in this very process: no socket, the whole of middleware, views and templates."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from urllib.parse import unquote

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections


@cache
def application() -> WSGIHandler:
    return get_wsgi_application()


@contextmanager
def _connection_kept() -> Iterator[None]:
    """A server closes old connections around each request; here the caller may be in a transaction of its own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


class Inside:
    """A `Transport` that calls the WSGI application as a server would."""

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        got: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(
            status: str, said: list[tuple[str, str]], failure: object = None, /
        ) -> Callable[[bytes], object]:
            got.append((status, said))
            return lambda more: None

        with _connection_kept():
            answer = application()(_environ(method, path, headers, body), begin)
            try:
                content = b"".join(answer)
            finally:
                if hasattr(answer, "close"):
                    answer.close()
        status, said = got[0]
        return int(status.split()[0]), [(name.lower(), value) for name, value in said], content


def _environ(method: str, path: str, headers: Mapping[str, str], body: bytes) -> dict[str, object]:
    """The request as WSGI (PEP 3333) tells it."""
    where, _, query = path.partition("?")
    environ: dict[str, object] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote(where, "latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ
