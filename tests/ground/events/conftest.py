"""Every test of the log has a folder of its own for what is copied out of the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def seal_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MOOTHALL_SEAL_FOLDER = tmp_path / "seal"
    return tmp_path / "seal"
