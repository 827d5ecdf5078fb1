"""Messages of tests are sent by the demonstration's mailer, and their events sealed into a folder of their own."""

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
    mailer = DemoMailer()
    use_mailer(mailer)
    yield mailer
    use_mailer(None)
