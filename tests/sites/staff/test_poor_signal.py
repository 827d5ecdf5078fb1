"""A round on a telephone without signal, in Chromium: kept pages, a visit that waits, and is done once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import FLY_TIPPING, HARDING, SYSTEM, sends
from tests.hands import PATIENCE, patient, press
from tests.sites.staff.officers import an_officer
from tests.sites.staff.test_in_browser import sign_in

from moothall.apps.bookings.api import make_round
from moothall.apps.cases.api import Opened, case_for, stops_of, timeline_of
from moothall.apps.catalogue.api import load
from moothall.apps.identity.api import Account
from moothall.kernel import clock
from moothall.sites.rehearsal.walking import sample_photo
from moothall.ui.build import ROOT, build

pytestmark = [
    pytest.mark.journeys,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module", autouse=True)
def assets() -> None:
    build(ROOT / "build" / "static")


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = patient(chromium.new_context(viewport={"width": 360, "height": 740}))
    yield context
    context.close()


def until(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(PATIENCE // 50):
        if there():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.url}: it did not come about")


def the_round(dai: Account) -> tuple[Opened, Opened, str]:
    load(by=SYSTEM)
    made = [sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, HARDING)]
    stops = [one.stop for one in stops_of([one.reference for one in made], seen_by=SYSTEM)]
    key = make_round("waste", clock.today(), stops, crew=dai.pk, name="Tips", by=SYSTEM)
    return made[0], made[1], f"/staff/rounds/{key}/"


def visits_told(opened: Opened) -> list[str]:
    told = timeline_of(opened.reference, seen_by=SYSTEM)
    return [one.text for one in told if one.sentence.startswith("Was there")]


def notes_told(opened: Opened) -> list[str]:
    told = timeline_of(opened.reference, seen_by=SYSTEM)
    return [one.text for one in told if one.text.startswith("Note:")]


def visit_of(page: Page, opened: Opened) -> Locator:
    return page.locator(f'[data-stop]:has-text("{opened.reference[4:7]}") >> text=Visit')


def write(page: Page, words: str) -> None:
    expect(page).to_have_url(re.compile("/visits/"))
    page.get_by_label("Write a note").fill(words)
    page.get_by_role("button", name="Keep the note").click()


def fill_in(page: Page, words: str, *, photo: bool) -> None:
    page.get_by_label("Done", exact=True).check()
    page.locator("#words").fill(words)
    if photo:
        page.locator("#photo").set_input_files(
            {"name": "gone.jpg", "mimeType": "image/jpeg", "buffer": sample_photo()}
        )
    press(page, "The visit is done")


def test_a_visit_waits_for_signal_and_is_done_once(live_server: LiveServer, phone: BrowserContext) -> None:
    dai = an_officer("Dai Prosser", team="waste", role="crew")
    first, second, address = the_round(dai)
    page = phone.new_page()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)
    sign_in(page, live_server, dai)
    page.goto(f"{live_server.url}{address}")
    expect(page.locator("html")).to_have_attribute("data-kept", "yes")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Tips")).to_be_visible()
    press(page, visit_of(page, first))
    write(page, "Note: a dog.")
    expect(page.get_by_text("One note waits on this device")).to_be_visible()
    page.reload()
    write(page, "Note: a dog.")
    expect(page.get_by_text("2 notes wait on this device")).to_be_visible()
    fill_in(page, "All gone.", photo=True)
    expect(page.get_by_text("One visit and 2 notes wait on this device")).to_be_visible()
    expect(page.locator("[data-queued]:visible")).to_have_count(1)
    press(page, visit_of(page, first))
    expect(page.locator("#words")).to_have_value("All gone.")
    expect(page.get_by_text("One photo waits with it")).to_be_visible()
    press(page, "The visit is done")
    expect(page.get_by_text("One visit and 2 notes wait on this device")).to_be_visible()
    press(page, visit_of(page, second))
    page.evaluate("document.querySelector('.council__who').lastChild.textContent = 'Joan Trefoil'")
    fill_in(page, "Not by Dai.", photo=False)
    expect(page.get_by_text("One visit of Joan Trefoil waits on this device.")).to_be_visible()
    assert visits_told(first) == []
    page.reload()
    expect(page.get_by_text("One visit and 2 notes wait on this device")).to_be_visible()
    phone.set_offline(False)
    expect(page.get_by_text("Everything of yours has been sent.")).to_be_visible()
    assert visits_told(first) == ["All gone."]
    assert visits_told(second) == [], "nobody sends what a colleague wrote on the same telephone"
    assert notes_told(first) == ["Note: a dog.", "Note: a dog."], "two were written, and each has come once"
    assert [one.name for one in case_for(first.reference, seen_by=SYSTEM).documents] == ["Visit 1.jpg"]
    page.goto(f"{live_server.url}{address}")
    press(page, visit_of(page, second))
    fill_in(page, "", photo=False)
    expect(page.get_by_text("Everything of yours has been sent.")).to_be_visible()
    assert visits_told(second) == [""]
    expect(page.get_by_text("All done.")).to_be_visible()
    phone.set_offline(True)
    page.goto(f"{live_server.url}/staff/rounds/")
    expect(page.get_by_text("All 2 stops done.")).to_be_visible()
    phone.set_offline(False)
    assert problems == []
    press(page, "Sign out")
    page.wait_for_function("async () => !(await caches.has('moothall-rounds'))")


def test_an_answer_that_is_lost_on_the_way_is_sent_again(
    live_server: LiveServer, phone: BrowserContext
) -> None:
    dai = an_officer("Dai Prosser", team="waste", role="crew")
    first, second, address = the_round(dai)
    page = phone.new_page()
    sign_in(page, live_server, dai)
    lost: list[str] = []
    without_signal = {"note", "visit"}

    def lose(route) -> None:
        """The server hears it, and its answer never arrives; nor does any other until there is signal."""
        what = "note" if b'name="note"' in (route.request.post_data_buffer or b"") else "visit"
        if route.request.method != "POST" or what not in without_signal:
            route.continue_()
            return
        if what not in lost:
            route.fetch()
            lost.append(what)
        route.abort()

    def signal_again(what: str) -> None:
        without_signal.remove(what)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.get_by_text("Everything has been sent.")).to_be_visible()

    page.goto(f"{live_server.url}{address}")
    page.route("**/visits/**", lose)
    press(page, visit_of(page, first))
    write(page, "Note: a dog.")
    expect(page.get_by_text("One note waits on this device")).to_be_visible()
    until(page, lambda: "note" in lost)
    assert notes_told(first) == ["Note: a dog."]
    page.reload()
    expect(page.locator(".visit__told", has_text="Note: a dog.")).to_be_visible()
    signal_again("note")
    assert notes_told(first) == ["Note: a dog."]
    fill_in(page, "All gone.", photo=True)
    expect(page.get_by_text("One visit waits on this device")).to_be_visible()
    until(page, lambda: "visit" in lost)
    assert visits_told(first) == ["All gone."]
    page.reload()
    signal_again("visit")
    assert visits_told(first) == ["All gone."]
    assert len(case_for(first.reference, seen_by=SYSTEM).documents) == 1

    def breaks(route) -> None:
        """The server has trouble with notes, and with nothing else."""
        note = b'name="note"' in (route.request.post_data_buffer or b"")
        route.fulfill(status=500) if note else route.continue_()

    page.route("**/visits/**", breaks)
    page.goto(f"{live_server.url}{address}")
    press(page, visit_of(page, second))
    write(page, "Note: a cat.")
    expect(page.get_by_text("One note waits on this device")).to_be_visible()
    fill_in(page, "All gone here too.", photo=False)
    expect(page.get_by_text("All done.")).to_be_visible()
    expect(page.get_by_text("One note waits on this device")).to_be_visible()
    assert visits_told(second) == ["All gone here too."], "what the server cannot take holds nothing else up"
