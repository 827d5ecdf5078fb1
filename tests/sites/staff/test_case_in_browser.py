"""The page of a case in a real browser: in which order it is read out, two officers at once, boxes drawn on a photo."""

from __future__ import annotations

import re
from itertools import pairwise

from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.hands import press
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
    expect(his.get_by_role("status")).to_have_text("Olwen Arkwright is looking at this case.")
    his.goto(f"{address}close/")
    his.check("input[name=outcome] >> nth=0")
    his.fill("#words", "We came on Monday.")
    hers.fill("#note", "She called again.")
    expect(hers.get_by_text("Marcus Thorne is writing here.")).to_be_visible()
    hers.click("text=Keep the note")
    expect(hers.locator(".lines").get_by_text("She called again.")).to_be_visible()
    press(his, "Close it and tell the reporter")
    expect(his.locator("#since")).to_contain_text("She called again.")
    expect(his.locator("#words")).to_have_value("We came on Monday.")
    assert faults(his, 320) == []

    hers.goto(f"{address}files/{photo}/redact/")
    for width in (320, 1280):
        hers.set_viewport_size({"width": width, "height": 900})
        squares, picture = (hers.locator(f"[data-redact] {one}").bounding_box() for one in ("svg", "img"))
        assert squares == picture, f"at {width} a square is over another place than it names"
    frame = hers.locator("[data-redact] svg").bounding_box()
    assert frame
    hers.mouse.move(frame["x"] + frame["width"] / 4, frame["y"] + frame["height"] / 4)
    hers.mouse.down()
    hers.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    hers.mouse.up()
    expect(hers.locator("#boxes")).to_have_value("25, 25, 25, 25")
    assert faults(hers, 320, 1280) == []
    press(hers, "Black it out")
    expect(hers.get_by_role("status").first).to_contain_text("The original is locked")

    press(his, his.locator("text=all the same"))
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
    expect(page.locator("#said")).to_have_text("You are dealing with this case now.")
    expect(page.locator(".done")).to_be_visible()
    expect(page.locator(".casehead")).to_contain_text("With you")
    expect(page.locator(".lines")).to_contain_text("Took the request.")
    expect(page.locator("#note")).to_have_value("Half a thought")
    expect(page.locator(".kinds [aria-current]")).to_have_text(re.compile("^Changes"))
    expect(page.locator("#next")).to_be_focused()

    page.fill("#tag", "lane")
    page.keyboard.press("Enter")
    expect(page.locator(".tags__link").get_by_text("lane")).to_be_visible()
    expect(page.locator("#tag")).to_be_focused()
    expect(page.locator("#tag")).to_have_value("")
    page.click("text=Keep the note")
    expect(page.get_by_text("Notes 1", exact=False)).to_be_visible()
    expect(page.locator("#note")).to_have_value("")

    page.fill("#tag", "half a tag")
    page.click("text=Keep the note")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.input_value("#tag") == "half a tag"
    page.fill("#note", "She called again.")
    page.context.set_offline(True)
    page.click("text=Keep the note")
    expect(page.locator("#said")).to_contain_text("Check your connection")
    expect(page.locator("#note")).to_have_value("She called again.")
    page.context.set_offline(False)
    # A second press within a second is taken for the same one: the page's own clock says when that is over.
    page.evaluate("new Promise(over => setTimeout(over, 1_100))")
    page.click("text=Keep the note")
    expect(page.get_by_text("Notes 2", exact=False)).to_be_visible()
    assert loads == []
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    assert faults(page, 320, 360, 1280) == []

    page.fill("#note", "The third.")
    page.route("**/note/**", lambda route: route.fulfill(status=503), times=1)
    page.click("text=Keep the note")
    expect(page.locator("#said")).to_contain_text("Press the button again in a moment.")
    expect(page.locator("#note")).to_have_value("The third.")
    assert loads == []

    page.reload()
    page.fill("#note", "He said \ufffd no.")
    press(page, "Keep the note")
    expect(page.get_by_label("What you typed")).to_have_value("He said  no.")
    press(page, "Continue")
    expect(page.get_by_text("Notes 3", exact=False)).to_be_visible()

    page.fill("#note", "The fourth.")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.click("text=Keep the note")
    expect(page.locator("#said")).to_contain_text("Copy what you have typed")
    expect(page.locator("#note")).to_have_value("The fourth.")

    page.reload()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("text=Keep the note")
    page.wait_for_url("**/sign-in/**")
