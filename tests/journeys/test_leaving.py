"""Leaving a form and coming back: saved for later, in two windows, on another device; and a device that is cleared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.cast import FLY_TIPPING
from tests.hands import press
from tests.journeys.audit import Audit
from tests.journeys.conftest import PHONE
from tests.journeys.people import ADMINISTRATOR, SignedIn, fill_in, forward, message_to
from tests.sites.public.resident import ADDRESS, PAGES

pytestmark = pytest.mark.journeys
EMAIL = "septimus@example.com"


#: More than may be said of a place: it is kept all the same, to be shortened.
TOO_LONG = "Behind the mill, where it always is. " * 20


def begin(page: Page, *, until: str) -> None:
    """The form up to the page `until`."""
    page.goto(f"{ADDRESS}/what-was-dumped")
    for name, typed in PAGES.items():
        if name == until:
            return
        assert page.url.endswith(name), page.url
        fill_in(page, typed)
        forward(page)


def test_a_form_left_and_come_back_to(window: Callable[..., Page], signed_in: SignedIn) -> None:
    audit = Audit()
    page = window(PHONE, javascript=False)
    begin(page, until="where")
    page.get_by_label("Describe the place").fill(TOO_LONG)
    page.get_by_label("postcode").fill("Mill Lane")
    press(page, "Save and come back later")
    expect(page.get_by_role("heading", level=1)).to_have_text("Save and come back later")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    press(page, "Send me the link")
    expect(page.locator("main")).to_contain_text(EMAIL)
    link = link_in_outbox(signed_in)
    press(page, "Finish and clear this device")
    expect(page.get_by_role("heading", level=1)).to_have_text("This device is clear")
    page.goto(f"{ADDRESS}/where")
    expect(page.locator("main")).not_to_contain_text("Behind the mill")
    other = window()
    audit.visit(other, link)
    audit.press(other, "Show my form")
    other.get_by_label("Your e-mail address").fill(EMAIL)
    press(other, "Show my form")
    expect(other.get_by_label("Describe the place")).to_have_value(TOO_LONG)
    expect(other.get_by_label("postcode")).to_have_value("Mill Lane")
    audit.demand("form-resume")


def link_in_outbox(signed_in: SignedIn) -> str:
    """The newest link to a saved form, as the demonstration's outbox shows it."""
    message = message_to(signed_in(ADMINISTRATOR), EMAIL, "Your saved form")
    found = re.search(r"/services/[a-z-]+/resume/[\w-]+", message)
    assert found, message
    return found.group()


def test_the_pages_of_leaving(window: Callable[..., Page]) -> None:
    audit, page = Audit(), window()
    begin(page, until="where")
    audit.visit(page, f"{ADDRESS}/save")
    page.get_by_label("Your e-mail address").fill("")
    audit.press(page, "Send me the link")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    forward(page)
    audit.look(page)
    audit.visit(page, f"{ADDRESS}/form-changed")
    audit.visit(page, f"{ADDRESS}/clear")
    press(page, "Clear this device")
    audit.look(page)
    audit.demand("form-save", "form-saved", "form-changed", "form-clear", "form-cleared")


def test_two_windows_that_differ(window: Callable[..., Page]) -> None:
    audit, page = Audit(), window()
    begin(page, until="did-you-see")
    page.goto(f"{ADDRESS}/where")
    other = page.context.new_page()
    other.goto(f"{ADDRESS}/where")
    for one, place in ((page, "By the weir"), (other, "By the church")):
        one.get_by_label("Describe the place").fill(place)
        forward(one)
    expect(other.get_by_role("heading", level=1)).to_have_text("You answered this in another window")
    audit.look(other)
    audit.press(other, "Continue")
    other.get_by_label("By the church").check()
    forward(other)
    expect(other).to_have_url(re.compile("/did-you-see$"))
    other.goto(f"{ADDRESS}/where")
    expect(other.get_by_label("Describe the place")).to_have_value("By the church")
    audit.demand("form-which-answer")


def test_back_shows_nothing_after_clearing(window: Callable[..., Page]) -> None:
    page = window()
    begin(page, until="did-you-see")
    page.goto(f"{ADDRESS}/where")
    press(page, "Finish and clear this device", role="link")
    press(page, "Clear this device")
    expect(page.get_by_role("heading", level=1)).to_have_text("This device is clear")
    for _ in range(3):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("14 Mill Lane")
        assert "14 Mill Lane" not in str(
            page.locator("textarea, input").evaluate_all("all => all.map(a => a.value)")
        )


def test_two_requests_in_one_browser(window: Callable[..., Page]) -> None:
    audit, page = Audit(), window()
    begin(page, until="where")
    page.goto(f"/services/{FLY_TIPPING}")
    press(page, "start another and keep them", role="link")
    fill_in(page, {"rubbish_type": "garden"})
    forward(page)
    audit.visit(page, f"/services/{FLY_TIPPING}")
    expect(page.locator("main")).to_contain_text("Your unfinished requests")
    audit.demand("service")
