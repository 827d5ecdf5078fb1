"""The kept pages as a server answers them, each at its address; whatever else a page fetches comes from the site.

A browser that is answered by the driver instead keeps nothing: each page would fetch all styles and scripts anew.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from moothall.project.rules_for_browsers import CONTENT_SECURITY

PAGE = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", CONTENT_SECURITY),
    ("Cache-Control", "no-store"),
)
#: What is said of one connection, not of what it carries.
OWN = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]


class Shelf(ThreadingHTTPServer):
    """`site` is the address that answers for what is not kept; each thing is fetched there once."""

    daemon_threads = True

    def __init__(self, site: str) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self._site = urlsplit(site)
        self._there: dict[str, Answer] = {}
        self._fetched: dict[str, Answer] = {}

    def put(self, address: str, file: Path) -> str:
        """Have `file` answered at `address` from now on; the whole address."""
        self._there[address] = (HTTPStatus.OK, PAGE, file.read_bytes())
        return f"{self.address}{address}"

    def answer(self, address: str) -> Answer:
        if address in self._there:
            return self._there[address]
        if address not in self._fetched:
            self._fetched[address] = self._fetch(address)
        return self._fetched[address]

    def _fetch(self, address: str) -> Answer:
        connection = HTTPConnection(str(self._site.hostname), int(self._site.port or 80))
        try:
            connection.request("GET", address)
            said = connection.getresponse()
            headers = tuple(one for one in said.getheaders() if one[0].lower() not in OWN)
            return said.status, headers, said.read()
        finally:
            connection.close()


class _Clerk(BaseHTTPRequestHandler):
    """Hands out what lies on its shelf."""

    server: Shelf
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        status, headers, body = self.server.answer(self.path)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def shelf_beside(site: str) -> Iterator[Shelf]:
    """Inside the block its pages are answered."""
    with Shelf(site) as shelf:
        thread = threading.Thread(target=shelf.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield shelf
        shelf.shutdown()
        thread.join()
