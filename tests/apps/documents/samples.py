"""Files for tests: sound ones, and what somebody who means harm makes of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import Image

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
OLD_DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PLACE = (51.75202, -1.25773)


def packed(entries: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
        file.comment = comment
    return held.getvalue()


def docx(**more: bytes) -> bytes:
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": b"<w:document/>", **more})


def xlsx(**more: bytes) -> bytes:
    return packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>", **more})


def open_document(kind: str, **more: bytes) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": mimetype, "content.xml": b"<office/>", **more})


def picture(form: str = "JPEG", size: tuple[int, int] = (32, 24), **more: object) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, "green").save(held, form, **more)
    return held.getvalue()


def photo_taken(turn: int = 1, size: tuple[int, int] = (40, 20)) -> bytes:
    """A JPEG with its position, a camera's name, and a turn."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "Secret camera"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (51.0, 45.0, 7.272)
    gps[3], gps[4] = "W", (1.0, 15.0, 27.828)
    return picture(size=size, exif=exif)


def huge_png() -> bytes:
    """A few bytes that say they are 40,000 pixels square."""
    content = bytearray(picture("PNG"))
    content[16:24] = (40_000).to_bytes(4, "big") * 2
    import zlib

    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)
