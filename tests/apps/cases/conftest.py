"""Every test of cases writes what leaves the database into a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from moothall.apps.messaging.api import use_mailer
from moothall.connectors.demo.api import DemoMailer


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.MOOTHALL_SEAL_FOLDER = tmp_path / "seal"


@pytest.fixture
def post() -> Iterator[DemoMailer]:
    """The mailer of the test: `post.sent` is what left."""
    mailer = DemoMailer()
    use_mailer(mailer)
    yield mailer
    use_mailer(None)
