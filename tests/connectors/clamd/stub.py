"""A clamd that keeps to the protocol of clamd(8): z-commands, INSTREAM in chunks, a limit, an early hang-up."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from moothall.connectors.demo.api import EICAR


@dataclass(slots=True)
class Stub:
    """Listens until closed. `says` overrides every answer; `limit` is StreamMaxLength; `mute` never answers."""

    listener: socket.socket
    limit: int = 1_000_000
    says: bytes = b""
    mute: bool = False
    took: list[bytes] = field(default_factory=list)

    def run(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, line.makefile("rwb") as talk:
            try:
                answer = self._answer(talk)
            except struct.error:
                return
            if self.mute:
                talk.read()
                return
            talk.write(self.says or answer)
            talk.flush()

    def _answer(self, talk: socket.SocketIO) -> bytes:
        command = b""
        while not command.endswith(b"\0"):
            command += talk.read(1)
        if command == b"zPING\0":
            return b"PONG\0"
        if command != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        content = b""
        while size := struct.unpack("!I", talk.read(4))[0]:
            content += talk.read(size)
            if len(content) > self.limit:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.took.append(content)
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@contextmanager
def clamd(path: Path | None = None) -> Iterator[Stub]:
    """A stub at a socket of `path`, or at a free port of this machine."""
    if path is None:
        listener = socket.create_server(("127.0.0.1", 0))
    else:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(path))
        listener.listen()
    stub = Stub(listener)
    threading.Thread(target=stub.run, daemon=True).start()
    try:
        yield stub
    finally:
        listener.close()
