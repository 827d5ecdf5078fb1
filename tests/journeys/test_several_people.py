"""Two people and one form, each at a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect
from tests.hands import press
from tests.journeys.audit import Audit
from tests.journeys.conftest import PHONE
from tests.journeys.people import ADMINISTRATOR, SignedIn, Typed, fill_in, forward, message_to
from tests.sites.public.test_people import ADDRESS, ASK, CHECK, MAIN, PART, TASKS

pytestmark = pytest.mark.journeys


SIGN = {"sign": {"signed": {"signed": "Mary Bold"}}}


def answer(page: Page, pages: Mapping[str, Typed]) -> None:
    for name, typed in pages.items():
        page.goto(f"{ADDRESS}/{name}")
        fill_in(page, typed)
        forward(page)


def test_the_pages_of_several_people(window: Callable[..., Page], signed_in: SignedIn) -> None:
    audit, page, other = Audit(), window(), window(PHONE)
    answer(page, MAIN)
    audit.visit(page, TASKS)
    audit.visit(page, ASK)
    page.get_by_label("Your own e-mail address").fill("")
    audit.press(page, "Send the link")
    page.get_by_label("Your own e-mail address").fill("eleanor@example.com")
    press(page, "Send the link")
    expect(page.locator("main")).to_contain_text("Waiting for Mary Bold")
    audit.look(page)
    audit.visit(page, ASK)
    found = re.search(
        r"/services/[a-z-]+/join/[\w-]+",
        message_to(signed_in(ADMINISTRATOR), "mary@example.com", "You are asked to do your part"),
    )
    assert found
    audit.visit(other, found.group())
    audit.press(other, "Continue")
    other.get_by_label("Your e-mail address").fill("mary@example.com")
    forward(other)
    expect(other.locator("main")).to_contain_text("Cathedral Close")
    audit.look(other)
    answer(other, {**PART, **SIGN})
    audit.visit(other, f"{ADDRESS}/part/decline")
    audit.visit(other, CHECK)
    press(other, "Finish my part")
    audit.look(other)
    page.goto(TASKS)
    expect(page.locator("main")).to_contain_text("Done on")
    audit.visit(page, ASK)
    audit.demand("form-ask", "form-join", "form-decline", "form-part-over", "form-tasks", "form-check")
