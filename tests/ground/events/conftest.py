"""Every test of the log has a folder of its own for what is copied out of the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from moothall.ground.events.api import copy_out_head, seal_now, verify
from tests.ground.events.plays import tell_many


@pytest.fixture(autouse=True)
def seal_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MOOTHALL_SEAL_FOLDER = tmp_path / "seal"
    return tmp_path / "seal"


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Twelve sealed events in two closed segments and an open one, the head copied out twice."""
    monkeypatch.setattr("moothall.ground.events.segments.FULL", 4)
    streams = []
    for _ in range(3):
        streams += tell_many(2, each=2)
        seal_now()
        copy_out_head()
    assert verify().sound
    return streams
