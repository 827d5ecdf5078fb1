"""A mail server that keeps what it is given, and may do something the moment it has said "250"."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message


@dataclass(slots=True)
class Letter:
    recipients: tuple[str, ...]
    message: Message

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass(slots=True)
class Post:
    """`after_250` is called with the number of letters taken so far, right after the acknowledgement."""

    letters: list[Letter] = field(default_factory=list)
    after_250: Callable[[int], None] = lambda taken: None
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, StubServer)
        try:
            self._talk(self.server.post)
        except (ConnectionError, TimeoutError):
            return  # the sender was killed: that is what we are here for

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _talk(self, post: Post) -> None:
        self._say("220 stub")
        recipients: list[str] = []
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                self._take(post, recipients)
                recipients = []
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                if verb == b"RCPT":
                    recipients.append(line.split(b"<")[1].split(b">")[0].decode())
                self._say("250 ok")

    def _take(self, post: Post, recipients: list[str]) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        with post.lock:
            post.letters.append(Letter(tuple(recipients), email.message_from_bytes(b"".join(lines))))
            taken = len(post.letters)
        self._say("250 taken")
        post.after_250(taken)


class StubServer(socketserver.ThreadingTCPServer):
    """Listens on loopback, on a port of its own choosing."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, post: Post) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.post = post

    @property
    def port(self) -> int:
        return int(self.server_address[1])
