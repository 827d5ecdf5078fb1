"""The files of a case: one after the other, and pictures with parts of them blacked out for good."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from PIL import Image
from tests.answers import content, said
from tests.sites.staff.desk import a_case, seen_on
from tests.sites.staff.officers import an_officer, sign_in
from tests.sites.staff.test_casework import page_of

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import Opened
from moothall.apps.documents.api import Attached, Box, attach, documents_of
from moothall.apps.teams.api import actor_for
from moothall.ground.jobs.api import run_pending
from moothall.ground.looks.api import looks_at
from moothall.kernel.actors import ANONYMOUS, resident, system
from moothall.kernel.rules import Refused
from moothall.sites.staff.casework.files import boxes_in, readable

pytestmark = pytest.mark.django_db

_SELF = system("test")
GREEN = (0, 128, 0)


def a_picture() -> bytes:
    held = BytesIO()
    Image.new("RGB", (400, 200), GREEN).save(held, "JPEG", quality=95)
    return held.getvalue()


def with_files(made: Opened, *names: str) -> list[str]:
    """The keys of photos and papers that came with a case, looked through."""
    for name in names:
        paper = name.endswith(".pdf")
        attach(
            f"case:{made.case_id}",
            b"%PDF-1.4\n%%EOF\n" if paper else a_picture(),
            name=name,
            media_type="application/pdf" if paper else "image/jpeg",
            kind="file" if paper else "photo",
            source="form:x",
            by=ANONYMOUS,
        )
    run_pending(("files",))
    return [str(one.id) for one in documents_of(f"case:{made.case_id}", seen_by=_SELF)]


@pytest.fixture
def desk(client: Client) -> Client:
    return sign_in(client, an_officer("Olwen Arkwright", team="waste", role="officer"))


@pytest.fixture
def made() -> Opened:
    return a_case()


def file_at(made: Opened, key: str, page: str = "") -> str:
    return f"{page_of(made.reference)}files/{key}/{page}{'/' if page else ''}"


def copy_of(made: Opened, original: str) -> Attached:
    every = documents_of(f"case:{made.case_id}", seen_by=_SELF)
    return next(one for one in every if str(one.redacts) == original)


def test_files_are_looked_at_one_after_the_other(desk: Client, made: Opened) -> None:
    first, second, paper = with_files(made, "bin.jpg", "lane.jpg", "plan.pdf")
    shown = desk.get(file_at(made, second, "look"))
    assert "File 2 of 3" in said(shown)
    html = shown.content.decode()
    assert file_at(made, first, "look") in html
    assert file_at(made, paper, "look") in html
    assert "The whole picture" in html
    assert "Download the file" in said(desk.get(file_at(made, paper, "look")))
    given = desk.get(file_at(made, paper))
    assert given["Content-Disposition"].startswith("attachment")
    assert "Previous" not in said(desk.get(file_at(made, first, "look")))


def test_what_is_blacked_out_is_not_in_the_copy_and_the_original_is_locked(
    desk: Client, made: Opened
) -> None:
    [photo] = with_files(made, "bin.jpg")
    form = desk.get(file_at(made, photo, "redact"))
    tried = desk.post(file_at(made, photo, "redact"), {"boxes": "A1-J10\nK11", "try": "1"})
    assert '<rect class="redact__box" x="0" y="0" width="500" height="500"/>' in tried.content.decode()
    done = desk.post(file_at(made, photo, "redact"), {"boxes": "A1-J20", "seen": seen_on(form)}, follow=True)
    assert "The original is locked" in said(done)
    assert "Redacted a photo: 1 place is black." in said(done)
    run_pending(("files",))
    copy = copy_of(made, photo)
    given = content(desk.get(file_at(made, str(copy.id))))
    with Image.open(BytesIO(given)) as picture:
        width, height = picture.size
        assert picture.getpixel((width // 4, height // 2)) == pytest.approx((0, 0, 0), abs=6)
        assert picture.getpixel((width * 3 // 4, height // 2)) == pytest.approx(GREEN, abs=6)
        assert not picture.getexif()
    for address in (file_at(made, photo), file_at(made, photo) + "?small=1"):
        assert desk.get(address).status_code == 404
    assert "This picture is locked" in said(desk.get(file_at(made, photo, "look")))
    assert desk.get(file_at(made, photo, "redact")).status_code == 404
    assert desk.get(file_at(made, photo, "original")).status_code == 403


def test_only_a_role_opens_an_original_and_each_look_is_recorded(desk: Client, made: Opened) -> None:
    [photo] = with_files(made, "bin.jpg")
    desk.post(file_at(made, photo, "redact"), {"boxes": "C3-E5"})
    account = an_officer("Marcus Thorne", team="waste", role="manager")
    manager = sign_in(Client(), account)
    assert "Open the original" in said(manager.get(file_at(made, photo, "look")))
    assert manager.get(file_at(made, photo, "original")).status_code == 200
    looks = looks_at(f"document:{photo}", seen_by=_SELF)
    assert [(one.purpose, one.actor) for one in looks if one.purpose == "original"] == [
        ("original", f"officer:{account.pk}")
    ]


def test_the_reporter_and_the_public_see_nothing_of_an_original(desk: Client, made: Opened) -> None:
    photo, _other = with_files(made, "bin.jpg", "lane.jpg")
    desk.post(file_at(made, photo, "redact"), {"boxes": "C3-E5"})
    run_pending(("files",))
    hers = resident("test", made.case_id)
    seen = cases.request_for(made.reference, seen_by=hers).documents
    assert photo not in {str(one.id) for one in seen}
    assert len(seen) == 2
    stream = f"case:{made.case_id}"
    assert photo not in {str(one.id) for one in documents_of(stream, seen_by=_SELF)}


def test_a_copy_can_be_redacted_again_and_both_are_erased_with_the_case(desk: Client, made: Opened) -> None:
    [photo] = with_files(made, "bin.jpg")
    desk.post(file_at(made, photo, "redact"), {"boxes": "C3-E5"})
    run_pending(("files",))
    copy = str(copy_of(made, photo).id)
    assert desk.post(file_at(made, copy, "redact"), {"boxes": "A1"}).status_code == 302
    run_pending(("files",))
    assert copy_of(made, copy).picture
    cases.erase_case(made.reference, rule="test", by=_SELF)
    olwen = actor_for(an_officer("Priya Raman", team="waste", role="manager"))
    assert documents_of(f"case:{made.case_id}", seen_by=olwen) == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "DOCUMENT-02"),
        ("\x00", "DOCUMENT-02"),
        ("Z9", "STAFF-07"),
        ("A21", "DOCUMENT-03"),
        ("A0", "DOCUMENT-03"),
        ("50, 50, 60, 10", "DOCUMENT-03"),
        ("1, 2, 3", "STAFF-07"),
        ("A1;" * 61, "DOCUMENT-03"),
        ("<script>", "STAFF-07"),
    ],
)
def test_what_names_no_place_in_the_picture_is_refused_and_kept(
    desk: Client, made: Opened, typed: str, code: str
) -> None:
    [photo] = with_files(made, "bin.jpg")
    shown = desk.post(file_at(made, photo, "redact"), {"boxes": typed})
    assert shown.status_code == 422
    assert "<script>\n" not in shown.content.decode()
    with pytest.raises(Refused) as refused:
        cases.redact_photo(made.reference, UUID(photo), boxes_in(typed.replace("\x00", "")), by=_SELF)
    assert refused.value.code == code


def test_squares_and_per_cents_say_the_same() -> None:
    assert (
        boxes_in("C3-E5") == boxes_in("e5 to c3") == boxes_in("10, 10, 15, 15") == (Box(100, 100, 150, 150),)
    )
    assert readable("C3\nnonsense; A1") == (Box(100, 100, 50, 50), Box(0, 0, 50, 50))


def test_a_locked_picture_leaves_with_no_reply_and_its_copy_does(desk: Client, made: Opened) -> None:
    [photo] = with_files(made, "bin.jpg")
    desk.post(file_at(made, photo, "redact"), {"boxes": "C3-E5"})
    run_pending(("files",))
    address, copy = f"{page_of(made.reference)}reply/", str(copy_of(made, photo).id)
    shown = desk.get(address).content.decode()
    assert (copy in shown, photo in shown) == (True, False)
    to = str(next(one.id for one in cases.case_for(made.reference, seen_by=_SELF).parties if one.email))
    typed = {"words": "Here it is.", "to": to, "when": "now", "send": "1"}
    refused = desk.post(address, {**typed, "files": photo})
    assert refused.status_code == 422
    assert "is locked" in said(refused)
    assert desk.post(address, {**typed, "files": copy}).status_code == 302
