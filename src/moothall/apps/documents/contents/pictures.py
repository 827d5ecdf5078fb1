"""Pictures: whole or not, how many pixels, where taken. Headers are read; not one pixel is decoded here."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Mapping

from PIL import ExifTags, Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from moothall.apps.documents.contents.kinds import JPEG, PNG, WEBP
from moothall.apps.documents.contents.unfit import Unfit, demand_nothing_behind, ends_as_zip

#: What a telephone of today takes at most, of those that keep a file under 15 MB.
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 30_000
#: Parts before the picture itself: profiles, previews, notes. A telephone's panorama with its depths has some 250.
MOST_PARTS = 1_000
#: How much of a picture is looked through for its measures, where they may stand anywhere.
_HEAD = 512 * 1024
#: The readers themselves: `Image.open` loads every other, too, when one of them says no.
_READERS: Mapping[str, type[JpegImageFile | PngImageFile | WebPImageFile]] = {
    JPEG: JpegImageFile,
    PNG: PngImageFile,
    WEBP: WebPImageFile,
}
#: What an attacker's numbers in a header make of Pillow's readers.
BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, struct.error,
          ArithmeticError, AttributeError, EOFError, MemoryError, RecursionError)  # fmt: skip


def check_jpeg(content: bytes) -> tuple[int, int]:
    """A telephone may put a film or a second picture behind the first, which re-encoding drops; a zip or a page may
    not come with it."""
    size = _measures(content, JPEG)
    start = content.rfind(b"\xff\xda")
    end = content.find(b"\xff\xd9", content.find(b"\xff\xda"))
    if start < 0 or end < 0:
        raise Unfit("damaged")
    last = content.rfind(b"\xff\xd9")
    demand_nothing_behind(content[last + 2 :])
    return _one_file(content, size)


def check_png(content: bytes) -> tuple[int, int]:
    size = _measures(content, PNG)
    end = content.rfind(b"IEND\xaeB`\x82")
    if end < 0:
        raise Unfit("damaged")
    if content[end + 8 :].strip(b"\r\n\x00"):
        demand_nothing_behind(content[end + 8 :])
    return _one_file(content, size)


def check_webp(content: bytes) -> tuple[int, int]:
    said = int.from_bytes(content[4:8], "little") + 8
    if said > len(content) + 1:
        raise Unfit("damaged")
    demand_nothing_behind(content[said:])
    return _one_file(content, _measures(content, WEBP))


def check_heic(content: bytes) -> tuple[int, int]:
    """The boxes must fill the file exactly; the largest of the measures in them counts."""
    at = 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(content[at + 8 : at + 16], "big")
        if length == 0:
            break
        if length < 8 or at + length > len(content):
            raise Unfit("damaged")
        at += length
    sizes = _boxed_sizes(content[:_HEAD])
    if not sizes:
        raise Unfit("damaged")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return _one_file(content, _bounded(width, height))


def _boxed_sizes(head: bytes) -> list[tuple[int, int]]:
    """Of each `ispe` box: four bytes of version and flags, then width and height."""
    found, at = [], head.find(b"ispe")
    while at >= 0 and len(head) >= at + 16:
        width, height = struct.unpack(">II", head[at + 8 : at + 16])
        found.append((int(width), int(height)))
        at = head.find(b"ispe", at + 4)
    return found


def _demand_few_parts(content: bytes, media_type: str) -> None:
    """Pillow reads each part before the picture. Of millions that say nothing it would make many seconds, in which a
    process of the web answers nobody."""
    step = {JPEG: _next_in_jpeg, PNG: _next_in_png}.get(media_type)
    at = 2 if media_type == JPEG else 8
    for _ in range(MOST_PARTS):
        at = step(content, at) if step else 0
        if not 0 < at < len(content):
            return
    raise Unfit("damaged")


def _next_in_jpeg(content: bytes, at: int) -> int:
    """Where the part behind the one at `at` begins; 0 where the picture itself does."""
    at = content.find(b"\xff", at)
    mark = content[at + 1 : at + 2]
    if at < 0 or mark == b"\xda":
        return 0
    if mark == b"\xff":
        return at + 1
    if mark in (b"\x00", b"\x01") or b"\xd0" <= mark <= b"\xd9":
        return at + 2
    return at + 2 + max(2, int.from_bytes(content[at + 2 : at + 4], "big"))


def _next_in_png(content: bytes, at: int) -> int:
    if content[at + 4 : at + 8] in (b"IDAT", b"IEND"):
        return 0
    return at + 12 + int.from_bytes(content[at : at + 4], "big")


def _measures(content: bytes, media_type: str) -> tuple[int, int]:
    _demand_few_parts(content, media_type)
    try:
        with _READERS[media_type](io.BytesIO(content)) as picture:
            return _bounded(*picture.size)
    except BROKEN:
        raise Unfit("damaged") from None


def _bounded(width: int, height: int) -> tuple[int, int]:
    if width < 1 or height < 1:
        raise Unfit("damaged")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Unfit("too_many_pixels")
    return width, height


def _one_file(content: bytes, size: tuple[int, int]) -> tuple[int, int]:
    if ends_as_zip(content):
        raise Unfit("hidden")
    return size


def position_in(content: bytes, media_type: str) -> str:
    """Where a photo was taken, "51.75202,-1.25773" to about a metre; "" when it does not say, or nonsense.

    Of a HEIC only its decoder could tell; the job asks that.
    """
    if media_type not in _READERS:
        return ""
    try:
        with _READERS[media_type](io.BytesIO(content)) as picture:
            return position_of(picture)
    except BROKEN:
        return ""


def position_of(picture: Image.Image) -> str:
    try:
        told = picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(told[ExifTags.GPS.GPSLatitude], told[ExifTags.GPS.GPSLatitudeRef], "S")
        longitude = _degrees(told[ExifTags.GPS.GPSLongitude], told[ExifTags.GPS.GPSLongitudeRef], "W")
    except BROKEN:
        return ""
    sound = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0.0, 0.0)
    return f"{latitude:.5f},{longitude:.5f}" if sound else ""


def _degrees(parts: tuple[float, float, float], towards: str, negative: str) -> float:
    """Raises ValueError for what is no angle."""
    degrees, minutes, seconds = (float(part) for part in parts)
    angle = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(angle):
        raise ValueError("no angle")
    return -angle if str(towards).strip("\x00 ").upper() == negative else angle
