from __future__ import annotations

import io
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection, transaction

from moothall.ground.files import api as files
from moothall.ground.files.models import Content, Leftover
from moothall.ground.outside import InsideTransaction
from moothall.kernel import clock
from moothall.kernel.rules import Refused

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8 a mattress in a lane"


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MOOTHALL_FILE_STORE = "tests.ground.files.stores.file_store"
    settings.TEST_FILES = tmp_path / "files"
    files.use_store(None)
    yield tmp_path / "files"
    files.use_store(None)


def kept_names(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def days_later(days: float):
    return clock.stopped_at(clock.now() + timedelta(days=days))


def read(digest: str) -> bytes:
    with files.give(digest) as stream:
        return stream.read()


@pytest.mark.parametrize("content", [PHOTO, b"", b"x" * 3_000_000])
def test_what_is_kept_is_given_back(content):
    kept = files.keep(content, owner="document:1", media_type="image/jpeg")
    assert (kept.digest, kept.size) == (sha256(content).hexdigest(), len(content))
    assert read(kept.digest) == content
    assert files.owned_by("document:1") == (files.Owned(kept.digest, len(content), "image/jpeg"),)


def test_a_stream_is_kept_like_bytes():
    assert files.keep(io.BytesIO(PHOTO), owner="a", media_type="x") == files.keep(
        PHOTO, owner="b", media_type="x"
    )


def test_the_same_bytes_lie_in_the_store_once(store):
    for owner in ("document:1", "document:2", "document:2"):
        files.keep(PHOTO, owner=owner, media_type="image/jpeg")
    assert len(kept_names(store)) == 1
    assert [name for name, _ in files.names_kept()] == kept_names(store)


def test_a_lost_file_comes_back_when_the_same_is_kept_again(store):
    kept = files.keep(PHOTO, owner="document:1", media_type="image/jpeg")
    [lost] = [path for path in store.rglob("*") if path.is_file()]
    lost.unlink()
    assert files.keep(PHOTO, owner="document:2", media_type="image/jpeg") == kept
    assert read(kept.digest) == PHOTO


def test_a_file_too_large_is_refused_with_a_sentence_and_leaves_nothing(store):
    with pytest.raises(Refused) as refused:
        files.keep(b"x" * 3_000_000, owner="a", media_type="x", largest=2 * 1024 * 1024)
    assert (refused.value.code, refused.value.sentence) == ("FILE-01", "The file must be smaller than 2 MB.")
    assert not Content.objects.exists()
    assert kept_names(store) == []


def test_the_last_owner_gone_content_goes_a_day_later(store):
    kept = files.keep(PHOTO, owner="document:1", media_type="x")
    files.share(kept.digest, owner="document:2", media_type="x")
    assert files.release("document:1") == 1
    with days_later(3):
        assert files.sweep() == 0
        assert read(kept.digest) == PHOTO
        files.release("document:2")
        assert files.sweep() == 0
        assert read(kept.digest) == PHOTO
    with days_later(4.1):
        assert files.sweep() == 1
        assert kept_names(store) == []
        with pytest.raises(FileNotFoundError):
            files.give(kept.digest)
        assert files.sweep() == 0


def test_what_is_forgotten_goes_with_the_next_sweep(store):
    files.keep(PHOTO, owner="document:1", media_type="x")
    ours = files.keep(b"ours", owner="document:1", media_type="x")
    files.share(ours.digest, owner="document:2", media_type="x")
    assert files.forget("document:1") == 2
    assert files.sweep() == 1
    assert [name.partition(".")[0] for name in kept_names(store)] == [ours.digest]


def test_a_file_claimed_again_within_the_day_stays():
    kept = files.keep(PHOTO, owner="document:1", media_type="x")
    files.release("document:1")
    with days_later(0.9):
        files.keep(PHOTO, owner="document:2", media_type="x")
    with days_later(5):
        assert files.sweep() == 0
        assert read(kept.digest) == PHOTO


def test_a_crash_between_row_and_store_is_swept(store):
    kept = files.keep(PHOTO, owner="document:1", media_type="x")
    Content.objects.create(digest="0" * 64, name="0" * 64, size=3)
    with days_later(2):
        assert files.sweep() == 1
    assert read(kept.digest) == PHOTO
    with pytest.raises(FileNotFoundError):
        files.give("0" * 64)


def test_a_crash_of_the_sweep_is_made_good_by_the_next(store):
    kept = files.keep(PHOTO, owner="document:1", media_type="x")
    name = Content.objects.get(pk=kept.digest).name
    files.release("document:1")
    Content.objects.all().delete()
    Leftover.objects.create(name=name)
    assert kept_names(store) == [name]
    assert files.sweep() == 1
    assert kept_names(store) == []


def test_content_kept_again_after_a_sweep_took_the_row_is_not_hit_by_the_late_deletion(store):
    kept = files.keep(PHOTO, owner="document:1", media_type="x")
    old = Content.objects.get(pk=kept.digest).name
    files.release("document:1")
    Content.objects.all().delete()
    Leftover.objects.create(name=old)
    files.keep(PHOTO, owner="document:2", media_type="x")
    assert files.sweep() == 1
    assert read(kept.digest) == PHOTO


def test_another_owner_cannot_be_had_of_what_is_not_there():
    with pytest.raises(LookupError):
        files.share("0" * 64, owner="a", media_type="x")


@pytest.mark.django_db(transaction=True)
def test_the_store_is_never_touched_inside_a_transaction():
    kept = files.keep(PHOTO, owner="a", media_type="x")
    with transaction.atomic():
        for call in (
            lambda: files.keep(PHOTO, owner="a", media_type="x"),
            lambda: files.give(kept.digest),
            files.sweep,
        ):
            with pytest.raises(InsideTransaction):
                call()
        assert files.release("a") == 1
    assert not connection.in_atomic_block
