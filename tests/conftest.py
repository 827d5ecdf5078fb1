"""What every test stands on: nothing of it leaves its own folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from moothall.apps.cases import names
from moothall.apps.catalogue.api import load
from moothall.apps.identity import queries as accounts
from moothall.apps.messaging.api import use_mailer
from moothall.apps.payments.api import use_provider
from moothall.apps.places import queries as places
from moothall.apps.teams import announcing
from moothall.connectors.demo.api import DemoMailer, DemoPayments
from moothall.connectors.folder.api import FolderOptions, FolderStore
from moothall.ground.engine import vendor
from moothall.ground.files.api import use_store
from moothall.kernel import clock
from moothall.kernel.actors import system
from tests.emptying import empty_quickly
from tests.once import SHARED
from tests.project.own_database import drop_tables
from tests.standing import undone_afterwards

# How long an example takes says something of the machine and nothing of the code; and the same commit must always
# give the same answer. Another `--hypothesis-seed` looks elsewhere.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


# How many statements a page asks must not hang on how long the machine took for the one before: what is remembered for
# some seconds is remembered for as long as all tests take.
announcing.REMEMBERED_S = places._REMEMBERED_S = accounts._REMEMBERED_S = 86_400.0

#: Seconds before midnight in which no test begins: longer than the longest takes.
LAST_MOMENTS = 90
#: Debian's own; where it is not, the browser that Playwright fetched.
CHROMIUM = Path("/usr/bin/chromium")
#: Fixtures with which a test asks a database, and what such a test's module has that asks one in processes of its own.
ASKING = {"db", "transactional_db", "live_server"}
STARTING = {"subprocess", "a_place", "own_database", "Server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--asking-a-database",
        action="store_true",
        help="only the tests that ask a database: what the others say is the same on another engine",
    )
    parser.addoption(
        "--nothing-skipped", action="store_true", help="fail where a test was skipped: it says nothing"
    )


def pytest_configure(config: pytest.Config) -> None:
    """What is made once, whoever needs it first, lies in a folder that all processes of this run share."""
    empty_quickly()
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="moothall-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shared = Path(os.environ.pop(SHARED))
        drop_tables(shared)
        shutil.rmtree(shared, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--nothing-skipped") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--asking-a-database"):
        items[:] = [item for item in items if asks_a_database(item)]
    if vendor() != "postgresql":
        items[:] = [item for item in items if not item.get_closest_marker("locks_rows")]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """What a test calls today must be so at its end: none begins in the last moments of a day."""
    now = clock.now()
    for moment in (now, clock.local(now)):
        left = 86_400 - (moment.hour * 3600 + moment.minute * 60 + moment.second)
        if left <= LAST_MOMENTS:
            time.sleep(left + 1)


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


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Wards are remembered for a minute, names for two, what staff are told for seconds; the next test has others."""
    places.forget_remembered()
    announcing.forget_announced()
    names.forget_names()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The council and the services as they are shipped, in the database for all tests of a module."""
    with django_db_blocker.unblock(), undone_afterwards():
        load(by=system("test"))
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for all tests of a process: Playwright does not begin a second time beside itself."""
    # Its event loop makes Django believe that every later test of this process is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM) if CHROMIUM.exists() else None,
            # No machine of tests has a graphics card, and to pretend one costs a third of the time.
            args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
        )
        yield browser
        browser.close()


@pytest.fixture
def live_server(
    live_server: LiveServer, transactional_db: None, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LiveServer]:
    """A browser asks several things at once, and all threads here share one connection to a database in memory: it is
    answered one thing after the other. What this test opened asks nothing more when its tables are emptied."""
    turn, answer = threading.Lock(), WSGIHandler.get_response

    def in_turn(handler: WSGIHandler, request: HttpRequest) -> HttpResponseBase:
        with turn:
            return answer(handler, request)

    monkeypatch.setattr(WSGIHandler, "get_response", in_turn)
    others = list(chromium.contexts)
    yield live_server
    for context in chromium.contexts:
        if context not in others:
            context.close()
    with turn:
        pass


@pytest.fixture
def post() -> Iterator[DemoMailer]:
    """The mailer of the test: `post.sent` is what left."""
    mailer = DemoMailer()
    use_mailer(mailer)
    yield mailer
    use_mailer(None)


@pytest.fixture
def till(tmp_path: Path) -> Iterator[DemoPayments]:
    """Payments that this test makes, and nobody else sees."""
    provider = DemoPayments(tmp_path / "till")
    use_provider(provider)
    yield provider
    use_provider(None)
