"""One file a connection, sent in chunks: clamd(8), command INSTREAM."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

from moothall.apps.documents.ports import ScannerFailed
from moothall.connectors.clamd.options import ClamdOptions
from moothall.ground.outside import forbid_in_transaction

_CHUNK = 64 * 1024
_LONGEST_REPLY = 4096


class ClamdScanner:
    """`documents.ports.Scanner`. Commands begin with `z` and end, as replies do, with a zero byte."""

    def __init__(self, options: ClamdOptions) -> None:
        self._options = options

    def scan(self, content: BinaryIO) -> str:
        """The signature's name, or "". Raises ScannerFailed, also when clamd takes no file of this size."""
        forbid_in_transaction("The scanner")
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                self._send(line, content)
                return _verdict(_reply(line))
        except OSError as error:
            raise ScannerFailed(f"The scanner could not be reached ({type(error).__name__}).") from None

    def check(self) -> str:
        try:
            with self._connected() as line:
                line.sendall(b"zPING\0")
                answer = _reply(line)
        except (OSError, ScannerFailed) as error:
            why = (
                error.sentence
                if isinstance(error, ScannerFailed)
                else (f"The scanner could not be reached ({type(error).__name__}).")
            )
            return (
                f"{why} It should be at {self._options.place}: check MOOTHALL_CLAMD_URL and that clamd is up."
            )
        if answer != "PONG":
            return f"What answers at {self._options.place} is not clamd: check MOOTHALL_CLAMD_URL."
        return ""

    def _connected(self) -> socket.socket:
        chosen = self._options
        if not chosen.path:
            return socket.create_connection((chosen.host, chosen.port), timeout=chosen.seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(chosen.seconds)
        try:
            line.connect(chosen.path)
        except OSError:
            line.close()
            raise
        return line

    def _send(self, line: socket.socket, content: BinaryIO) -> None:
        """Chunks, each after its length; one of no length ends it. Past its limit clamd answers early and hangs up:
        what it said is then waiting to be read."""
        try:
            while piece := content.read(_CHUNK):
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            return


def _reply(line: socket.socket) -> str:
    """Up to the zero byte, or the end. Raises ScannerFailed for none, or one that is no reply."""
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_REPLY:
        piece = line.recv(_LONGEST_REPLY)
        if not piece:
            break
        said += piece
    if not said:
        raise ScannerFailed("The scanner hung up without an answer.")
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(reply: str) -> str:
    said = reply.removeprefix("stream:").strip()
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    if "size limit exceeded" in said:
        raise ScannerFailed("The scanner takes no file of this size: set StreamMaxLength 25M in clamd.conf.")
    raise ScannerFailed(f"The scanner could not look at a file: {said[:200]}")
