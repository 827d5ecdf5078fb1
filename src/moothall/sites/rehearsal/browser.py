"""A browser without eyes or JavaScript: reads a page's forms and links, fills them in, sends them.

Rehearsals, load and chaos measurements walk the real pages with it, over a real socket or in the same process.
"""

from __future__ import annotations

import http.client
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    media_type: str = "image/jpeg"


@dataclass(slots=True)
class HtmlForm:
    """One <form>: where it goes, and its fields as a browser would send them untouched."""

    action: str
    method: str
    enctype: str
    fields: Pairs = field(default_factory=list)
    #: Every name that can be filled in, with the values a choice offers (empty: free text).
    offers: dict[str, list[str]] = field(default_factory=dict)
    submits: Pairs = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[HtmlForm] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._open: HtmlForm | None = None
        self._textarea: tuple[str, list[str]] | None = None
        self._select = ""
        self._link: tuple[str, list[str]] | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "a":
            self._link = (a.get("href", ""), [])
        elif tag == "form":
            self._open = HtmlForm(a.get("action", ""), a.get("method", "get").lower(), a.get("enctype", ""))
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(self._open, tag, a)

    def _field(self, form: HtmlForm, tag: str, a: Mapping[str, str]) -> None:
        name, kind = a.get("name", ""), a.get("type", "text")
        if tag == "button" or (tag == "input" and kind == "submit"):
            form.submits.append((name, a.get("value", "")))
        elif tag == "input" and kind in ("radio", "checkbox"):
            form.offers.setdefault(name, []).append(a.get("value", "on"))
            if "checked" in a:
                form.fields.append((name, a.get("value", "on")))
        elif tag == "input" and name:
            form.offers.setdefault(name, [])
            if kind != "file":
                form.fields.append((name, a.get("value", "")))
        elif tag == "textarea":
            form.offers.setdefault(name, [])
            self._textarea = (name, [])
        elif tag == "select":
            self._select = name
            form.offers.setdefault(name, [])
        elif tag == "option" and self._select:
            form.offers[self._select].append(a.get("value", ""))
            if "selected" in a or len(form.offers[self._select]) == 1:
                form.fields[:] = [f for f in form.fields if f[0] != self._select]
                form.fields.append((self._select, a.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1
        elif tag == "a" and self._link:
            self.links.append((self._link[0], " ".join("".join(self._link[1]).split())))
            self._link = None
        elif tag == "textarea" and self._textarea and self._open:
            # A browser drops one newline right after <textarea>.
            text = "".join(self._textarea[1])
            self._open.fields.append((self._textarea[0], text.removeprefix("\n")))
            self._textarea = None
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea[1].append(data)
        elif not self._silent:
            self.words.append(data)
            if self._link:
                self._link[1].append(data)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it came: `text` is what a person reads, in order, single-spaced."""

    status: int
    path: str
    html: str
    text: str
    forms: tuple[HtmlForm, ...]
    links: tuple[tuple[str, str], ...]

    def form_with(self, *names: str) -> HtmlForm | None:
        """The first form that has all `names` among its fields (`name` or `name-part`)."""
        return next((f for f in self.forms if all(_has(f, name) for name in names)), None)


def _has(form: HtmlForm, name: str) -> bool:
    return any(n == name or n.startswith(f"{name}-") for n in form.offers)


class Transport(Protocol):
    """Sends one request; returns status, headers (lower-case names, repeated allowed) and body."""

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]: ...


class Socket:
    """A kept-alive connection to a server on this machine."""

    def __init__(self, host: str, port: int, timeout: float = 30) -> None:
        self._where = (host, port, timeout)
        self._connection: http.client.HTTPConnection | None = None

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        host, port, timeout = self._where
        if self._connection is None:
            self._connection = http.client.HTTPConnection(host, port, timeout=timeout)
        try:
            self._connection.request(method, path, body, dict(headers))
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise
        return answer.status, [(n.lower(), v) for n, v in answer.getheaders()], content


class Browser:
    """Keeps cookies, follows redirects, knows the page it is on."""

    def __init__(self, transport: Transport, host: str = "localhost") -> None:
        self._transport = transport
        self._host = host
        self.cookies: dict[str, str] = {}
        self.requests = 0
        self.page = Seen(0, "/", "", "", (), ())

    def get(self, path: str) -> Seen:
        return self._go("GET", path, {}, b"")

    def submit(
        self,
        form: HtmlForm,
        answers: Sequence[tuple[str, str]] = (),
        uploads: Mapping[str, Upload] | None = None,
        press: str = "",
    ) -> Seen:
        """Send `form` with `answers` in place of what its fields hold; `press` names the button pressed."""
        given = {name for name, _ in answers}
        pairs = [f for f in form.fields if f[0] not in given] + list(answers)
        pairs += [s for s in form.submits if press and press in s][:1]
        target = urljoin(self.page.path, form.action or self.page.path)
        if form.method != "post":
            return self._go("GET", f"{target}?{urlencode(pairs)}", {}, b"")
        body, kind = _encode(pairs, uploads or {}, multipart=form.enctype == "multipart/form-data")
        return self._go("POST", target, {"Content-Type": kind}, body)

    def _go(self, method: str, path: str, headers: dict[str, str], body: bytes, hops: int = 0) -> Seen:
        if hops > 10:
            raise RuntimeError(f"Sent round in circles, last to {path}.")
        sent = {"Host": self._host, "Referer": f"http://{self._host}{self.page.path}", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        self.requests += 1
        status, got, content = self._transport.send(method, path, sent, body)
        self._keep_cookies(v for n, v in got if n == "set-cookie")
        where = next((v for n, v in got if n == "location"), "")
        if status in (301, 302, 303, 307, 308) and where:
            onward = urlsplit(urljoin(path, where))
            self.page = Seen(status, path, "", "", (), ())
            return self._go(
                "GET", onward.path + (f"?{onward.query}" if onward.query else ""), {}, b"", hops + 1
            )
        self.page = read_page(status, path, content.decode("utf-8", "replace"))
        return self.page

    def _keep_cookies(self, values: Iterable[str]) -> None:
        for value in values:
            for name, morsel in SimpleCookie(value).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


def read_page(status: int, path: str, html: str) -> Seen:
    """Parse `html` as it came from `path`."""
    reader = _Reader()
    reader.feed(html)
    text = " ".join(" ".join(reader.words).split())
    return Seen(status, path, html, text, tuple(reader.forms), tuple(reader.links))


def _encode(pairs: Pairs, uploads: Mapping[str, Upload], *, multipart: bool) -> tuple[bytes, str]:
    if not multipart:
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    mark = f"moothall{uuid.uuid1().hex}"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    for name, upload in uploads.items():
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{upload.name}"\r\n'
            f"Content-Type: {upload.media_type}\r\n\r\n"
        )
        parts.append(head.encode() + upload.content + b"\r\n")
    return b"".join(parts) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
