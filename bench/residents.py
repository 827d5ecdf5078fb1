"""Residents who load pages and submit, each over a kept-alive connection of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from bench.servers import ROOT, Server
from moothall.sites.rehearsal.browser import Browser, Socket
from moothall.sites.rehearsal.walking import Stuck, Typed, question_form, start, step

SERVICE = "report-missed-bin"
NOTHING: Mapping[str, str] = MappingProxyType({})
ANSWERS: dict[str, Typed] = json.loads((ROOT / "bench" / "missed_bin.json").read_text())


def typed(number: int) -> dict[str, Typed]:
    return {**ANSWERS, "email": f"resident{number}@example.org"}


class Line:
    """One kept-alive connection for plain requests: as little work for the client as can be."""

    def __init__(self, server: Server) -> None:
        self._port = server.port
        self._socket = Socket("127.0.0.1", server.port)
        self._host = f"127.0.0.1:{server.port}"

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Once more over a new connection when the server has let go of one that was idle for long."""
        try:
            return self._socket.send(method, path, headers, body)
        except ConnectionError:
            self._socket = Socket("127.0.0.1", self._port)
            return self._socket.send(method, path, headers, body)

    def get(self, path: str, cookie: str = "", more: Mapping[str, str] = NOTHING) -> bytes:
        headers = {"Host": self._host, **({"Cookie": cookie} if cookie else {}), **more}
        status, _, body = self._send("GET", path, headers, b"")
        if status != 200:
            raise Stuck(f"{path} answered {status}.", Browser(self._socket).page)
        return body

    def post(
        self,
        path: str,
        pairs: list[tuple[str, str]],
        cookie: str,
        wanted: int,
        more: Mapping[str, str] = NOTHING,
    ) -> list[tuple[str, str]]:
        headers = {
            "Host": self._host,
            "Cookie": cookie,
            "Referer": f"http://{self._host}{path}",
            "Content-Type": "application/x-www-form-urlencoded",
            **more,
        }
        status, got, _ = self._send("POST", path, headers, urlencode(pairs).encode())
        if status != wanted:
            raise Stuck(f"{path} answered {status}.", Browser(self._socket).page)
        return got


def browser_for(server: Server) -> Browser:
    return Browser(Socket("127.0.0.1", server.port), f"127.0.0.1:{server.port}")


def cookies(browser: Browser) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def ready_to_send(server: Server, number: int) -> Browser:
    """A resident on the check-your-answers page, with everything filled in."""
    browser = browser_for(server)
    page = start(browser, SERVICE)
    while not page.path.endswith("/check-your-answers"):
        before = page.path
        page = step(browser, typed(number))
        if page.path == before:
            raise Stuck("The page came back.", page)
    return browser


def token_on(browser: Browser) -> str:
    form = question_form(browser.page)
    return next(value for name, value in form.fields if name == "csrfmiddlewaretoken") if form else ""
