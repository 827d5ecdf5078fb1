"""The staff site in a real browser: refusals, the keyboard, no JavaScript, passkeys.

Axe visits every page in tests/journeys/test_pages.py.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer
from tests.hands import press
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import PASSWORD, an_officer, code_now, forget_used_code

from moothall.apps.identity.api import Account
from moothall.kernel import clock
from moothall.ui.build import ROOT, build

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: 320 CSS pixels are also what is left of 1280 at 400 % zoom; the narrow layout holds all that the wide one does.
WIDE, NARROW = 1280, 320

pytestmark = [
    pytest.mark.journeys,
    pytest.mark.django_db(transaction=True),
]


@dataclass(frozen=True, slots=True)
class Town:
    """What stands in the database: an officer of the team, and a case for them."""

    account: Account
    new: str


@pytest.fixture(scope="module", autouse=True)
def assets() -> None:
    build(ROOT / "build" / "static")


@pytest.fixture
def town() -> Town:
    account = an_officer("Olwen Arkwright", team="waste", role="manager")
    with clock.stopped_at(clock.now() - timedelta(days=20)):
        return Town(account, a_case().reference)


def sign_in(page: Page, live: LiveServer, account: Account) -> None:
    page.goto(f"{live.url}/staff/sign-in/")
    page.fill("#login", account.email)
    page.fill("#password", PASSWORD)
    press(page, "Continue")
    forget_used_code(account.pk)
    page.fill("#code", code_now())
    press(page, "Sign in", exact=True)
    page.wait_for_url(re.compile(r"/staff/(rounds/)?$"))


def faults(page: Page, *widths: int) -> list[str]:
    """What axe finds, and whether one would have to scroll sideways, in a narrow window or in `widths`."""
    found = []
    for width in widths or (NARROW,):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{page.url} at {width}: wider than the window")
        page.evaluate("source => window.axe || (0, eval)(source)", AXE.read_text())
        result = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        found += [
            f"{page.url} at {width}: {fault['id']}: {fault['help']}: {fault['nodes'][0]['html'][:200]}"
            for fault in result["violations"]
        ]
    return found


def test_a_refusal_is_read_out_and_nothing_typed_is_lost(
    town: Town, live_server: LiveServer, chromium: Browser
) -> None:
    page = chromium.new_page()
    sign_in(page, live_server, town.account)
    page.goto(f"{live_server.url}/staff/cases/{town.new}/close/")
    page.fill("#words", "We came on Monday.")
    press(page, "Close it and tell the reporter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: Close the case"))
    expect(page.locator("#words")).to_have_value("We came on Monday.")
    page.click("text=Choose one of the outcomes of this service.")
    expect(page.locator("#outcome")).to_be_focused()
    assert faults(page) == []


def test_work_is_done_by_keyboard_and_without_javascript(
    town: Town, live_server: LiveServer, chromium: Browser
) -> None:
    context: BrowserContext = chromium.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 800}
    )
    page = context.new_page()
    sign_in(page, live_server, town.account)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.locator(f"a[href='/staff/cases/{town.new}/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/staff/cases/{town.new}/")
    page.locator("button:text-is('Take this case')").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?done=take")
    expect(page.locator(".done[role=status]")).to_have_text("You are dealing with this case now.")
    page.locator("#note").focus()
    page.keyboard.type("The gate was locked.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?done=note")
    expect(page.get_by_text("The gate was locked.", exact=True).first).to_be_visible()


def goes_along_a_list(page: Page, address: str, first: str, second: str) -> None:
    """From a list to its cases, one by one, and back to it."""
    page.goto(address)
    press(page, page.locator(f".queue__link[href$='{first}/']"))
    back = page.locator(".govuk-back-link")
    expect(back).to_have_text("Unassigned cases")
    page.keyboard.press("]")
    page.wait_for_url(f"**/staff/cases/{second}/")
    expect(page.locator(".along")).to_contain_text("2 of 2 on its page")
    assert faults(page) == []
    page.keyboard.press("[")
    page.wait_for_url(f"**/staff/cases/{first}/")
    expect(page.locator(".along")).to_contain_text("1 of 2 on its page")
    press(page, back)
    assert page.url == address


def test_two_keys_and_enter_lead_to_a_case_and_another_shows_all_keys(
    town: Town, live_server: LiveServer, chromium: Browser
) -> None:
    page = chromium.new_page()
    sign_in(page, live_server, town.account)
    goes_along_a_list(page, f"{live_server.url}/staff/?view=unassigned", town.new, a_case().reference)
    page.goto(f"{live_server.url}/staff/views/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-words")).to_be_focused()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/staff/cases/{town.new}/")
    page.keyboard.press("n")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("Why? g/q")
    expect(page.locator("#note")).to_have_value("Why? g/q")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.locator("[role=option]").first.wait_for()
    assert faults(page, WIDE, NARROW) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator("#palette-words")).to_have_attribute("aria-activedescendant", "palette-2")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("Ctrl K")
    assert faults(page) == []
    page.uncheck("#single-keys")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0


def test_a_reference_and_enter_lead_to_its_case_before_anything_is_suggested(
    town: Town, live_server: LiveServer, chromium: Browser
) -> None:
    other = a_case().reference
    page = chromium.new_page()
    sign_in(page, live_server, town.account)

    def slow(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page.route("**/staff/palette/**", slow)
    for number, typed in enumerate(
        (
            town.new,
            town.new.lower().replace("-", " "),
            f"Your reference is {town.new}.",
            f"{live_server.url}/staff/cases/{town.new}/",
            town.new[4:],
            town.new[4:11],
        )
    ):
        page.goto(f"{live_server.url}/staff/")
        if number % 2:
            page.locator("#q").focus()  # from within a field, too
        page.keyboard.press("Meta+k" if number % 2 else "Control+k")
        page.keyboard.insert_text(typed)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/staff/cases/{town.new}/")
    page.goto(f"{live_server.url}/staff/views/")
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("septimus")
    page.keyboard.press("Enter")
    expect(page.locator("[role=option]", has_text=other)).to_be_visible()
    assert page.url.endswith("/staff/views/"), "which of the two was meant is for the officer to say"
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/cases/*/")


def test_a_card_of_the_board_is_moved_by_pointer_and_by_keyboard(
    town: Town, live_server: LiveServer, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": WIDE, "height": 900})
    sign_in(page, live_server, town.account)
    page.goto(f"{live_server.url}/staff/?layout=board")
    card = page.locator(f"[data-reference='{town.new}']")
    move_onto(page, card, "in_progress")
    expect(page.locator("[data-board-said]")).to_contain_text("You are dealing with this case now.")
    expect(page.locator(f"[data-status=in_progress] [data-reference='{town.new}']")).to_be_visible()
    move_onto(page, card, "new")
    expect(page.locator("[data-board-said]")).to_contain_text("stays where it is. Nobody can make a case new")
    card.locator(".lane__move").focus()
    page.keyboard.press("Space")
    assert faults(page, WIDE, NARROW) == []
    page.keyboard.press("Escape")
    expect(card.locator(".lane__move")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(page.locator(":focus")).to_have_text("To Closed")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/staff/cases/{town.new}/close/")


def test_a_leader_drags_a_card_to_somebody(town: Town, live_server: LiveServer, chromium: Browser) -> None:
    joan = an_officer("Joan Trefoil", team="waste", role="officer")
    page = chromium.new_page(viewport={"width": WIDE, "height": 900})
    sign_in(page, live_server, town.account)
    page.goto(f"{live_server.url}/staff/team/waste/")
    column = page.locator(f"[data-column='{joan.pk}']")
    expect(column.locator("[data-card]")).to_have_count(0)
    with page.expect_navigation():
        page.locator(f"[data-card='{town.new}']").drag_to(column)
    expect(page.get_by_text("The work has been moved.")).to_be_visible()
    expect(column.locator(f"[data-card='{town.new}']")).to_be_visible()
    assert faults(page, WIDE, NARROW) == []


def move_onto(page: Page, card: Locator, status: str) -> None:
    """With the pointer, from the card to the column."""
    start, end = card.bounding_box(), page.locator(f"[data-status={status}]").bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 20, start["y"] + start["height"] - 40)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 20, steps=4)
    page.mouse.up()


def test_a_passkey_is_set_up_and_signs_in_by_itself(live_server: LiveServer, chromium: Browser) -> None:
    account = an_officer("Olwen Arkwright", team="waste", role="officer", totp_secret="")
    page = chromium.new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.goto(f"{live_server.url}/staff/sign-in/")
    page.fill("#login", account.email)
    page.fill("#password", PASSWORD)
    press(page, "Continue")
    press(page, page.locator("text=Set up a passkey"))
    page.fill("#name", "Work laptop")
    page.click("text=Set up the passkey")
    page.wait_for_url("**/staff/account/codes/")
    press(page, page.locator("text=I have kept them"))
    page.wait_for_url("**/staff/")
    press(page, page.locator("text=Sign out"))
    page.wait_for_url("**/staff/sign-in/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url("**/staff/")
    page.goto(f"{live_server.url}/staff/account/")
    expect(page.locator("main")).to_contain_text("Passkey: Work laptop")
    assert faults(page) == []
