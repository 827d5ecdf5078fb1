"""A real browser, and a server of our own for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.plugin import DjangoDbBlocker
from tests.hands import patient
from tests.journeys.people import SignedIn
from tests.journeys.server import ROOT, Server
from tests.once import once
from tests.shown.everything import everything, whole_council
from tests.shown.everywhere import Keeper
from tests.shown.shelf import Shelf, shelf_beside

#: These wait for what one process makes for all, so they come first: the other meanwhile begins at the end.
FIRST = "kept"
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: FIRST not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    # Barchester with two services more: a short one in sections, and one that two people fill in.
    council = tmp_path_factory.mktemp("council") / "barchester"
    shutil.copytree(ROOT / "councils" / "barchester", council)
    for slug in ("apply-for-home", "apply-together"):
        made = ROOT / "tests" / "sites" / "public" / "services" / slug
        shutil.copytree(made, council / "services" / slug)
    server = Server(
        tmp_path_factory.mktemp("site"),
        {"MOOTHALL_COUNCIL": str(council), "MOOTHALL_PSEUDO_LANGUAGES": "yes"},
    )
    server.fill()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def kept(django_db_blocker: DjangoDbBlocker) -> Keeper:
    """Every page of both sites, as it was answered to somebody who came there."""
    with once("kept") as (folder, empty):
        keeper = Keeper(folder / "pages")
        if not empty:
            return keeper.told_by(folder / "kept.json")
        with django_db_blocker.unblock(), whole_council(folder):
            everything(keeper)
        keeper.tell(folder / "kept.json")
    return keeper


@pytest.fixture(scope="session")
def shelf(site: Server) -> Iterator[Shelf]:
    """Where pages that are kept are answered at their addresses."""
    with shelf_beside(site.address) as shelf:
        yield shelf


@pytest.fixture(scope="session")
def officers(chromium: Browser, site: Server) -> SignedIn:
    return SignedIn(chromium, site)


@pytest.fixture
def signed_in(officers: SignedIn) -> Iterator[SignedIn]:
    """Signs an officer in once for the whole session; call it with the officer for a page of theirs."""
    yield officers
    officers.leave_pages()


@pytest.fixture
def window(chromium: Browser, site: Server) -> Iterator[Callable[..., Page]]:
    """Makes a page in a browser of its own, without cookies: `window(PHONE, javascript=False)`. `colours="active"`
    takes ours away and puts the reader's in their place."""
    opened: list[BrowserContext] = []

    def make(
        viewport: dict[str, int] = DESK,
        *,
        javascript: bool = True,
        colours: Literal["active", "none"] = "none",
    ) -> Page:
        context = chromium.new_context(
            viewport=viewport,
            java_script_enabled=javascript,
            base_url=site.address,
            reduced_motion="reduce",
            forced_colors=colours,
        )
        opened.append(patient(context))
        return context.new_page()

    yield make
    for context in opened:
        context.close()


@pytest.fixture(autouse=True)
def nothing_broke(site: Server) -> Iterator[None]:
    """No journey may leave a failed request behind, also one that the page did not show."""
    before = site.errors()
    yield
    assert site.errors() == before
