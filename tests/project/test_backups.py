"""A backup taken on a busy day, put back elsewhere: same counts, a seal that holds, erasures made again."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from moothall.project.backups import manifest
from tests.project.own_database import Place, a_place

SUBJECT = "person:01900000-0000-7000-8000-000000000001"


@dataclass(frozen=True, slots=True)
class Saved:
    """A busy place, its backup, and an erasure made after that."""

    place: Place
    folder: Path


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Saved]:
    folder = tmp_path_factory.mktemp("backups")
    with a_place(folder / "busy", migrated=True) as place:
        busy = place.fork("tests.project.busy", quiet=True)
        try:
            while not place.rows("SELECT count(*) FROM jobs_job")[0][0]:
                assert busy.poll() is None
                time.sleep(0.1)
            done = place.command("backup", str(folder / "backup"))
            assert done.returncode == 0, done.stderr
            assert busy.poll() is None, "it was busy all the while"
        finally:
            busy.send_signal(signal.SIGTERM)
            busy.wait(300)
        assert place.fork("tests.project.erase_one", SUBJECT, quiet=True).wait(300) == 0
        yield Saved(place, folder / "backup")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Place]:
    with a_place(tmp_path / "elsewhere") as place:
        yield place


def test_what_was_backed_up_is_back_and_erased_again(saved: Saved, elsewhere: Place) -> None:
    shutil.copytree(saved.place.var / "seal", elsewhere.var / "seal")  # the ledger outlived the machine
    back = elsewhere.command("restore", str(saved.folder))
    assert back.returncode == 0, back.stdout + back.stderr
    assert "1 erasures were made again." in back.stdout
    rows = json.loads((saved.folder / "manifest.json").read_text())["rows"]
    assert rows["events_event"] > 0
    assert rows["jobs_job"] > 0
    assert elsewhere.rows("SELECT count(*) FROM jobs_job") == [(rows["jobs_job"],)]
    ((kept,),) = elsewhere.rows("SELECT count(*) FROM files_content WHERE stored_at IS NOT NULL")
    assert 0 < int(str(kept)) <= sum(path.is_file() for path in (elsewhere.var / "files").rglob("*"))
    assert elsewhere.command("audit", "verify").returncode == 0


def test_without_the_ledger_it_is_back_as_it_was(saved: Saved, elsewhere: Place) -> None:
    back = elsewhere.command("restore", str(saved.folder))
    assert back.returncode == 0, back.stdout + back.stderr
    assert "0 erasures were made again." in back.stdout


def test_a_file_that_the_store_has_lost_is_named(saved: Saved, tmp_path: Path) -> None:
    lost = next(path for path in sorted((saved.place.var / "files").rglob("*")) if path.is_file())
    aside = lost.rename(tmp_path / "aside")
    try:
        done = saved.place.command("backup", str(tmp_path / "second"))
    finally:
        aside.rename(lost)
    assert done.returncode == 1
    assert "the store has lost are not in this backup (1): " in done.stderr
    assert lost.name in done.stderr
    assert (tmp_path / "second" / "manifest.json").is_file()


def test_a_place_in_use_is_refused(saved: Saved) -> None:
    refused = saved.place.command("restore", str(saved.folder))
    assert refused.returncode == 2
    assert "The database is not empty." in refused.stderr


def test_a_folder_in_use_is_refused(saved: Saved) -> None:
    refused = saved.place.command("backup", str(saved.folder))
    assert refused.returncode == 2
    assert "is not empty" in refused.stderr


def test_a_changed_backup_is_refused(saved: Saved, elsewhere: Place, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(saved.folder, changed)
    one = sorted((changed / "files").iterdir())[0]
    one.write_bytes(one.read_bytes() + b"!")
    refused = elsewhere.command("restore", str(changed))
    assert refused.returncode == 2
    assert f"files/{one.name} in the backup is not what was written" in refused.stderr


def test_an_unfinished_backup_is_refused(saved: Saved, elsewhere: Place, tmp_path: Path) -> None:
    unfinished = tmp_path / "unfinished"
    shutil.copytree(saved.folder, unfinished)
    (unfinished / "manifest.json").unlink()
    refused = elsewhere.command("restore", str(unfinished))
    assert refused.returncode == 2
    assert "not finished" in refused.stderr


@pytest.mark.parametrize("said", ["[]", "7", '{"format": "x"}', '{"format": "1", "version": "", "made_at": "",'
                         ' "engine": "", "rows": {}, "hashes": {}}', '{"format": 1, "version": "", "made_at": "",'
                         ' "engine": "", "rows": 3, "hashes": []}', "\ud800"])  # fmt: skip
def test_a_manifest_that_says_something_else_is_none(said: str, tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_bytes(said.encode("utf-8", "surrogatepass"))
    with pytest.raises(manifest.NotABackup, match="cannot be read as the manifest"):
        manifest.read(tmp_path)
