"""What a file is, by its bytes; and each thing that is refused, with its reason."""

from __future__ import annotations

import io
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.apps.documents.api import FILE_KINDS, FILE_SENTENCES, Unfit, look, media_types_of
from moothall.apps.documents.contents import office
from moothall.apps.documents.contents.pictures import position_in
from tests.apps.documents.samples import (
    OLD_DOC,
    PDF,
    docx,
    huge_png,
    open_document,
    packed,
    photo_taken,
    picture,
    xlsx,
)

EVERYTHING = media_types_of(FILE_KINDS)
SCRIPT = b"<html><script>alert(1)</script></html>"
JPEG = picture()


def code_of(content: bytes) -> str:
    """Empty for a file that is taken."""
    try:
        look(content, EVERYTHING)
    except Unfit as refused:
        return refused.code
    return ""


def why(content: bytes) -> str:
    with pytest.raises(Unfit) as refused:
        look(content, EVERYTHING)
    assert refused.value.code in FILE_SENTENCES
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (JPEG, "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (PDF, "application/pdf"),
        (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (open_document("text"), "application/vnd.oasis.opendocument.text"),
        (open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
        (JPEG + b"\0\0MotionPhoto_Data" + b"\x00\x00\x00\x18ftypmp42" + bytes(500), "image/jpeg"),
        (JPEG + picture(size=(8, 8)), "image/jpeg"),
        (PDF + b"\r\n\0\0", "application/pdf"),
    ],
)
def test_a_sound_file_is_taken_for_what_it_is(content: bytes, media_type: str) -> None:
    assert look(content, EVERYTHING).media_type == media_type


def test_measures_are_read_without_decoding() -> None:
    seen = look(picture("PNG", (300, 200)), EVERYTHING)
    assert (seen.width, seen.height) == (300, 200)


def test_a_kind_that_is_not_wanted_is_refused_however_sound() -> None:
    with pytest.raises(Unfit, match="wrong_type"):
        look(PDF, media_types_of(["image"]))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (JPEG[:-40], "damaged"),
        (picture("PNG")[:-9], "damaged"),
        (picture("WEBP")[:-9], "damaged"),
        (PDF[:-8], "damaged"),
        (docx()[:-10], "damaged"),
        (b"\xff\xd8\xff" + bytes(100), "damaged"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\xff" * 40, "damaged"),
        (huge_png(), "too_many_pixels"),
        (JPEG + SCRIPT, "hidden"),
        (JPEG + packed({"evil.exe": b"x"}), "hidden"),
        (picture("PNG") + SCRIPT, "hidden"),
        (picture("PNG") + packed({"a": b"b"}), "hidden"),
        (PDF + SCRIPT, "hidden"),
        (PDF + packed({"a": b"b"}), "hidden"),
        (PDF + b"A" * 5_000, "hidden"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}, comment=SCRIPT), "hidden"),
        (docx(**{"word/vbaProject.bin": b"\0"}), "program"),
        (xlsx(**{"xl/vbaProject.bin": b"\0"}), "program"),
        (open_document("text", **{"Basic/script-lc.xml": b"x"}), "program"),
        (packed({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled"}), "program"),
        (b"MZ\x90\0", "program"),
        (b"\x7fELF\x02", "program"),
        (b"#!/bin/sh\nrm -rf /", "program"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "web_page"),
        (b'<?xml version="1.0"?><svg/>', "web_page"),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML><script>", "web_page"),
        (OLD_DOC, "old_format"),
        (packed({"letter.txt": b"x"}), "archive"),
        (b"Rar!\x1a\x07\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c\0", "archive"),
        (packed({"mimetype": b"application/epub+zip"}), "wrong_type"),
        (b"GIF89a\x01\0\x01\0", "wrong_type"),
        (b"a plain text", "wrong_type"),
        (docx(**{"bomb.xml": b"\0" * 30_000_000}), "too_packed"),
        (packed({f"{n}": b"" for n in range(office.MOST_ENTRIES + 1)}), "too_packed"),
        (docx(**{"../../etc/passwd": b"x"}), "damaged"),
    ],
)
def test_what_is_not_sound_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert why(content) == code


def with_parts(sound: bytes, at: int, part: bytes, count: int) -> bytes:
    return sound[:at] + part * count + sound[at:]


NOTE = b"\0\0\0\2tEXtk\0" + zlib.crc32(b"tEXtk\0").to_bytes(4, "big")


@pytest.mark.parametrize(
    ("sound", "at", "part"),
    [
        (JPEG, 2, b"\xff\xfe\0\2"),
        (JPEG, 2, b"\xff\xe1\0\2"),
        (JPEG, 2, b"\xff"),
        (JPEG, 2, b"\xff\0"),
        (picture("PNG"), 33, NOTE),
    ],
    ids=["comments", "profiles", "fillings", "stuffings", "notes"],
)
def test_millions_of_empty_parts_keep_nobody_waiting(sound: bytes, at: int, part: bytes) -> None:
    assert code_of(with_parts(sound, at, part, 300)) == ""
    most = with_parts(sound, at, part, 4_000_000)
    began = time.process_time()
    assert why(most) == "damaged"
    assert time.process_time() - began < 1


def test_entries_over_one_another_are_a_bomb() -> None:
    """As in Fifield's: the index names the same bytes many times."""
    content = bytearray(docx(**{"bomb.xml": bytes(2_000_000)}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as file:
        start = file.start_dir
    index = bytes(content[start:-22])
    many = index + index[index.rindex(b"PK\x01\x02") :].replace(b"bomb.xml", b"bom2.xml") * 1
    content = content[:start] + many + content[-22:]
    content[-14:-12] = content[-12:-10] = (4).to_bytes(2, "little")
    content[-10:-6] = len(many).to_bytes(4, "little")
    assert why(bytes(content)) in ("too_packed", "damaged")


def test_a_file_locked_by_a_password_is_refused() -> None:
    content = bytearray(docx())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    assert why(bytes(content)) == "password"


def test_content_that_is_not_what_the_index_says_is_found_when_unpacked() -> None:
    content = bytearray(docx(**{"word/big.xml": bytes(100_000)}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (50).to_bytes(4, "little")
    lying = bytes(content)
    with pytest.raises(Unfit):
        office.unpack(lying)
    office.unpack(docx())


def test_a_position_is_read_and_nonsense_is_none() -> None:
    assert position_in(photo_taken(), "image/jpeg") == "51.75202,-1.25773"
    assert position_in(JPEG, "image/jpeg") == ""
    assert position_in(b"\xff\xd8\xff nonsense", "image/jpeg") == ""


SOUND = (JPEG, PDF, docx(), picture("PNG"), picture("WEBP"), photo_taken())


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@given(st.binary(max_size=400), st.sampled_from(SOUND), st.data())
def test_nothing_raises_but_unfit(noise: bytes, sound: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sound)))
    cut = data.draw(st.integers(0, len(sound)))
    for content in (noise, sound[:4] + noise, sound[:cut], sound[:at] + noise + sound[at + len(noise) :]):
        assert code_of(content) in {"", *FILE_SENTENCES}
        position_in(content, "image/jpeg")
        position_in(content, "image/webp")
