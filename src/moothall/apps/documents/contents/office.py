"""Files of word processors and spreadsheets: zip files of a known make, without programs in them.

Only the index at the end is read here; `unpack` reads the content against it, in a job.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from moothall.apps.documents.contents.kinds import DOCX, ODS, ODT, XLSX
from moothall.apps.documents.contents.unfit import Unfit

MOST_ENTRIES = 3_000
MOST_UNPACKED = 200 * 1024 * 1024
#: Times: sheets of one number repeated pack to a fiftieth, bombs to a thousandth.
MOST_RATIO = 150
#: Below this nobody is harmed, however well it packs.
_SMALL = 5 * 1024 * 1024
_MOST_INDEX = 1024 * 1024
_ENCRYPTED = 0x1
#: What zipfile raises on contents that are not what their index says: among them NotImplementedError for a packing it
#: does not know, RuntimeError for a password, and the rest for numbers and names that were made up.
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, struct.error,
           EOFError, OverflowError, MemoryError, KeyError, IndexError)  # fmt: skip
_OPEN_DOCUMENT = {ODT.encode(): ODT, ODS.encode(): ODS}


def media_type(content: bytes) -> str:
    """Which of ours it is. Raises Unfit for any other zip file, and for what is dangerous in one."""
    index = _index(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            _demand_sound(entries, len(content), index)
            _demand_no_programs(entries)
            return _make(packed, frozenset(entry.filename for entry in entries))
    except _BROKEN:
        raise Unfit("damaged") from None


def unpack(content: bytes) -> None:
    """Read all of it and keep nothing. Raises Unfit when it is not what its index says."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for entry in packed.infolist():
                with packed.open(entry) as stream:
                    while piece := stream.read(256 * 1024):
                        left -= len(piece)
                        if left < 0:
                            raise Unfit("too_packed")
    except _BROKEN:
        raise Unfit("damaged") from None


def _index(content: bytes) -> int:
    """The size of the index, which ends exactly where the file ends."""
    end = content[-22:]
    if end[:4] != b"PK\x05\x06" or end[20:] != b"\x00\x00":
        behind = content.rfind(b"PK\x05\x06")
        raise Unfit("hidden" if 0 <= behind < len(content) - 22 else "damaged")
    entries, size = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if entries > MOST_ENTRIES or size > _MOST_INDEX:
        raise Unfit("too_packed")
    return size


def _demand_sound(entries: Sequence[zipfile.ZipInfo], size: int, index: int) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unfit("password")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    # Entries that lie over one another are how a small file unpacks to terabytes.
    if packed + index > size or unpacked > MOST_UNPACKED:
        raise Unfit("too_packed")
    if unpacked > _SMALL and unpacked > MOST_RATIO * max(1, packed):
        raise Unfit("too_packed")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(".." in name.split("/") or name[:1] in "/\\" for name in names):
        raise Unfit("damaged")


def _demand_no_programs(entries: Sequence[zipfile.ZipInfo]) -> None:
    for entry in entries:
        name = entry.filename.lower()
        macro = name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name
        if (
            macro
            or name.startswith(("basic/", "scripts/"))
            or name.endswith((".exe", ".js", ".vbs", ".html"))
        ):
            raise Unfit("program")


def _make(packed: zipfile.ZipFile, names: frozenset[str]) -> str:
    if "[Content_Types].xml" in names:
        told = _first_of(packed, "[Content_Types].xml")
        if b"macroEnabled" in told:
            raise Unfit("program")
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
        raise Unfit("wrong_type")
    if "mimetype" in names:
        made = _OPEN_DOCUMENT.get(_first_of(packed, "mimetype").strip())
        if made is not None:
            return made
        raise Unfit("wrong_type")
    raise Unfit("archive")


def _first_of(packed: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of an entry, at most so many as such an entry ever has."""
    with packed.open(name) as stream:
        return stream.read(256 * 1024)
