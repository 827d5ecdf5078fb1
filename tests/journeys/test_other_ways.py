"""By keyboard alone, and on a screen of which only a quarter is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.audit import ZOOMED, broken_rules
from tests.journeys.people import ADMINISTRATOR, WASTE_MANAGER, SignedIn, message_to, report
from tests.journeys.server import Server

pytestmark = pytest.mark.journeys

MISSED = {
    "bins": ["rubbish"],
    "missed_on": {"day": "yesterday", "month": "", "year": ""},
    "out_in_time": "yes",
    "tag": "none",
    "address": {"line-1": "3 Hiram Street", "line-2": "", "town": "Barchester", "county": "", "postcode": "BC1 6DD"},
    "assisted": "no",
    "name": "Monica Thorne",
    "email": "monica.thorne@example.com",
    "phone": "",
}  # fmt: skip


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` finds has the focus, which can be seen on the way."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            seen = page.evaluate(
                "() => {const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.backgroundColor !== '';}"
            )
            assert seen, f"The focus on {selector} cannot be seen"
            return
    raise AssertionError(f"Tab never comes to {selector} on {page.url}")


def test_a_report_by_keyboard_alone(window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    tab_to(page, "#search")
    page.keyboard.type("mattress")
    _enter(page)
    tab_to(page, ".result a[href='/services/report-fly-tipping']")
    _enter(page)
    tab_to(page, "a.govuk-button--start")
    _enter(page)
    for name, downs in (("rubbish_type", 1), ("amount", 1), ("photo", 0), ("land", 0)):
        page.wait_for_selector(f"[name={name}]")
        if name != "photo":
            tab_to(page, f"[name={name}]")
            page.keyboard.press("Space")
        for _ in range(downs):
            page.keyboard.press("ArrowDown")
        _send(page)
    tab_to(page, "[name=place]")
    page.keyboard.type("By the weir")
    _send(page)
    tab_to(page, "[name=saw_it_happen]")
    page.keyboard.press("ArrowDown")
    _send(page)
    tab_to(page, "[name=name]")
    page.keyboard.type("Mary Bold")
    _send(page)
    expect(page.get_by_text("Furniture, mattresses or carpets")).to_be_visible()
    _send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have it")


def _send(page: Page) -> None:
    tab_to(page, "main form[method=post] button[type=submit]")
    _enter(page)


def _enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_error_takes_the_keyboard_to_the_field(window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/services/report-fly-tipping/what-was-dumped")
    _send(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=rubbish_type]").first).to_be_focused()


def test_an_officer_works_by_keyboard_alone(signed_in: SignedIn, site: Server) -> None:
    page = signed_in(WASTE_MANAGER)
    page.goto(f"/staff/cases/{site.made['unnamed']}/")
    tab_to(page, "#note")
    page.keyboard.type("Looked at it by keyboard.")
    tab_to(page, ".note button")
    page.keyboard.press("Enter")
    expect(page.locator(".lines").get_by_text("Looked at it by keyboard.")).to_be_visible()
    expect(page.locator("#note")).to_be_focused()


def test_a_missed_bin_on_a_screen_at_200_percent(window: Callable[..., Page], signed_in: SignedIn) -> None:
    page = window(ZOOMED)
    reference = report(page, "report-missed-bin", MISSED)
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
    assert not broken_rules(page)
    assert reference in message_to(signed_in(ADMINISTRATOR), "monica.thorne@example.com", "")
