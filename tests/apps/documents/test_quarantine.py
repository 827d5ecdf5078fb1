"""Nothing is given out that was not looked through; what is given out of a picture is only what can be seen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import pytest
from PIL import Image

from moothall.apps.documents import api as documents
from moothall.apps.documents.events import DocumentRefused
from moothall.apps.documents.ports import ScannerFailed
from moothall.connectors.demo.api import EICAR
from moothall.ground.events.api import history
from moothall.ground.files.api import give, owned_by, sweep
from moothall.ground.jobs.api import run_pending
from tests.apps.documents.samples import PDF, docx, photo_taken, picture
from tests.cast import SYSTEM

pytestmark = pytest.mark.django_db
DOCX = documents.media_types_of(["document"])[0]


def attach(
    content: bytes, media_type: str = "image/jpeg", *, owner: str = "draft:1", keep_position: bool = False
) -> documents.Attached:
    return documents.attach(
        owner, content, name="it.jpg", media_type=media_type, kind="photo", source="form:x", by=SYSTEM,
        keep_position=keep_position,
    )  # fmt: skip


def only(owner: str = "draft:1") -> documents.Attached:
    (one,) = documents.documents_of(owner, seen_by=SYSTEM)
    return one


def given_out(one: documents.Attached, *, small: bool = False, owner: str = "draft:1") -> bytes:
    _, content = documents.open_document(one.id, owner=owner, seen_by=SYSTEM, small=small)
    with content:
        return content.read()


def look_through() -> None:
    run_pending(("files",))


def test_nobody_sees_a_file_that_waits() -> None:
    one = attach(PDF, "application/pdf")
    assert one.words == documents.CHECKING
    assert not one.ready
    with pytest.raises(documents.DocumentNotFound):
        given_out(one)
    look_through()
    assert only().ready
    assert only().words == ""
    assert given_out(one) == PDF


def test_a_harmful_file_is_refused_gone_and_told() -> None:
    one = attach(PDF[:-6] + EICAR + b"\n%%EOF\n", "application/pdf", owner="case:1")
    look_through()
    refused = only("case:1")
    assert refused.words == "Not accepted: it may harm a computer"
    assert not owned_by(f"document:{one.id}")
    with pytest.raises(documents.DocumentNotFound):
        given_out(one, owner="case:1")
    (told,) = history(f"document:{one.id}")
    assert told.fact == DocumentRefused(one.id, "case:1", "harmful")


def test_what_was_refused_in_a_draft_is_told_to_the_case_it_becomes() -> None:
    one = attach(picture()[:400], "image/jpeg")
    look_through()
    assert only().words == "Not accepted: it cannot be opened"
    documents.hand_over("draft:1", to="case:1", keep=[one.digest], by=SYSTEM)
    assert [told.fact.owner for told in history(f"document:{one.id}")] == ["draft:1", "case:1"]


def test_a_picture_is_written_anew_the_right_way_up_and_without_its_secrets() -> None:
    sent = photo_taken(turn=6)
    one = attach(sent)
    look_through()
    shown = given_out(one)
    assert b"Secret camera" in sent
    assert b"Secret camera" not in shown
    assert b"Exif" not in shown
    with Image.open(io.BytesIO(shown)) as opened:
        assert opened.size == (20, 40), "turned"
        assert not opened.getexif()
    sweep()
    with pytest.raises(FileNotFoundError):
        give(one.digest)


def test_a_large_picture_is_made_smaller_twice() -> None:
    one = attach(picture(size=(4000, 3000)))
    look_through()
    for small, size in ((False, (1600, 1200)), (True, (320, 240))):
        with Image.open(io.BytesIO(given_out(one, small=small))) as opened:
            assert opened.size == size
    assert only().media_type == "image/jpeg"


def test_what_is_seen_through_becomes_white() -> None:
    held = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(held, "PNG")
    one = attach(held.getvalue(), "image/png")
    look_through()
    with Image.open(io.BytesIO(given_out(one))) as opened:
        assert opened.getpixel((5, 5)) == (255, 255, 255)


def test_where_it_was_taken_is_offered_to_the_form_and_forgotten_when_it_is_sent() -> None:
    one = attach(photo_taken())
    assert documents.position_of(one.digest, owner="draft:1", seen_by=SYSTEM) == "51.75202,-1.25773"
    assert documents.position_of(one.digest, owner="draft:2", seen_by=SYSTEM) == ""
    look_through()
    documents.hand_over("draft:1", to="case:1", keep=[one.digest], by=SYSTEM)
    assert documents.position_of(one.digest, owner="case:1", seen_by=SYSTEM) == ""
    assert only("case:1").place_taken == ""


def test_where_it_was_taken_stays_for_a_service_that_needs_it() -> None:
    one = attach(photo_taken(), keep_position=True)
    look_through()
    documents.hand_over("draft:1", to="case:1", keep=[one.digest], by=SYSTEM)
    assert only("case:1").place_taken == "51.75202,-1.25773"


def test_a_document_that_lies_about_its_content_is_refused() -> None:
    content = bytearray(docx(**{"word/big.xml": bytes(100_000)}))
    content[content.rindex(b"PK\x01\x02") + 16] ^= 0xFF
    attach(bytes(content), DOCX)
    look_through()
    assert only().words == "Not accepted: it cannot be opened"


class Down:
    """A scanner that cannot say."""

    def scan(self, content: BinaryIO) -> str:
        raise ScannerFailed("The scanner could not be reached.")

    def check(self) -> str:
        return "The scanner could not be reached."


@pytest.fixture
def down() -> Iterator[None]:
    documents.use_scanner(Down())
    yield
    documents.use_scanner(None)


def test_without_a_scanner_everything_waits_and_nothing_is_lost(down: None) -> None:
    one = attach(PDF, "application/pdf")
    look_through()
    assert only().words == documents.CHECKING
    assert owned_by(f"document:{one.id}")


def test_erasing_before_and_after_it_was_looked_through_leaves_nothing() -> None:
    before, after = attach(picture(), owner="case:1"), attach(picture(size=(9, 9)), owner="case:2")
    documents.erase_documents("case:1", by=SYSTEM)
    look_through()
    documents.erase_documents("case:2", by=SYSTEM)
    for one in (before, after):
        for part in ("", ":large", ":small"):
            assert not owned_by(f"document:{one.id}{part}")
