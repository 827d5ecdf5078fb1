"""Somebody who follows every link and sends every form, with nonsense, and writes down what breaks and what is told
that must not be. `test_crawling.py` lets somebody of each role walk, and shows that each kind of leak is reported."""

from __future__ import annotations

import io
import random
import re
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from moothall.sites.rehearsal.walking import sample_photo

#: They end the session, change how one signs in, are for no officer, or write to the council's folder.
NOT_WALKED = re.compile(r"/staff/(sign|account/(?!declared))|/demo/|/static/|/i18n/|/outbox/|/words/at/")
#: What nobody means. The longest are longer than any column; dates and numbers are where sums overflow.
HOSTILE = (
    "", " ", "x", "-1", "0", "99999999999999999999", "1e400", "½", "\x00", "\ud800", "<script>alert(1)</script>",
    "'; DROP TABLE case; --", "=1+1", "{{7*7}}", "%", "a" * 6000, "0001-01-01", "9999-12-31", "2026-02-30", "25:61",
    "00000000-0000-0000-0000-000000000000", "../../etc/passwd", "\u202e\u0663", "on", "[]", "{", "NaN", "\r\nX-A: b",
)  # fmt: skip
PLAIN = ("The bin was out.", "2026-11-30", "school", "septimus", "12")
#: Files as people send them, and as nobody should: name, type, content.
FILES = (
    ("sofa.jpg", "image/jpeg", sample_photo()),
    ("half.jpg", "image/jpeg", sample_photo()[:300]),
    ("empty.pdf", "application/pdf", b""),
    ("letter.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n"),
    ("drawing.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ("..\\../\u202egpj.exe", "image/jpeg", b"MZ\x90\x00"),
    ("a" * 300 + ".jpg", "image/jpeg", sample_photo()),
    ("", "", b"x"),
)  # fmt: skip


@dataclass(slots=True)
class Form:
    action: str
    method: str
    multipart: bool = False
    fields: list[tuple[str, str, list[str]]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Reading(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), list[Form]()
        self._named: dict[str, Form] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "data-src"):
            if tag != "base" and said.get(name):
                self.links.append(urljoin(self.address, said[name]))
        if tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            multipart = said.get("enctype") == "multipart/form-data"
            self.forms.append(Form(action, said.get("method", "get").lower(), multipart))
            self._named[said.get("id", "")] = self.forms[-1]
        form = self._named.get(said.get("form", "-")) or (self.forms[-1] if self.forms else None)
        name = said.get("name", "")
        if form is None:
            return
        if tag == "button" or (tag == "input" and said.get("type") == "submit"):
            form.buttons.append((name, said.get("value", "")))
        elif tag in ("input", "textarea") and name:
            kind = said.get("type", "text") if tag == "input" else "textarea"
            form.fields.append((name, kind, [said.get("value", "")]))
        elif tag == "select" and name:
            form.fields.append((name, "select", []))
        elif tag == "option" and form.fields and form.fields[-1][1] == "select":
            form.fields[-1][2].append(said.get("value", ""))


def body_of(response: HttpResponseBase) -> str:
    """All that is in an answer, and its heads that say something."""
    if isinstance(response, StreamingHttpResponse) or response.streaming:
        content = b"".join(response.streaming_content)
    else:
        content = response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    heads = "\n".join(response.headers.get(name, "") for name in ("Content-Disposition", "Location"))
    return f"{heads}\n{content.decode('utf-8', 'replace')}"


def kind_of(address: str) -> str:
    """Pages of the same route count as one."""
    try:
        return str(resolve(urlsplit(address).path).url_name)
    except (Resolver404, UnicodeError, ValueError):
        return "-"


@dataclass(slots=True)
class Walk:
    """`wrong` is what broke and what was told; `often` how often somebody came to each route, and sent each form."""

    client: Client
    forbidden: set[str]
    chance: random.Random
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)
    forms: list[tuple[str, Form, tuple[str, str]]] = field(default_factory=list)
    often: Counter[str] = field(default_factory=Counter)

    def go(self, steps: int) -> None:
        for _ in range(steps):
            if self.forms and (not self.open or self.chance.random() < 0.5):
                least = min(self.forms, key=lambda one: (self.often[one[0]], self.chance.random()))
                self.forms.remove(least)
                self.often[least[0]] += 1
                self.send(least[1], least[2])
            elif self.open:
                least_seen = min(self.open, key=lambda one: (self.often[kind_of(one)], self.chance.random()))
                self.open.remove(least_seen)
                self.often[kind_of(least_seen)] += 1
                self.ask("GET", least_seen)
            else:
                return

    def send(self, form: Form, button: tuple[str, str]) -> None:
        pairs = [button] if button[0] else []
        files = []
        for name, kind, values in form.fields:
            if name == "csrfmiddlewaretoken":
                continue
            if kind in ("checkbox", "radio", "file") and self.chance.random() < 0.5:
                continue
            if kind == "file":
                files.append((name, self.chance.choice(FILES)))
            else:
                pairs.append((name, self.typed(kind, values)))
        if form.method == "get":
            self.ask("GET", f"{form.action.partition('?')[0]}?{urlencode(pairs, errors='surrogatepass')}")
        else:
            self.ask("POST", form.action, pairs, files if form.multipart else None)

    def typed(self, kind: str, values: list[str]) -> str:
        if self.chance.random() < (0.1 if kind in ("hidden", "select", "radio", "checkbox") else 0.35):
            return self.chance.choice(HOSTILE)
        given = self.chance.choice(values) if values else ""
        if given or kind not in ("text", "textarea", "search"):
            return given
        return self.chance.choice(PLAIN)

    def ask(
        self,
        method: str,
        address: str,
        pairs: list[tuple[str, str]] | None = None,
        files: list[tuple[str, tuple[str, str, bytes]]] | None = None,
    ) -> None:
        said = f"{method} {address} {pairs or ''} {[name for name, _ in files] if files else ''}"[:600]
        try:
            response = self._answer(method, address, pairs or [], files)
            body = body_of(response)
        except Exception as broken:  # noqa: BLE001 — whatever breaks is what is looked for
            frames = [f for f in traceback.extract_tb(broken.__traceback__) if "/moothall/" in f.filename]
            where = " < ".join(f"{f.filename.rpartition('/moothall/')[2]}:{f.lineno}" for f in frames[:-4:-1])
            self.wrong.append(f"{said}\n    {type(broken).__name__}: {str(broken)[:200]} at {where}")
            return
        if response.status_code >= 500:
            self.wrong.append(f"{said}\n    {response.status_code}")
        low = body.lower()
        told = sorted(word for word in self.forbidden if word in low and word not in said.lower())
        if told:
            at = low.index(told[0])
            self.wrong.append(f"{said}\n    tells {told}: …{body[max(0, at - 80) : at + 60]!r}")
        self.learn(address, response, body)

    def _answer(
        self,
        method: str,
        address: str,
        pairs: list[tuple[str, str]],
        files: list[tuple[str, tuple[str, str, bytes]]] | None,
    ) -> Any:
        if method == "GET":
            return self.client.get(address)
        if files is None:
            typed = urlencode(pairs, errors="surrogatepass")
            return self.client.post(address, typed, content_type="application/x-www-form-urlencoded")
        parts: dict[str, list[object]] = {}
        for name, value in pairs:
            parts.setdefault(name, []).append(value.replace("\ud800", "\ufffd"))
        for name, (called, kind, content) in files:
            parts.setdefault(name, []).append(SimpleUploadedFile(called or "x", content, kind))
        return self.client.post(address, parts)

    def learn(self, address: str, response: HttpResponseBase, body: str) -> None:
        if response.has_header("Location"):
            self.later(urljoin(address, response["Location"]))
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return
        page = Reading(address)
        page.feed(body)
        for link in page.links:
            self.later(link)
        for form in page.forms:
            parts = urlsplit(form.action)
            if parts.netloc not in ("", "testserver") or NOT_WALKED.search(parts.path):
                continue
            for button in form.buttons or [("", "")]:
                key = f"{form.method} {kind_of(form.action)} {button[0]}"
                self.forms.append((key, form, button))
        del self.forms[:-400]

    def later(self, address: str) -> None:
        address = urldefrag(address)[0]
        parts = urlsplit(address)
        if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", "testserver"):
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if path.startswith("/staff/") and not NOT_WALKED.search(path) and path not in self.seen:
            self.seen.add(path)
            self.open.append(path)
