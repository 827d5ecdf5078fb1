"""Look at a file before it is kept: cheap checks that read what is written in it and decode nothing.

Its name and what a browser says of it are not believed. What passes is still only quarantined: the scanner and, for
pictures, the re-encoding in a job come after (see `jobs.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from moothall.apps.documents.contents import office, pictures, portable
from moothall.apps.documents.contents.kinds import HEIC, JPEG, PDF, PNG, WEBP
from moothall.apps.documents.contents.unfit import Unfit

#: HEIC and its relatives, by the brand in the file's first box.
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_WEB = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml", b"<body", b"<head")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file is. `width` and `height` of a picture, as it says of itself."""

    media_type: str
    width: int = 0
    height: int = 0


def sniff(start: bytes) -> str | None:
    """The media type by the first bytes, for those that show it there; None for office files and anything else."""
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WEBP
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC_BRANDS:
        return HEIC
    if start.startswith(b"%PDF-"):
        return PDF
    return None


def look(content: bytes, wanted: Collection[str]) -> Seen:
    """What `content` is, if it is one of the media types `wanted` and whole. Raises Unfit, for whatever it is given."""
    if not content:
        raise Unfit("empty")
    media_type = sniff(content[:16]) or _packed(content)
    if media_type is None:
        raise Unfit(_what_instead(content))
    if media_type not in wanted:
        raise Unfit("wrong_type")
    check = _CHECKS.get(media_type)
    width, height = check(content) if check else (0, 0)
    return Seen(media_type, width, height)


def _packed(content: bytes) -> str | None:
    return office.media_type(content) if content.startswith(b"PK\x03\x04") else None


def _what_instead(content: bytes) -> str:
    """Why it is none of ours, as far as somebody can do something about it."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").lower()
    if content.startswith(_OLD_OFFICE):
        return "old_format"
    if content.startswith(_PROGRAMS):
        return "program"
    if content.startswith(_ARCHIVES):
        return "archive"
    if start.startswith(_WEB) or b"<svg" in start or b"<script" in start:
        return "web_page"
    return "wrong_type"


_CHECKS: Mapping[str, Callable[[bytes], tuple[int, int]]] = {
    JPEG: pictures.check_jpeg,
    PNG: pictures.check_png,
    WEBP: pictures.check_webp,
    HEIC: pictures.check_heic,
    PDF: portable.check_pdf,
}
