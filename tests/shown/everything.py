"""Everything a visitor or an officer may come to, in a council of its own: each page is kept as a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import Client, RequestFactory
from django.test.utils import override_settings
from tests.cast import ELEANOR, HARDING, STALL, SYSTEM, USUAL
from tests.journeys.requests import requests_made
from tests.shown.at_work import as_client, work_in_every_part
from tests.shown.checker import ROOT
from tests.shown.everywhere import Keeper, follow_everything, walk_service
from tests.sites.public.resident import ADDRESS, PAGES
from tests.sites.staff.officers import PASSWORD, an_officer, sign_in

from moothall.apps.catalogue.api import forget, services_listed
from moothall.apps.identity.api import create_account
from moothall.apps.teams.api import actor_for, join
from moothall.sites.rehearsal.browser import Browser, Seen
from moothall.sites.rehearsal.scratch import scratch_database
from moothall.sites.rehearsal.walking import question_form, step
from moothall.ui import errors

#: A council with one service more, which is in sections.
SECTIONS = "apply-for-home"


@contextmanager
def whole_council(folder: Path) -> Iterator[None]:
    """Inside the block the fictional council, all that is shipped, and an empty database in memory."""
    council = folder / "council"
    shutil.copytree(ROOT / "councils" / "barchester", council)
    shutil.copytree(ROOT / "tests/sites/public/services" / SECTIONS, council / "services" / SECTIONS)
    with override_settings(
        MOOTHALL_COUNCIL=council,
        DEBUG_PROPAGATE_EXCEPTIONS=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        forget()
        with scratch_database(), override_settings(ALLOWED_HOSTS=["*"]):
            yield
    forget()


def everything(keeper: Keeper) -> None:
    """Every page there is, kept."""
    keeper.folder.mkdir()
    account = an_officer(team="waste", role="manager")
    join(account.pk, team="digital", role="platform-administrator", by=SYSTEM)
    made = requests_made(actor_for(account))
    for service in services_listed(seen_by=SYSTEM):
        if service.takes_requests:
            walk_service(keeper, service)
    look_around(keeper)
    fill_in_sections(keeper)
    stop_paying(keeper)
    leave_and_come_back(keeper)
    officer = sign_in(Client(), account)
    work_as(keeper, officer, made)
    work_in_every_part(keeper, as_client(keeper, officer), actor_for(account))
    follow_requests(keeper, made)
    sign_in_badly(keeper, account.email)
    fail(keeper)


def sent(browser: Browser, address: str, **typed: str) -> Seen:
    """Go there, fill in the form that has these fields, and send it."""
    form = browser.get(address).form_with(*typed)
    assert form is not None, f"{address} asks no {', '.join(typed)}: {browser.page.path}"
    return browser.submit(form, list(typed.items()))


def look_around(keeper: Keeper) -> None:
    """The public site as somebody who clicks on everything."""
    searches = ("/search", "/search?q=zebra", "/search?q=rubish", "/search?q=%22%3Cscript%3E")
    look_up = "/services/find-bin-days/look-up"
    homes = (f"{look_up}?q=", f"{look_up}?q=ZZ1+1ZZ", f"{look_up}?q=bc47de", f"{look_up}?q=BC4+7DE&which=0")
    follow_everything(Browser(keeper), "/", *searches, *homes, "/there-is-no-such-page", "/track/nothing")


def fill_in_sections(keeper: Keeper) -> None:
    browser, home = Browser(keeper), "/services/apply-for-home"
    browser.get(f"{home}/tasks")
    for page, typed in (("your-age", {"over_18": "yes"}), ("your-name", {"name": "Mary Bold"})):
        sent(browser, f"{home}/{page}", **typed)
    for page in ("check-your-answers/about-you", "tasks", "people/1/their-name", "people"):
        browser.get(f"{home}/{page}")


def stop_paying(keeper: Keeper) -> None:
    browser, stall = Browser(keeper), f"/services/{STALL}"
    browser.get(f"{stall}/start")
    while not browser.page.path.endswith("/pay"):
        step(browser, {**USUAL[STALL], **HARDING.typed})
    till = next(href for href, words in browser.page.links if words == "Continue to payment")
    for decision in ("decline", "cancel"):
        form = question_form(browser.get(till))
        if form is not None:
            browser.submit(form, press=decision)
        browser.get(f"{stall}/pay")
        till = next((href for href, words in browser.page.links if words == "Continue to payment"), till)


def leave_and_come_back(keeper: Keeper) -> None:
    """Saved, cleared, answered in two windows, and a link that leads nowhere."""
    browser = Browser(keeper)
    browser.get(f"{ADDRESS}/what-was-dumped")
    for typed in PAGES.values():
        step(browser, typed)
    sent(browser, f"{ADDRESS}/save", email="not this")
    sent(browser, f"{ADDRESS}/save", email=HARDING.email)
    browser.get(f"{ADDRESS}/form-changed")
    windows = [question_form(browser.get(f"{ADDRESS}/where")) for _ in range(2)]
    for form, place in zip(windows, ("By the weir", "By the church"), strict=True):
        assert form is not None
        browser.get(f"{ADDRESS}/where")
        browser.submit(form, [("place", place), ("spot", "")])
    browser.submit(browser.page.forms[-1])
    browser.get(f"{ADDRESS}/clear")
    step(browser, {})
    browser.get(f"{ADDRESS}/resume/nothing")


def follow_requests(keeper: Keeper, made: dict[str, str]) -> None:
    """Each request as whoever sent it; and as somebody else, whom the public may read about it."""
    for name in ("new", "waiting", "closed", "reopened", "duplicate", "paid", "complaint"):
        browser = Browser(keeper)
        for email in ("nobody@example.com", ELEANOR.email, HARDING.email):
            browser.get("/track")
            step(browser, {"reference": made[name], "email": email})
        theirs = (f"/requests/{made[name]}", f"/reports/{made[name]}")
        follow_everything(browser, *theirs, within=theirs)
    browser = Browser(keeper)
    follow_everything(browser, *(f"/reports/{act}/{made['subscription']}" for act in ("confirm", "leave")))


def work_as(keeper: Keeper, officer: Client, made: dict[str, str]) -> None:
    browser = as_client(keeper, officer)
    places = [
        "",
        "start/",
        "nothing/",
        "search/?q=mill",
        "search/?q=zebra",
        f"cases/{made['waiting']}/answer/",
    ]
    places += [f"?view={view}" for view in ("open", "closed", "mine", "nonsense")]
    browser.get("/staff/account/confirm/code/")
    sent(browser, "/staff/account/codes/new/", password=PASSWORD)
    places += [
        f"account/{page}" for page in ("", "app/remove/", "passkey/", "codes/", "codes/new/", "password/")
    ]
    follow_everything(browser, *(f"/staff/{place}" for place in places), within=("/staff/",))


def sign_in_badly(keeper: Keeper, email: str) -> None:
    newcomer = "newcomer@barchester.example"
    create_account(newcomer, "Nora Newcomer", PASSWORD, demo=True)
    for login, password in (("", ""), (email, "wrong"), (email, PASSWORD), (newcomer, PASSWORD)):
        browser = Browser(keeper)
        sent(browser, "/staff/sign-in/", login=login, password=password)
    sent(browser, "/staff/account/app/", code="000000")
    browser.get("/staff/account/passkey/")
    Browser(keeper).get("/demo/codes/")


def fail(keeper: Keeper) -> None:
    """The pages that no visitor should see, as they are made."""
    request = RequestFactory().get("/")
    for page in (errors.not_found, errors.forbidden, errors.bad_request, errors.out_of_date, errors.too_many):
        keeper.keep(page.__name__, "/", page(request).content)
    keeper.keep("failed", "/", errors.failed(request).content)
