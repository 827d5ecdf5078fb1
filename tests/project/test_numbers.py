"""What a process counts never keeps it from answering: room for it is taken beforehand, or it does not count."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from moothall.project import environment as env
from moothall.project import server
from moothall.project.numbers import KINDS, ROOM, take_room
from moothall.sites.ops import metrics

#: No database is asked.
pytestmark = pytest.mark.any_engine


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "metrics"))
    return tmp_path / "metrics"


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_room_is_on_the_disk_before_anything_is_counted(shared: Path) -> None:
    env.share_numbers()
    assert env.shared_numbers() == shared
    for kind in KINDS:
        held = (shared / f"{kind}_{os.getpid()}.db").stat()
        assert held.st_size == ROOM
        assert held.st_blocks * 512 >= ROOM


def test_without_room_a_process_counts_for_itself(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "posix_fallocate", no_room)
    env.share_numbers()
    assert env.shared_numbers() is None
    assert not any(shared.iterdir())


def test_a_forked_process_without_room_counts_nothing(
    shared: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shared.mkdir()
    take_room(shared)
    monkeypatch.setattr(os, "posix_fallocate", no_room)
    monkeypatch.setattr(metrics._Counting, "on", True)
    monkeypatch.setattr(metrics.REQUESTS, "labels", lambda *_: pytest.fail("it counted"))
    server._count_in_own_files()
    assert "counts nothing: No space left on device" in caplog.text
    metrics.count_request("home", "GET", 200, 0.1)
