"""A photo is what its bytes say it is."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from moothall.apps.forms.api import Answer, Answers, posted, read_page, typed_for
from moothall.apps.forms.types.photo import MOST_BYTES, Photo, safe_name, sniff
from tests.apps.forms.made import File, form_of_one, said, value, wrong


def picture(form: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (3, 2), "green").save(content, form)
    return content.getvalue()


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
WRONG_TYPE = "The selected file must be a photo: a JPG, PNG, WebP or HEIC"
PROGRAM = "The selected file holds a program or macros. Save it without them, or as a PDF, and select that"
HELD = Answers(
    {"it": Answer("photo", {"name": "old.jpg", "media_type": "image/jpeg", "size": 9, "digest": "abc"})}
)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (HEIC, "image/heic"),
        (picture("GIF"), None),
        (b"<svg onload=alert(1)>", None),
        (b"%PDF-1.7", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"\x00\x00\x00\x18ftypisom", None),
        (b"", None),
    ],
)
def test_the_first_bytes_decide(content: bytes, media_type: str | None) -> None:
    assert sniff(content[:16]) == media_type


def test_a_photo_is_read_and_handed_on() -> None:
    content = picture("PNG")
    reading = said(Photo(), files={"it": File(content, "C:\\holiday\\bins.jpeg")})
    assert value(reading) == {
        "name": "bins.png",
        "media_type": "image/png",
        "size": len(content),
        "digest": "",
    }
    (upload,) = reading.uploads
    assert (upload.question, upload.name, upload.media_type, upload.size) == (
        "it",
        "bins.png",
        "image/png",
        len(content),
    )
    assert upload.content.read() == content
    assert reading.kept("it", "f00").answers["it"].value == {**value(reading), "digest": "f00"}


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (File(b""), "The selected file is empty"),
        (
            File(b"MZ\x90 an executable", "photo.jpg"),
            PROGRAM,
        ),
        (File(picture("GIF"), "photo.jpg"), WRONG_TYPE),
        (File(picture("JPEG"), size=MOST_BYTES + 1), "The selected file must be smaller than 15MB"),
        (None, "Select a photo"),
        (File(b"", ""), "Select a photo"),
        (File(b"", None), "Select a photo"),
    ],
)
def test_a_file_that_is_none_is_refused_kindly(file: File | None, sentence: str) -> None:
    reading = said(Photo(), more={"name": ""}, files={"it": file} if file else {})
    assert wrong(reading) == [("it", sentence)]
    assert reading.uploads == ()


def test_a_photo_stays_until_it_is_replaced_or_removed() -> None:
    form = form_of_one(Photo(), required=False)
    stays = read_page(form, "page", posted({}), {}, held=HELD)
    assert stays.answers["it"] == HELD["it"]
    assert stays.uploads == ()
    spoilt = read_page(form, "page", posted({}), {"it": File(b"no photo")}, held=HELD)
    assert not spoilt.ok
    assert spoilt.answers["it"] == HELD["it"]
    gone = read_page(form, "page", posted({"it-remove": "yes"}), {}, held=HELD)
    assert gone.ok
    assert gone.answers["it"].value is None
    assert value(said(Photo(), more={"required": False})) is None


def test_a_photo_that_must_be_there_cannot_be_removed() -> None:
    form = form_of_one(Photo())
    assert wrong(read_page(form, "page", posted({"it-remove": "yes"}), {}, held=HELD)) == [
        ("it", "Select the thing")
    ]


def test_the_page_says_which_photo_is_held() -> None:
    form = form_of_one(Photo(), required=False)
    assert typed_for(form, "page", HELD, {}) == {"it": ("old.jpg",)}
    assert typed_for(form, "page", HELD, {"it-remove": ("yes",)}) == {
        "it": ("old.jpg",),
        "it-remove": ("yes",),
    }


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("a\\b\\c.png", "c.jpg"),
        ("", "photo.jpg"),
        ("...", "photo.jpg"),
        ("bin\u202egpj.exe", "bingpj.jpg"),
        ('a"b;c.jpg', "abc.jpg"),
        ("naïve photo.JPG", "naïve photo.jpg"),
        ("line\nbreak\x00.jpg", "line break.jpg"),
        ("x" * 300, "x" * 95 + ".jpg"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, "image/jpeg") == safe
