"""Somebody on a bad line who sends a photo keeps nobody waiting; over a real socket, with one process of the web."""

from __future__ import annotations

import errno
import io
import os
import select
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from urllib.error import URLError

import pytest

from moothall.project.turns import Turns
from tests.apps.catalogue.folders import COPIED
from tests.project.own_database import ROOT, a_place

#: What stands before the web's own processes.
pytestmark = pytest.mark.any_engine

#: More than a worker of the web has places that answer: one.
SLOW = 4
PAGES = 40
#: Seconds in which anything comes about, on a machine that does other things too.
PATIENCE = 300
#: A cookie, so that Django's check of the form's token reads the body.
HEAD = (
    "POST /track HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: moothall_form=abcdefghijklmnopqrstuvwxyzABCDEF\r\n"
    "Content-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
)
MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with a_place(tmp_path_factory.mktemp("slow"), migrated=True) as place:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            chosen: int = free.getsockname()[1]
        few = place.var / "services"
        for slug in COPIED:
            shutil.copytree(ROOT / "services" / slug, few / slug)
        settings = {
            "MOOTHALL_LISTEN": f"127.0.0.1:{chosen}",
            "MOOTHALL_WEB_WORKERS": "1",
            "MOOTHALL_SERVICES": str(few),
        }
        process = place.start("moothall.project.cli", "web", quiet=True, **settings)
        try:
            _wait_for(chosen)
            yield chosen
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            _ask(port)
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError("It never answered.")


def _ask(port: int) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=60) as answer:
        held: bytes = answer.read()
    return held


def begin(port: int, *, length: int, kind: str = MULTIPART) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    line.sendall(HEAD.format(kind=kind, length=length).encode())
    return line


def trickle(lines: list[socket.socket]) -> None:
    """What arrives in a moment at some 1 kB/s."""
    for line in lines:
        line.sendall(b"x" * 10)


@pytest.mark.parametrize(
    ("length", "kind"), [(1_000_000, MULTIPART), (2_000, "application/x-www-form-urlencoded")]
)
def test_pages_are_answered_while_bodies_trickle_in(port: int, length: int, kind: str) -> None:
    lines = [begin(port, length=length, kind=kind) for _ in range(SLOW)]
    try:
        trickle(lines)
        answered = 0
        for _ in range(PAGES):
            _ask(port)
            trickle(lines)
            answered += 1
        assert answered == PAGES
        for line in lines:
            line.settimeout(0.01)
            with pytest.raises(TimeoutError):
                line.recv(1)
    finally:
        for line in lines:
            line.close()


def test_a_body_that_came_slowly_is_answered_like_any_other(port: int) -> None:
    body = b"reference=&email=" + b"x" * 200
    with closing(begin(port, length=len(body), kind="application/x-www-form-urlencoded")) as line:
        for at in range(0, len(body), 20):
            line.sendall(body[at : at + 20])
            time.sleep(0.02)
        assert line.recv(12) == b"HTTP/1.1 403", "there was no token in the form; the whole body was read"


def test_somebody_who_hangs_up_harms_nobody(port: int) -> None:
    for _ in range(70):
        begin(port, length=1_000_000).close()
    assert _ask(port)


def test_more_than_we_take_is_refused_before_it_arrives(port: int) -> None:
    with closing(begin(port, length=10**10)) as line:
        assert line.recv(12) == b"HTTP/1.1 413"


def everything_said(line: socket.socket) -> bytes:
    said = b""
    while piece := line.recv(65_536):
        said += piece
    return said


def test_what_is_refused_before_it_arrives_tells_a_browser_the_rules(port: int) -> None:
    with closing(begin(port, length=10**10)) as line:
        heads, _, sentence = everything_said(line).decode().partition("\r\n\r\n")
    said = heads.lower()
    for rule in (
        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
        "cross-origin-opener-policy: same-origin",
        "content-type: text/plain; charset=utf-8",
    ):
        assert rule in said
    assert "strict-transport-security" not in said, "here is no certificate"
    assert sentence.startswith("The files are too large together.")


class Gone(io.RawIOBase):
    """What a disk without room, or a line that is gone, comes to."""

    def read(self, size: int = -1) -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_what_there_is_no_room_for_is_refused_and_said_to_whoever_runs_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[str] = []

    def answers(environ: object, start_response: object) -> list[bytes]:
        raise AssertionError("it has not arrived")

    turns = Turns(answers, {})
    environ = {"CONTENT_LENGTH": "10", "wsgi.input": Gone()}
    (sentence,) = turns(environ, lambda status, *rest: told.append(status))
    assert told == ["507 Insufficient Storage"]
    assert b"We cannot take files just now" in sentence
    assert "No space left on device" in caplog.text


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nno colon\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
    ],
    ids=["no request", "no header", "a long address", "a long header"],
)
def test_what_the_server_itself_refuses_says_nothing_that_a_browser_could_run(port: int, sent: bytes) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as line:
        with suppress(ConnectionError):
            line.sendall(sent)
        try:
            heads, _, body = everything_said(line).partition(b"\r\n\r\n")
        except ConnectionError:
            return
    assert not heads or heads.startswith(b"HTTP/1.1 4"), heads
    assert body == b""


def test_when_too_many_wait_the_next_is_told_so_and_pages_go_on(port: int) -> None:
    lines = [begin(port, length=1_000_000) for _ in range(45)]
    try:
        trickle(lines)
        assert _ask(port)
        until = time.monotonic() + PATIENCE
        while len(answered := select.select(lines, [], [], 0)[0]) < 5:
            assert time.monotonic() < until, "nobody is told"
            time.sleep(0.05)
        assert {line.recv(12) for line in answered} == {b"HTTP/1.1 503"}
    finally:
        for line in lines:
            line.close()
