"""Pictures decoded and written anew, so that nothing of what was sent is given out but what can be seen.

Run as a program, in a process of its own with little memory and time: whatever a picture does to a decoder, it does
not do it to a worker. `rendition` is what the worker calls.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageDraw, ImageOps

from moothall.apps.documents.contents.kinds import HEIC, JPEG, PNG, WEBP
from moothall.apps.documents.contents.pictures import BROKEN, LONGEST_SIDE, MOST_PIXELS, position_of
from moothall.apps.documents.contents.unfit import Unfit

#: Pixels of the longest side: of a photo, of a paper that must be read, and in a list.
WEB, PAPER, SMALL = 1600, 3200, 320
MOST_MEMORY = 1536 * 1024 * 1024
MOST_CPU_SECONDS = 60
_WAIT_SECONDS = 120
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as it is given out, JPEG both; `position` is where it says it was taken, as "latitude,longitude"."""

    large: bytes
    small: bytes
    position: str


def rendition(content: bytes, media_type: str, longest: int = WEB) -> Rendition:
    """Decode and encode `content` in a process of its own. Raises Unfit when it cannot be opened.

    Raises TimeoutError when the machine is too busy for it.
    """
    return _asked([media_type, str(longest)], content)


def _asked(how: list[str], content: bytes) -> Rendition:
    words = [sys.executable, "-m", "moothall.apps.documents.rendering", *how]
    try:
        done = subprocess.run(  # noqa: S603 — our own program, and no shell between
            words, input=content, capture_output=True, timeout=_WAIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError("Opening a picture took too long.") from None
    head, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Unfit("damaged")
    told = json.loads(head)
    return Rendition(rest[: told["large"]], rest[told["large"] :], told["position"])


def burned(content: bytes, media_type: str, boxes: str) -> Rendition:
    """`content` with black where `boxes` say: "left,top,width,height;…" in thousandths of its sides. As `rendition`."""
    return _asked([media_type, str(PAPER), boxes], content)


def render(content: bytes, media_type: str, longest: int, boxes: str = "") -> Rendition:
    """Here and now; for `rendition` and `burned`. Raises whatever the decoder raises."""
    if media_type == HEIC:
        _know_heic()
    with Image.open(io.BytesIO(content), formats=(_FORMATS[media_type],)) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
            raise Unfit("too_many_pixels")
        position = position_of(picture)
        # A JPEG is decoded at a half or a quarter of its size, which is all that is needed of it.
        picture.draft("RGB", (longest, longest))
        large = _plain(picture, longest)
    _blacken(large, boxes)
    small = large.copy()
    small.thumbnail((SMALL, SMALL))
    return Rendition(_encoded(large), _encoded(small), position)


def _plain(picture: Image.Image, longest: int) -> Image.Image:
    """The right way up, no larger than `longest`, in plain colours on white."""
    profile = picture.info.get("icc_profile")
    turn = picture.getexif().get(0x0112, 1)
    small = (
        picture.convert("RGBA")
        if "A" in picture.mode or "transparency" in picture.info
        else picture.convert("RGB")
    )
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    if small.mode == "RGBA":
        white = Image.new("RGB", small.size, "white")
        white.paste(small, mask=small.getchannel("A"))
        small = white
    small = _usual_colours(small, profile)
    turned = Image.new("RGB", small.size)
    turned.paste(small)
    turned.getexif()[0x0112] = turn
    return ImageOps.exif_transpose(turned)


def _blacken(picture: Image.Image, boxes: str) -> None:
    """Nothing is left of what is below a box, nor of the pixels that its edge cuts."""
    width, height = picture.size
    pen = ImageDraw.Draw(picture)
    for box in filter(None, boxes.split(";")):
        left, top, wide, high = (int(part) for part in box.split(","))
        right, bottom = (left + wide) * width, (top + high) * height
        pen.rectangle(
            (left * width // 1000, top * height // 1000, -(-right // 1000), -(-bottom // 1000)), fill="black"
        )


def _usual_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A telephone's wider colours as a browser shows them once the profile is gone."""
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, *BROKEN):
        return picture
    return changed or picture


def _encoded(picture: Image.Image) -> bytes:
    """Pixels and nothing else: no profile, no place, no name of a camera."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _know_heic() -> None:
    """Loaded where it is needed alone: the decoder is large, and only here it may do what it likes."""
    from pi_heif import register_heif_opener

    register_heif_opener(thumbnails=False)


def _main(media_type: str, longest: str, boxes: str = "") -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    try:
        made = render(sys.stdin.buffer.read(), media_type, int(longest), boxes)
    except (Unfit, Image.DecompressionBombError, *BROKEN, RuntimeError):
        return 1
    head = {"large": len(made.large), "position": made.position}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made.large + made.small)
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
