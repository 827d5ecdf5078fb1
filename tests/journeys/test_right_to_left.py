"""A form in a language that is written from right to left: everything stands on the other side, and nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.hands import press
from tests.journeys.audit import NARROW, broken_rules

pytestmark = pytest.mark.journeys

SERVICE = "/ar-XB/services/report-missed-bin"


def test_a_form_is_mirrored_and_can_be_filled_in(window: Callable[..., Page]) -> None:
    page = window(NARROW)
    page.goto(SERVICE)
    assert page.locator("html").get_attribute("dir") == "rtl"
    name = page.locator(".council__name").bounding_box()
    assert name is not None
    assert NARROW["width"] - name["x"] - name["width"] < 30
    assert fits(page)
    press(page, page.locator("a.govuk-button--start"))
    press(page, page.locator("main form button.govuk-button").first)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    box, label = page.locator("[name=bins]").first, page.locator("label.govuk-label").first
    assert left_of(box) > left_of(label)
    assert (
        page.locator(".govuk-form-group--error").evaluate("it => getComputedStyle(it).borderRightWidth")
        != "0px"
    )
    assert broken_rules(page) == []
    assert fits(page)
    box.check()
    press(page, page.locator("main form button.govuk-button").first)
    expect(page).to_have_url(re.compile(f"{SERVICE}/which-day$"))
    assert left_of(page.locator("[name=missed_on-day]")) > left_of(page.locator("[name=missed_on-year]"))
    assert broken_rules(page) == []


def left_of(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["x"]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
