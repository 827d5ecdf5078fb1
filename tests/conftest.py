"""What every test stands on: nothing of it leaves its own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytest_django.fixtures import Settings

from moothall.apps.messaging.api import use_mailer
from moothall.connectors.demo.api import DemoMailer
from moothall.connectors.folder.api import FolderOptions, FolderStore
from moothall.ground.files.api import use_store

# How long an example takes says something of the machine and nothing of the code; and the same commit must always
# give the same answer. Another `--hypothesis-seed` looks elsewhere.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The seal's copies and files go into a folder of the test's own."""
    settings.MOOTHALL_SEAL_FOLDER = tmp_path / "seal"
    use_store(FolderStore(FolderOptions(tmp_path / "files")))
    yield tmp_path
    use_store(None)


@pytest.fixture
def post() -> Iterator[DemoMailer]:
    """The mailer of the test: `post.sent` is what left."""
    mailer = DemoMailer()
    use_mailer(mailer)
    yield mailer
    use_mailer(None)
