"""Where files are kept is away, or its disk is full: nothing that was typed is lost, and everybody reads so."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.documents.samples import picture
from tests.cast import FLY_TIPPING, HARDING, sends
from tests.sites.public.resident import ADDRESS, CHECK, PAGES, content, fill_in

from moothall.connectors.folder.api import FolderOptions, FolderStore
from moothall.ground.files.api import file_store, use_store
from moothall.ground.files.ports import FileStore, StoreFailed

pytestmark = pytest.mark.django_db

AWAY = "We cannot take files just now. Try again in a few minutes"


class Full(FolderStore):
    """Reads, and has no room for anything more."""

    def write(self, name: str, content: BinaryIO, size: int) -> None:
        raise StoreFailed("The folder of files cannot be written: No space left on device.")


def use_full(folder: Path) -> None:
    use_store(Full(FolderOptions(folder / "files")))


@pytest.fixture
def full(own_folder: Path) -> FileStore:
    there = file_store()
    use_full(own_folder)
    return there


def a_photo(name: str = "a.jpg", side: int = 9) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(size=(side, side)), "image/jpeg")


def test_a_photo_that_cannot_be_kept_brings_its_page_back_and_loses_no_answer(
    client: Client, full: FileStore
) -> None:
    fill_in(client, until="photo")
    back = client.post(f"{ADDRESS}/photo", {"photo": a_photo()})
    assert back.status_code == 200
    assert content(back).count(AWAY) == 2, "in the summary and at the field"
    assert client.post(f"{ADDRESS}/photo", {}).status_code == 302, "it goes on without"
    for page in list(PAGES)[3:]:
        client.post(f"{ADDRESS}/{page}", PAGES[page])
    page = content(client.get(CHECK))
    assert "Furniture" in page
    use_store(full)
    assert client.post(f"{ADDRESS}/photo", {"photo": a_photo()}).status_code == 302


def test_a_photo_that_was_there_before_stays(client: Client, full: FileStore, own_folder: Path) -> None:
    use_store(full)
    fill_in(client, until="photo")
    client.post(f"{ADDRESS}/photo", {"photo": a_photo("first.jpg")})
    use_full(own_folder)
    back = content(client.post(f"{ADDRESS}/photo", {"photo": a_photo("second.jpg", 11)}))
    assert AWAY in back
    assert "first.jpg" in back


def test_elsewhere_a_page_says_so(client: Client, full: FileStore) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    client.post("/track", {"reference": opened.reference, "email": HARDING.email})
    sent = client.post(f"/requests/{opened.reference}/add", {"words": "It is worse.", "photo": a_photo()})
    assert sent.status_code == 503
    assert "try again in a few minutes" in content(sent)
