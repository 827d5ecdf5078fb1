"""Documents: kept once, handed over, given only with their owner's name, erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from moothall.apps.documents.api import (
    Attached,
    DocumentNotFound,
    attach,
    documents_of,
    hand_over,
    open_document,
)
from moothall.ground.events.api import erase
from moothall.ground.files.api import file_store, owned_by
from moothall.ground.jobs.api import run_pending
from moothall.ground.outside import InsideTransaction
from moothall.sites.rehearsal.walking import sample_photo
from tests.cast import SYSTEM

pytestmark = pytest.mark.django_db
PHOTO = sample_photo()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.MOOTHALL_SEAL_FOLDER = tmp_path / "seal"


def photo(owner: str = "draft:1", name: str = "sofa.jpg", content: bytes = PHOTO) -> Attached:
    return attach(
        owner, content, name=name, media_type="image/jpeg", kind="photo", source="form:x", by=SYSTEM
    )


def test_a_draft_s_documents_become_the_case_s() -> None:
    one = photo()
    photo(content=b"a photo that was replaced")
    assert hand_over("draft:1", to="case:1", keep=[one.digest], by=SYSTEM) == 1
    assert not documents_of("draft:1", seen_by=SYSTEM)
    assert documents_of("case:1", seen_by=SYSTEM) == (one,)
    run_pending(("files",))
    found, content = open_document(one.id, owner="case:1", seen_by=SYSTEM)
    with content:
        assert content.read().startswith(b"\xff\xd8")
    assert found.media_type == "image/jpeg"


def test_another_owner_s_document_is_not_found() -> None:
    with pytest.raises(DocumentNotFound):
        open_document(photo().id, owner="case:2", seen_by=SYSTEM)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", ".. .. etc passwd"),
        ("a\r\nb.jpg", "a b.jpg"),
        ("", "photo"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_name_is_only_shown(name: str, kept: str) -> None:
    assert photo(name=name).name == kept


def test_erasing_gives_up_the_file() -> None:
    one = photo("case:1")
    other = photo("case:2")
    assert file_store()
    erase("case:1", rule="request", by=SYSTEM)
    assert not documents_of("case:1", seen_by=SYSTEM)
    assert not owned_by(f"document:{one.id}")
    assert owned_by(f"document:{other.id}")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_attached_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(InsideTransaction):
        photo()
