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


#: Fixtures with which a test asks a database, and what such a test's module has that asks one in processes of its own.
ASKING = {"db", "transactional_db", "live_server"}
STARTING = {"subprocess", "a_place", "own_database", "Server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--asking-a-database",
        action="store_true",
        help="only the tests that ask a database: what the others say is the same on another engine",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--asking-a-database"):
        items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item: pytest.Item) -> bool:
    """Without one of these pytest-django lets no test reach a database."""
    if item.get_closest_marker("any_engine"):
        return False
    module = getattr(item, "module", None)
    return (
        item.get_closest_marker("django_db") is not None
        or not ASKING.isdisjoint(getattr(item, "fixturenames", ()))
        or not STARTING.isdisjoint(vars(module) if module else ())
    )


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Settings) -> None:
    """A password costs a third of a second to check, on purpose, and the tests check thousands."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
