"""The journey that everything else serves: a report, from a phone to a task that says it is not fixed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.hands import press
from tests.journeys.conftest import PHONE
from tests.journeys.people import (
    ADMINISTRATOR,
    WASTE_OFFICER,
    SignedIn,
    forward,
    link_in,
    message_to,
    report,
    walk,
)

pytestmark = pytest.mark.journeys

RUBBLE = {
    "rubbish_type": "dangerous",
    "dangers": ["asbestos"],
    "amount": "small-van",
    "photo": "a photo",
    "land": "water",
    "place": "On the towpath by the second bridge",
    "spot": "",
    "saw_it_happen": "no",
    "name": "Mary Thorne",
    "email": "mary.thorne@example.com",
    "phone": "",
}


@pytest.mark.smoke
def test_a_report_from_a_phone_without_javascript_until_it_is_not_fixed(
    window: Callable[..., Page], signed_in: SignedIn
) -> None:
    phone = window(PHONE, javascript=False)
    addresses = list(walk(phone, "report-fly-tipping", RUBBLE, stop_at="/check-your-answers"))
    assert [a.rpartition("/")[2] for a in addresses][1] == "danger", "the branch was walked"
    expect(phone.get_by_text("On the towpath by the second bridge")).to_be_visible()
    checking = phone.get_by_text("We are checking this file")
    for _ in range(240):
        if not checking.count():
            break
        phone.wait_for_timeout(500)
        phone.reload()
    picture = phone.get_by_alt_text("The photo you chose")
    assert picture.evaluate("picture => picture.complete && picture.naturalWidth") == 8
    press(phone, "Send")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you. We have it")
    reference = phone.locator(".reference").first.inner_text()
    phone.reload()
    expect(phone.locator(".reference").first).to_have_text(reference)

    outbox = signed_in(ADMINISTRATOR)
    told = message_to(outbox, "mary.thorne@example.com", "")
    assert reference in told

    desk = signed_in(WASTE_OFFICER)
    _take_and_ask(desk, reference)

    question = message_to(outbox, "mary.thorne@example.com", "question")
    phone.context.clear_cookies()
    phone.goto(link_in(question))
    assert phone.url.endswith(f"/requests/{reference}")
    expect(phone.locator(".ask__words")).to_have_text("Which side of the canal?")
    phone.get_by_label("Your answer").fill("The town side.")
    press(phone, "Send your answer")
    expect(phone.get_by_text("The town side.").first).to_be_visible()
    expect(phone.locator("#answer")).to_have_count(0)

    _close(desk, reference)

    phone.reload()
    expect(phone.locator(".standing__word")).to_have_text("Closed")
    press(phone, "Ask us to look again")
    expect(phone.get_by_role("alert")).to_contain_text("Enter what is still wrong")
    phone.get_by_label("What is still wrong?").fill("The sheets are still there.")
    press(phone, "Ask us to look again")
    expect(phone.locator(".standing__word")).not_to_have_text("Closed")

    desk.goto(f"/staff/cases/{reference}/")
    expect(desk.locator(".todo")).to_contain_text("The sheets are still there.")


def _take_and_ask(desk: Page, reference: str) -> None:
    desk.goto(f"/staff/cases/{reference}/")
    desk.get_by_role("button", name="Take this case").click()
    expect(desk.locator(".casehead")).to_contain_text("With you")
    desk.goto(f"/staff/cases/{reference}/ask/")
    desk.locator("#question").fill("Which side of the canal?")
    press(desk, "Send the question")
    expect(desk.get_by_text("Which side of the canal?").first).to_be_visible()


def _close(desk: Page, reference: str) -> None:
    desk.goto(f"/staff/cases/{reference}/")
    expect(desk.get_by_text("The town side.").first).to_be_visible()
    desk.goto(f"/staff/cases/{reference}/close/")
    desk.get_by_label("Cleared").check()
    press(desk, "Close it and tell the reporter")
    expect(desk.locator(".status").first).to_have_text("Closed")


@pytest.mark.smoke
def test_a_request_is_followed_by_its_reference_however_it_is_typed(window: Callable[..., Page]) -> None:
    page = window(PHONE)
    reference = report(page, "report-fly-tipping", {**RUBBLE, "photo": ""})
    page.context.clear_cookies()
    page.goto(f"/requests/{reference}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    page.goto("/track")
    page.get_by_role("textbox", name="Reference").fill(
        reference.lower().replace("-", " ", 1).replace("-", "")
    )
    page.get_by_role("textbox", name="E-mail address").fill(" Mary.Thorne@example.com")
    press(page, "Show my request")
    expect(page.get_by_role("heading", level=1)).to_contain_text(reference)
    expect(page.locator(".standing__word")).to_have_text("Received")


def test_nothing_typed_is_lost_on_the_way_back_and_forth(window: Callable[..., Page]) -> None:
    page = window(PHONE)
    on_the_way = walk(page, "report-fly-tipping", RUBBLE)
    for address in on_the_way:
        if address.endswith("/where"):
            break
    page.get_by_label("Describe the place").fill("Behind the bus stop")
    forward(page)
    page.go_back()
    expect(page.get_by_label("Describe the place")).to_have_value("Behind the bus stop")
    page.get_by_label("Describe the place").fill(" ")
    forward(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter where it is")
    page.get_by_label("Describe the place").fill("By the church")
    forward(page)
    page.go_back()
    expect(page.get_by_label("Describe the place")).to_have_value("By the church")
    press(page, "Back", role="link")
    expect(page.get_by_label("In or beside a river, canal or stream")).to_be_checked()
    page.goto("/services/report-fly-tipping")
    press(page, "Carry on")
    assert page.url.endswith("/did-you-see")
    page.goto("/services/report-fly-tipping")
    press(page, "Forget them and start again", role="link")
    expect(page.locator("input:checked")).to_have_count(0)
