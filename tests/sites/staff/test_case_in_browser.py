"""The page of a case in a real browser: in which order it is read out, two officers at once, boxes drawn on a photo."""

from __future__ import annotations

from itertools import pairwise

from django.conf import settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import an_officer
from tests.sites.staff.test_case_files import with_files
from tests.sites.staff.test_in_browser import assets, faults, pytestmark, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.teams.api import actor_for

__all__ = ["assets", "pytestmark"]


def transcript(page: Page) -> list[str]:
    """What a screen reader says of the main part, in its order: role and name of everything that has one."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in tree}
    told: list[str] = []

    def read(key: str) -> None:
        node = nodes[key]
        role, name = node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "")
        if not node.get("ignored") and name and role not in ("InlineTextBox", "RootWebArea"):
            told.append(f"{role}: {name}")
        for child in node.get("childIds", ()):
            read(child)

    main = next(key for key, node in nodes.items() if node.get("role", {}).get("value") == "main")
    read(main)
    return told


def test_two_officers_draw_write_and_close_at_once_and_each_is_told(
    live_server: LiveServer, chromium: Browser
) -> None:
    olwen = an_officer("Olwen Arkwright", team="waste", role="manager")
    marcus = an_officer("Marcus Thorne", team="waste", role="manager")
    made = a_case()
    [photo] = with_files(made, "bin.jpg")
    address = f"{live_server.url}/staff/cases/{made.reference}/"
    cases.add_note(made.reference, "The lane is narrow.", by=actor_for(marcus))
    hers, his = (chromium.new_context(viewport={"width": 1280, "height": 900}).new_page() for _ in "12")
    sign_in(hers, live_server, olwen)
    sign_in(his, live_server, marcus)

    hers.goto(address)
    told = transcript(hers)
    order = [
        "heading: Report a missed bin", "heading: What", "heading: Where", "heading: Who", "heading: By when",
        "heading: What next?", "textbox: Note for colleagues", "heading: What happened", "heading: Today",
        "heading: What was reported", "heading: Photos and files", "heading: Tags",
    ]  # fmt: skip
    at = [told.index(one) for one in order]
    assert at == sorted(at), told
    facts = " ".join(told[at[0] : at[1]])
    assert made.reference in facts, facts
    assert "New" in facts, facts
    levels = hers.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels

    his.goto(address)
    assert his.get_by_role("status").inner_text() == "Olwen Arkwright is looking at this case."
    his.goto(f"{address}close/")
    his.check("input[name=outcome] >> nth=0")
    his.fill("#words", "We came on Monday.")
    hers.fill("#note", "She called again.")
    hers.get_by_text("Marcus Thorne is writing here.").wait_for()
    hers.click("text=Keep the note")
    hers.locator(".lines").get_by_text("She called again.").wait_for()
    his.click("text=Close it and tell the reporter")
    assert "She called again." in his.locator("#since").inner_text()
    assert his.input_value("#words") == "We came on Monday."
    assert faults(his, 320) == []

    hers.goto(f"{address}files/{photo}/redact/")
    frame = hers.locator("[data-redact] svg").bounding_box()
    assert frame
    hers.mouse.move(frame["x"] + frame["width"] / 4, frame["y"] + frame["height"] / 4)
    hers.mouse.down()
    hers.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    hers.mouse.up()
    assert hers.input_value("#boxes") == "25, 25, 25, 25"
    assert faults(hers, 320, 1280) == []
    hers.click("text=Black it out")
    assert "The original is locked" in hers.get_by_role("status").first.inner_text()

    his.click("text=all the same")
    his.wait_for_url(f"{address}?done=close")
    assert "Somebody" not in his.locator("main").inner_text()
    words = his.locator("main").inner_text()
    assert all(one in words for one in ("She called again.", "We came on Monday.", "Redacted a photo"))
    assert faults(his, 320, 360, 1280) == []


def test_a_button_changes_what_it_changes_and_loses_nothing_that_is_typed(
    live_server: LiveServer, chromium: Browser
) -> None:
    """Nothing else is loaded again: not the page, and not what stands half written beside the button."""
    made = a_case()
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, live_server, an_officer("Olwen Arkwright", team="waste", role="officer"))
    page.goto(f"{live_server.url}/staff/cases/{made.reference}/?show=changes")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))

    page.fill("#note", "Half a thought")
    page.click("text=Take this case")
    page.locator(".done").wait_for()
    assert "With you" in page.locator(".casehead").inner_text()
    assert "Took the request." in page.locator(".lines").inner_text()
    assert page.input_value("#note") == "Half a thought"
    assert page.locator(".kinds [aria-current]").inner_text().startswith("Changes")
    assert page.evaluate("document.activeElement.id") == "next"
    page.locator("#said").get_by_text("You are dealing with this case now.").wait_for()

    page.fill("#tag", "lane")
    page.keyboard.press("Enter")
    page.locator(".tags__link").get_by_text("lane").wait_for()
    assert page.evaluate("document.activeElement.id") == "tag"
    assert page.input_value("#tag") == ""
    page.click("text=Keep the note")
    page.locator("#note").filter(has_text="").wait_for()
    page.get_by_text("Notes 1", exact=False).wait_for()
    assert page.input_value("#note") == ""

    page.fill("#tag", "half a tag")
    page.click("text=Keep the note")
    page.locator(".govuk-error-summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert page.input_value("#tag") == "half a tag"
    page.fill("#note", "She called again.")
    page.context.set_offline(True)
    page.click("text=Keep the note")
    page.locator("#said").get_by_text("Check your connection").wait_for()
    assert page.input_value("#note") == "She called again."
    page.context.set_offline(False)
    page.wait_for_timeout(1_100)  # a second press within a second is taken for the same one
    page.click("text=Keep the note")
    page.get_by_text("Notes 2", exact=False).wait_for()
    assert loads == []
    assert page.locator(".govuk-error-summary").count() == 0
    assert faults(page, 320, 360, 1280) == []

    page.fill("#note", "The third.")
    page.route("**/note/**", lambda route: route.fulfill(status=503), times=1)
    page.click("text=Keep the note")
    page.locator("#said").get_by_text("Press the button again in a moment.").wait_for()
    assert page.input_value("#note") == "The third."
    assert loads == []

    page.reload()
    page.fill("#note", "He said \ufffd no.")
    with page.expect_navigation():
        page.click("text=Keep the note")
    assert page.get_by_label("What you typed").input_value() == "He said  no."
    with page.expect_navigation():
        page.click("main button:text-is('Continue')")
    page.get_by_text("Notes 3", exact=False).wait_for()

    page.fill("#note", "The fourth.")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.click("text=Keep the note")
    page.locator("#said").get_by_text("Copy what you have typed").wait_for()
    assert page.input_value("#note") == "The fourth."

    page.reload()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("text=Keep the note")
    page.wait_for_url("**/sign-in/**")
