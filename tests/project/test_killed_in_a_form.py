"""`kill -9` of the web between any two pages of a form, over a real socket: it goes on where it was.

Each kill has the web read everything anew, so the suite kills where most may be lost; MOOTHALL_THOROUGH=yes (as `make
chaos` says) before every page.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest

from moothall.apps.catalogue.api import service_named
from moothall.sites.rehearsal.browser import Browser, Seen, Socket, Upload
from moothall.sites.rehearsal.journeys import Journey
from moothall.sites.rehearsal.walking import (
    REFERENCE,
    AllTyped,
    question_form,
    sample_photo,
    start,
    step,
    walk,
)
from tests.cast import FLY_TIPPING, SYSTEM
from tests.project.own_database import a_place
from tests.project.test_serving import COPIED, ROOT, Served, all_below, serving, wait_until
from tests.sites.public.resident import ADDRESS, PAGES

#: The web's memory is lost on every engine; what a database keeps through a kill is asked of both in tests/bench.
pytestmark = pytest.mark.any_engine
THOROUGH = os.environ.get("MOOTHALL_THOROUGH") == "yes"
#: Before these the suite kills: in the middle, and where what was typed was wrong.
KILLED = tuple(PAGES) if THOROUGH else ("what-land", "your-details")
#: A paper that somebody adds.
PAPER = Upload("letter.jpg", sample_photo(), "image/jpeg")


@dataclass(frozen=True, slots=True)
class OneByOne:
    """A new connection for each request: the one before may be to a process that is no more."""

    host: str
    port: int

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        return Socket(self.host, self.port).send(method, path, headers, body)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with a_place(tmp_path_factory.mktemp("killed"), migrated=True) as place:
        for slug in (*COPIED, "blue-badge"):
            shutil.copytree(ROOT / "services" / slug, place.var / "services" / slug)
        with serving(place, MOOTHALL_WEB_WORKERS="1") as made:
            yield made


def kill_the_web(served: Served) -> None:
    web = served.child("web")
    for process in (web, *all_below(web)):
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: served.child("web") not in (0, web))
    wait_until(lambda: served.workers() >= 0)


def a_browser(served: Served) -> Browser:
    where = urlsplit(served.address)
    return Browser(OneByOne(str(where.hostname), int(where.port or 0)), host=where.netloc)


@dataclass(slots=True)
class Killing:
    """Kills the web before a page is sent: those of `before`, once each; every page when thorough."""

    through: OneByOne
    served: Served
    before: tuple[str, ...]
    killed: list[str] = field(default_factory=list)

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        place = path.partition("?")[0]
        if method == "POST" and place not in self.killed and (THOROUGH or place.endswith(self.before)):
            self.killed.append(place)
            kill_the_web(self.served)
        return self.through.send(method, path, headers, body)


def journey_of(slug: str, name: str) -> AllTyped:
    """What is typed in a journey of a shipped service."""
    journeys = cast("tuple[Journey, ...]", service_named(slug, seen_by=SYSTEM).parts["journeys"])
    return next(one.answers for one in journeys if Path(one.file).stem == name)


def sent_wrong(browser: Browser) -> Seen:
    """The last page with an address that is none."""
    return step(browser, {**PAGES["your-details"], "email": "septimus@"})


@pytest.mark.slow
def test_a_kill_between_any_two_pages_loses_nothing(served: Served) -> None:
    browser = a_browser(served)
    page = start(browser, FLY_TIPPING)
    for name, typed in PAGES.items():
        assert page.path == f"{ADDRESS}/{name}"
        if name == "your-details":
            page = sent_wrong(browser)
        if name in KILLED:
            kill_the_web(served)
        if name == "your-details":
            page = browser.get(page.path)
            form = question_form(page)
            assert form is not None
            assert ("email", "septimus@") in form.fields, "as it was typed"
        page = step(browser, typed)
    assert page.path == f"{ADDRESS}/check-your-answers"
    assert "Outside 14 Mill Lane" in page.text
    if THOROUGH:
        kill_the_web(served)
    done = step(browser, {})
    found = REFERENCE.search(done.text)
    assert found, done.text
    kill_the_web(served)
    assert found.group() in browser.get(f"{ADDRESS}/done").text


@pytest.mark.slow
def test_a_kill_in_a_list_of_tasks_a_group_and_among_files_loses_nothing(served: Served) -> None:
    """Sections, an item of a group that is being added, files just added: all of it is there afterwards."""
    where = urlsplit(served.address)
    before = ("experts/1/expert", "/face", "/may-act")
    transport = Killing(OneByOne(str(where.hostname), int(where.port or 0)), served, before)
    typed = {**journey_of("blue-badge", "short-of-breath"), "evidence": PAPER}
    assert walk(Browser(transport, host=where.netloc), "blue-badge", typed).reference
    assert len(transport.killed) >= len(before)
