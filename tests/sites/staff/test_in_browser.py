"""The staff site in a real browser: axe on every page, narrow windows, the keyboard, no JavaScript, passkeys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import PASSWORD, SECRET, an_officer, code_now, forget_used_code
from tests.sites.staff.test_cases import a_picture

from moothall.apps.cases import api as cases
from moothall.apps.documents.api import attach
from moothall.apps.identity.api import DEMO_PASSWORD, Account, create_account
from moothall.apps.teams.api import actor_for, join
from moothall.ground.jobs.api import PermanentFailure, job, run_pending
from moothall.kernel import clock
from moothall.kernel.actors import system
from moothall.sites.staff.urls import urlpatterns
from moothall.ui.build import ROOT, build

CHROMIUM = shutil.which("chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: 320 CSS pixels are also what is left of 1280 at 400 % zoom; the narrow layout holds all that the wide one does.
WIDE, NARROW = 1280, 320

pytestmark = [
    pytest.mark.journeys,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here"),
]


@job(lane="browser-test")
def ring_the_bell(*, times: str) -> None:
    """Ring the bell of the moot hall."""
    raise PermanentFailure("The rope is torn.")


@dataclass(frozen=True, slots=True)
class Town:
    """What stands in the database: an account that may see everything, and cases in every state."""

    account: Account
    new: str
    waiting: str
    closed: str
    duplicate: str
    photo: str


@pytest.fixture(scope="module", autouse=True)
def assets() -> None:
    build(ROOT / "build" / "static")


@pytest.fixture
def town() -> Town:
    account = an_officer("Olwen Arkwright", team="waste", role="manager")
    join(account.pk, team="digital", role="platform-administrator", by=system("test"))
    create_account("demo@barchester.example", "Demo Person", DEMO_PASSWORD, SECRET, demo=True)
    by = actor_for(account)
    with clock.stopped_at(clock.now() - timedelta(days=20)):
        new = a_case()
    kept = attach(
        f"case:{new.case_id}", a_picture(), name="bin.jpg", media_type="image/jpeg", kind="photo",
        source="web", by=by,
    )  # fmt: skip
    run_pending(("files",))
    waiting, closed, duplicate = a_case(), a_case(), a_case()
    cases.take_case(waiting.reference, by=by)
    cases.ask_reporter(waiting.reference, "Front or back?", by=by)
    cases.close_case(closed.reference, "emptied", "Sorry.", by=by)
    cases.link_duplicate(duplicate.reference, original=new.reference, by=by)
    ring_the_bell.enqueue(times="3")
    run_pending()
    return Town(
        account, new.reference, waiting.reference, closed.reference, duplicate.reference, str(kept.id)
    )


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's loop runs in this thread, and Django takes that for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


def sign_in(page: Page, live: LiveServer, account: Account) -> None:
    page.goto(f"{live.url}/staff/sign-in/")
    page.fill("#login", account.email)
    page.fill("#password", PASSWORD)
    page.click("main button:text-is('Continue')")
    forget_used_code(account.pk)
    page.fill("#code", code_now())
    page.click("main button:text-is('Sign in')")
    page.wait_for_url("**/staff/")


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


#: What each page of the staff site is called for a visit by somebody signed in. None: it only does something.
VISITS: dict[str, Callable[[Town], str] | None] = {
    "account_reauthenticate": lambda t: "/staff/account/confirm/?next=/staff/account/",
    "account_change_password": lambda t: "/staff/account/password/",
    "mfa_index": lambda t: "/staff/account/",
    "mfa_reauthenticate": lambda t: "/staff/account/confirm/code/?next=/staff/account/",
    "mfa_reauthenticate_webauthn": lambda t: "/staff/account/confirm/passkey/",
    "mfa_activate_totp": lambda t: "/staff/account/app/",
    "mfa_deactivate_totp": lambda t: "/staff/account/app/remove/",
    "mfa_add_webauthn": lambda t: "/staff/account/passkey/",
    "mfa_remove_webauthn": lambda t: "/staff/account/passkey/1/remove/",
    "mfa_view_recovery_codes": lambda t: "/staff/account/codes/",
    "mfa_generate_recovery_codes": lambda t: "/staff/account/codes/new/",
    "staff-start": lambda t: "/staff/start/",
    "staff-queue": lambda t: "/staff/",
    "staff-search": lambda t: "/staff/search/?q=harding",
    "staff-case": lambda t: f"/staff/cases/{t.new}/",
    "staff-document": None,
    "staff-case-correct": lambda t: f"/staff/cases/{t.new}/answers/missed_on/",
    "staff-case-ask": lambda t: f"/staff/cases/{t.new}/ask/",
    "staff-case-answer": lambda t: f"/staff/cases/{t.waiting}/answer/",
    "staff-case-close": lambda t: f"/staff/cases/{t.new}/close/",
    "staff-case-reopen": lambda t: f"/staff/cases/{t.closed}/reopen/",
    "staff-case-assign": lambda t: f"/staff/cases/{t.new}/assign/",
    "staff-case-move": lambda t: f"/staff/cases/{t.new}/move/",
    "staff-case-link": lambda t: f"/staff/cases/{t.new}/link/",
    "staff-case-take": None,
    "staff-case-start": None,
    "staff-case-unlink": None,
    "staff-case-complete": None,
    "staff-case-note": None,
    "staff-failures": lambda t: "/staff/failures/",
    "staff-failure": None,
    "staff-outbox": lambda t: "/staff/outbox/",
    # Before signing in, in the test below.
    "account_login": None,
    "mfa_authenticate": None,
    "mfa_login_webauthn": None,
    "account_inactive": None,
    "account_logout": None,
    "demo-codes": None,
}


def test_every_route_is_visited_or_only_does_something() -> None:
    assert {route.name for route in urlpatterns} == set(VISITS)


def test_axe_finds_nothing_on_any_page(town: Town, live_server: LiveServer, chromium: Browser) -> None:
    page = chromium.new_page()
    found = []
    for address in ("/staff/sign-in/", "/demo/codes/", "/staff/sign-in/closed/"):
        page.goto(live_server.url + address)
        found += faults(page)
    page.goto(f"{live_server.url}/staff/sign-in/")
    page.click("main button:text-is('Continue')")
    found += faults(page)
    page.fill("#login", town.account.email)
    page.fill("#password", PASSWORD)
    page.click("main button:text-is('Continue')")
    found += faults(page)
    page.context.clear_cookies()
    sign_in(page, live_server, town.account)
    more = [f"/staff/cases/{r}/" for r in (town.waiting, town.closed, town.duplicate)]
    more += ["/staff/?view=closed", "/staff/?view=mine", "/staff/search/?q=zebra", "/staff/nowhere/"]
    for address in [visit(town) for visit in VISITS.values() if visit] + more:
        page.goto(live_server.url + address)
        found += faults(page)
    for address in ("/staff/", f"/staff/cases/{town.new}/", f"/staff/cases/{town.new}/close/"):
        page.goto(live_server.url + address)
        found += faults(page, WIDE)
    assert found == []


def test_a_refusal_is_read_out_and_nothing_typed_is_lost(
    town: Town, live_server: LiveServer, chromium: Browser
) -> None:
    page = chromium.new_page()
    sign_in(page, live_server, town.account)
    page.goto(f"{live_server.url}/staff/cases/{town.new}/close/")
    page.fill("#words", "We came on Monday.")
    page.click("text=Close it and tell the reporter")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert page.title().startswith("Error: Close the case")
    assert page.input_value("#words") == "We came on Monday."
    page.click("text=Choose one of the outcomes of this service.")
    assert page.evaluate("document.activeElement.id") == "outcome"
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
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.locator(f"a[href='/staff/cases/{town.new}/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/staff/cases/{town.new}/")
    page.locator("button:text-is('Take this case')").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?done=take")
    assert page.locator("[role=status]").inner_text() == "You are dealing with this case now."
    page.locator("#note").focus()
    page.keyboard.type("The gate was locked.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?done=note")
    assert page.locator(".story .said").first.inner_text() == "The gate was locked."


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
    page.click("main button:text-is('Continue')")
    page.click("text=Set up a passkey")
    page.fill("#name", "Work laptop")
    page.click("text=Set up the passkey")
    page.wait_for_url("**/staff/account/codes/")
    page.click("text=I have kept them")
    page.wait_for_url("**/staff/")
    page.click("text=Sign out")
    page.wait_for_url("**/staff/sign-in/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url("**/staff/")
    page.goto(f"{live_server.url}/staff/account/")
    assert "Passkey: Work laptop" in page.inner_text("main")
    assert faults(page) == []
