"""Lists as files, of different lengths: the most memory meanwhile, and the time of each row."""

from __future__ import annotations

import http.client
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.servers import Server
from bench.staff import SEES_MOST, Council, signed_in

_LIST = "/staff/export/{kind}/?view=closed"
_SHEET = b"xl/worksheets/sheet1.xml"


@dataclass(frozen=True, slots=True)
class Exported:
    """So many rows of a list as a file: the most memory (PSS, MB) of all processes meanwhile, and seconds."""

    rows: int
    kind: str
    peak_mb: float
    seconds: float


def measure_exports(council: Council, sizes: tuple[int, ...]) -> list[Exported]:
    """The list of closed cases, read until there are so many rows; the first of each kind is read once for nothing."""
    facts = council.facts
    cookie = signed_in(council.server, SEES_MOST, facts["password"], facts[SEES_MOST])
    exported = []
    for kind in ("csv", "xlsx"):
        for _ in range(4):
            _export(council.server, cookie, kind, sizes[0])
        exported += [_export(council.server, cookie, kind, size) for size in sizes]
    return exported


def _export(server: Server, cookie: str, kind: str, rows: int) -> Exported:
    with memory_watched(server) as peak:
        began = time.perf_counter()
        counted = _rows_read(server.port, kind, cookie, rows)
        seconds = time.perf_counter() - began
        if counted < rows:
            raise RuntimeError(f"The list has {counted:,} rows, not {rows:,}.")
        return Exported(rows, kind, peak(), seconds)


@contextmanager
def memory_watched(server: Server) -> Iterator[Callable[[], float]]:
    """The most memory (PSS, MB) that web, worker and supervisor had together until it is asked."""
    ended, peaks = threading.Event(), [server.memory()]

    def watch() -> None:
        while not ended.wait(0.25):
            peaks.append(server.memory())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield lambda: max(*peaks, server.memory())
    finally:
        ended.set()
        thread.join()


def _rows_read(port: int, kind: str, cookie: str, most: int) -> int:
    """Rows that came before there were `most` or the file ended; then the line is cut, as by somebody who leaves."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    path = _LIST.format(kind=kind)
    connection.request("GET", path, headers={"Host": f"127.0.0.1:{port}", "Cookie": cookie})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}.")
    plain = _Sheet().plain if kind == "xlsx" else bytes
    mark = b"</row>" if kind == "xlsx" else b"\r\n"
    counted, tail = -1, b""  # The head is no row.
    try:
        for piece in iter(lambda: answer.read1(1 << 16), b""):
            text = tail + plain(piece)
            counted += text.count(mark)
            tail = text[len(text) - len(mark) + 1 :] if text else b""
            if counted >= most:
                break
    finally:
        connection.close()
    return counted


class _Sheet:
    """The last file of a zip as it comes: what was written of the sheet so far."""

    def __init__(self) -> None:
        self._held = b""
        self._unzip: zlib._Decompress | None = None

    def plain(self, piece: bytes) -> bytes:
        if self._unzip is None:
            self._held += piece
            at = self._sheet_at()
            if at < 0:
                return b""
            self._unzip = zlib.decompressobj(-15)
            piece, self._held = self._held[at:], b""
        return self._unzip.decompress(piece)

    def _sheet_at(self) -> int:
        """Where the sheet's own bytes begin; -1 before they have come. Its name is named in other files, too, zipped."""
        header = self._held.rfind(b"PK\x03\x04")
        while header >= 0:
            name_long = int.from_bytes(self._held[header + 26 : header + 28], "little")
            more_long = int.from_bytes(self._held[header + 28 : header + 30], "little")
            if self._held[header + 30 : header + 30 + name_long] == _SHEET:
                return header + 30 + name_long + more_long
            header = self._held.rfind(b"PK\x03\x04", 0, header)
        return -1
