from __future__ import annotations

import io
import os

import pytest
from django.db import transaction
from tests.connectors.stores import keeps_its_promises

from moothall.connectors.folder.api import FolderOptions, FolderStore
from moothall.ground.files.ports import StoreFailed
from moothall.ground.outside import InsideTransaction

pytestmark = pytest.mark.django_db

NAME = "abcd" * 16


def test_a_folder_keeps_the_promises_of_a_store(tmp_path):
    keeps_its_promises(FolderStore(FolderOptions(tmp_path / "not" / "there" / "yet")))


def test_names_are_spread_over_folders_and_only_we_may_read(tmp_path):
    FolderStore(FolderOptions(tmp_path)).write(NAME, io.BytesIO(b"x"), 1)
    place = tmp_path / "ab" / "cd" / NAME
    assert place.read_bytes() == b"x"
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700


def test_what_does_not_arrive_whole_is_not_there(tmp_path):
    store = FolderStore(FolderOptions(tmp_path))
    with pytest.raises(StoreFailed, match="Of 9 bytes 4 arrived"):
        store.write(NAME, io.BytesIO(b"half"), 9)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_reader_never_sees_half_a_file(tmp_path):
    class Watching(io.BytesIO):
        def read(self, *size):
            assert not (tmp_path / "ab" / "cd" / NAME).exists()
            return super().read(*size)

    FolderStore(FolderOptions(tmp_path)).write(NAME, Watching(b"x" * 10), 10)
    assert (tmp_path / "ab" / "cd" / NAME).exists()


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = FolderStore(FolderOptions(tmp_path / "file"))
    assert "set MOOTHALL_VAR" in store.check()
    with pytest.raises(StoreFailed):
        store.write(NAME, io.BytesIO(b"x"), 1)


def test_every_name_is_flushed_before_it_is_acknowledged(tmp_path, monkeypatch):
    flushed = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: flushed.append(os.readlink(f"/proc/self/fd/{handle}")) or real(handle)
    )
    FolderStore(FolderOptions(tmp_path / "files")).write(NAME, io.BytesIO(b"x"), 1)
    assert str(tmp_path / "files" / "ab" / "cd") in flushed
    assert any(NAME in path for path in flushed)
    assert str(tmp_path) in flushed


@pytest.mark.django_db(transaction=True)
def test_never_inside_a_transaction(tmp_path):
    store = FolderStore(FolderOptions(tmp_path))
    with transaction.atomic(), pytest.raises(InsideTransaction):
        store.write(NAME, io.BytesIO(b"x"), 1)
