"""A day at work: what an adviser, an officer, a team leader and a crew do, with keys, clicks and pages counted."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect
from tests.journeys.a_day import Day, compare
from tests.journeys.day_seed import CALLER, NUMBER
from tests.journeys.people import WASTE_MANAGER, WASTE_OFFICER, SignedIn
from tests.journeys.server import Server

from moothall.kernel import clock
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.journeys

ADVISER = "tom.pellow@barchester.example"
CREW = "dai.prosser@barchester.example"
CONTACTS = "/staff/contacts/"


@pytest.fixture(scope="module")
def made(site: Server) -> dict[str, str]:
    return dict(json.loads(site.run("tests.journeys.day_seed")))


def case(made: dict[str, str], name: str) -> str:
    return f"/staff/cases/{made[name]}/"


def next_year(month: int, day: int) -> str:
    """In which that day comes next: however it is written, the table counts as many keys."""
    today = clock.today()
    return str(today.year + (today >= date(today.year, month, day)))


def test_a_day_of_an_adviser(signed_in: SignedIn, made: dict[str, str]) -> None:
    day = Day(signed_in(ADVISER))
    with day.task("Log a call", CONTACTS):
        day.press("Telephone")
        day.press("When is my bin emptied")
        day.says("Somebody calls")
        day.says("When is my bin emptied")
    with day.task("Find somebody by the end of a number", CONTACTS):
        day.fill("#q", NUMBER[-6:])
        day.keys_lead_on("Enter")
        day.says(CALLER.name)
    with day.task("Find somebody by a name by its sound", CONTACTS):
        day.fill("#q", "Madelin Stanhop")
        day.keys_lead_on("Enter")
        day.says(CALLER.name)
    with day.task("Find a request by half a reference", CONTACTS):
        day.fill("#q", made["caller"][4:11])
        day.keys_lead_on("Enter")
        day.says(made["caller"])
    with day.task("Say who is calling", CONTACTS):
        day.press("Telephone")
        day.fill("#q", CALLER.email)
        day.keys_lead_on("Enter")
        day.press("This is who it is")
        day.says("It is somebody else")
    call = day.page.url
    with day.task("Look up what to say", call):
        day.fill("#help", "bin")
        day.press("Find")
        expect(day.page.locator(".say[open]")).to_have_count(1)
    with day.task("Link the call to a request there is", call):
        day.fill("#reference", made["chase"])
        day.press("Link it")
        day.says(made["chase"])
    with day.task("Open the form with what is known filled in", call):
        day.choose("#service", "Report fly-tipping")
        day.press("Open the form")
        expect(day.page.locator("[name=email]")).to_have_value(CALLER.email)
    with day.task("Switch to another service in mid-call"):
        day.choose("#switch", "Report graffiti")
        day.press("Switch")
        day.says("came along")
    with day.task("Finish a call with words and result", call):
        day.fill("#words", "Asks how far it is.")
        day.choose("#reason", "How far is my request")
        day.click("label[for=online]")
        day.press("Finish", exact=True)
        day.says("How far is my request")
    with day.task("Fill in a form for somebody and send it", CONTACTS):
        day.press("Telephone")
        day.choose("#service", "Report fly-tipping")
        day.press("Open the form")
        for question, answer in {"rubbish_type": "furniture", "amount": "item", "land": "street"}.items():
            day.click(f"label[for={id_of(day, question, answer)}]")
        day.fill("[name=place]", "By the well")
        day.click(f"label[for={id_of(day, 'saw_it_happen', 'no')}]")
        day.page.locator("[name=seen]").wait_for(state="detached")
        day.fill("[name=name]", "Ann Lookaloft")
        day.click(f"label[for={id_of(day, 'may_write', 'no')}]")
        day.press("Send it for them")
        day.says("It is sent. Read this out")
    with day.task("Write a note on a request for whoever calls", case(made, "chase")):
        day.keys("n")
        day.type("Called again.")
        day.press("Keep the note")
        day.says("Called again.")
    with day.task("Give a ticket at the walk-in desk and call it", "/staff/contacts/desk/"):
        day.choose_like("#line", "A:")
        day.fill("#name", "Mary Bold")
        day.press("Give a ticket")
        day.says("The ticket is A01.")
        day.choose("#desk", "Desk 1")
        day.press("Call the next")
        day.says("Called: A01.")
    compare("An adviser", day.rows)


def id_of(day: Day, name: str, value: str) -> str:
    return str(day.page.locator(f"[name={name}][value={value}]").get_attribute("id"))


def test_a_day_of_an_officer(signed_in: SignedIn, made: dict[str, str]) -> None:
    day = Day(signed_in(WASTE_OFFICER))
    with day.task("Go to a case by half its reference", "/staff/"):
        day.keys("Control+k")
        day.type(made["find"][4:11])
        day.page.locator("[role=option]", has_text=made["find"]).first.wait_for()
        day.keys_lead_on("Enter")
        day.says(made["find"])
    with day.task("Take a case", case(made, "take")):
        day.keys_lead_on("t")
        day.says("You are dealing with this case now.")
    with day.task("Write a note that tells a colleague", case(made, "note")):
        day.keys("n")
        day.type("@Marcus Which crew?")
        day.press("Keep the note")
        day.says("Which crew?")
    with day.task("Put an answer right", case(made, "correct")):
        with day.page.expect_navigation():
            day.click("main a[href$='/answers/name/']")
        day.fill("[name=name]", "Day Corrected")
        if day.page.locator("main textarea").count():
            day.fill("main textarea", "Heard it wrong.")
        day.press("Keep the correction")
        day.says("Day Corrected")
    with day.task("Tag a case", case(made, "tag")):
        day.fill("#tag", "school")
        day.keys_lead_on("Enter")
        day.page.locator(".tags__link", has_text="school").wait_for()
    with day.task("Write to the reporter with a snippet", case(made, "reply")):
        day.keys_lead_on("r")
        day.press("Put in")
        day.press("Send", exact=True)
        day.says("Your reply leaves")
    with day.task("Undo what was just sent"):
        day.press("Undo")
        day.says(re.compile("Your draft|You have begun to write|What do you write"))
    with day.task("Ask the reporter a question", case(made, "ask")):
        day.follow("Ask the reporter")
        day.fill("#question", "Which side of the barn?")
        day.press("Send the question")
        day.says("Your question is on its way.")
    with day.task("Write down an answer that came by telephone"):
        day.follow("Write down the answer")
        day.fill("#answer", "The left one.")
        day.press("Keep the answer")
        day.says("The answer is written down.")
    with day.task("Put a case on hold until a day", case(made, "hold")):
        day.follow("Put it on hold")
        day.click("label[for=until]")
        for part, value in {"day": "9", "month": "4", "year": next_year(4, 9)}.items():
            day.fill(f"#day-{part}", value)
        day.fill("#reason", "Snow")
        day.press("Put it on hold")
        day.says("On hold")
    with day.task("Move a case to another service", case(made, "move")):
        day.follow("Move it to another service")
        day.choose_or_click("Report graffiti")
        day.press("Look at what goes along")
        day.press("Move it")
        day.says("Report graffiti")
    with day.task("Make two cases of one", case(made, "split")):
        day.follow("Make two cases of it")
        day.choose_or_click("Report graffiti")
        day.page.locator("main form button[type=submit]").first.wait_for()
        day.press(re.compile("Look|Go on|Choose|Continue"))
        day.click("label[for=along]")
        day.fill("#words", "Paint on it too.")
        day.press("Make a second case")
        day.says(re.compile("It was one request with|second"))
    with day.task("Merge another case into one", case(made, "merge")):
        day.follow("Merge others into it")
        day.fill("main textarea, main input[type=text]", made["merged"])
        day.press("Merge them")
        if day.page.get_by_role("button", name="Merge them").count():
            day.press("Merge them")
        day.says(made["merged"])
    with day.task("Link a duplicate", case(made, "link")):
        day.follow("Link it as a duplicate")
        day.fill("#original", made["linked"])
        day.press("Link them")
        day.says("This is a duplicate.")
    with day.task("Close a case and tell the reporter", case(made, "close")):
        day.keys_lead_on("c")
        day.click("label[for=outcome]")
        day.press("Close it and tell the reporter")
        day.says("The case is closed. Whoever gave an e-mail address is told.")
    with day.task("Pass a case to another body", case(made, "refer")):
        day.follow("Pass it to another body")
        day.click(day.page.locator("main label", has_text="Hiram Housing").first)
        day.press("Continue")
        day.press("Send it to Hiram Housing Association")
        day.says("Hiram Housing Association")
    with day.task("Keep a filtered list under a name", "/staff/"):
        day.click("summary:has-text('Filter')")
        day.click(day.page.locator(".pick__option", has_text="Report fly-tipping").first)
        day.press("Show these cases")
        day.follow("Save this list")
        day.fill("#name", "Tips")
        day.press("Save", exact=True)
        day.says("The list is saved.")
    with day.task("Tag ten cases at once", "/staff/?service=report-fly-tipping"):
        day.follow("Do the same for many")
        for number in range(1, 11):
            day.click(f"label[for=case-{number}]")
        day.click("label[for=verb-tag]")
        day.fill("#tag", "winter")
        day.press("Look at what will happen")
        day.press("Do it for 10 cases")
        day.says("10 cases")
    with day.task("Start a case on the board", "/staff/?layout=board&service=report-fly-tipping"):
        day.click(".lane__move")
        day.click(".lane__choice")
        day.page.locator("[data-board-said]", has_text="You are dealing with this case now.").wait_for()
    compare("An officer", day.rows)


def round_of(day: Day, made: dict[str, str], *names: str) -> str:
    """A round of Dai's today, from the page that plans one; where it stands."""
    for name in names:
        day.click(f"label[for='case-{made[name]}']")
    day.choose_like("#crew", "Dai")
    day.press("Make the round")
    return day.page.url.partition("?")[0]


def test_a_day_of_a_team_leader(signed_in: SignedIn, made: dict[str, str]) -> None:
    day = Day(signed_in(WASTE_MANAGER))
    team = "/staff/team/waste/"
    with day.task("Give a case to somebody", case(made, "give")):
        day.keys_lead_on("a")
        day.click(day.page.locator("main label", has_text="Olwen Arkwright"))
        day.press("Give it", exact=True)
        day.says("With Olwen Arkwright")
    with day.task("See how work would be shared out evenly", team):
        day.press("Share out evenly")
        day.says("Olwen Arkwright")
    with day.task("Say how much somebody can do in a week", team):
        column = day.page.locator(".board__column", has_text="Joan Trefoil")
        day.click(column.locator("summary"))
        field = column.locator("[name=weekly]")
        day.fill(f"#{field.get_attribute('id')}", "15")
        day.keys_lead_on("Enter")
        expect(day.page.locator(f"#{field.get_attribute('id')}")).to_have_value("15")
    with day.task("Say who is away and who covers", team):
        day.follow("Who is away")
        day.choose("#person", "Joan Trefoil")
        for name in ("first", "last"):
            day.fill(f"#{name}", f"{next_year(5, 3)}-05-03")
        day.choose_like("#cover", "Olwen")
        day.press("Enter these days")
        day.says("Olwen Arkwright covers.")
    with day.task("End an absence"):
        day.press("End it")
        expect(day.page.get_by_role("button", name="End it")).to_have_count(0)
    with day.task("Plan a round", "/staff/rounds/new/?view=open&service=report-fly-tipping"):
        round_of(day, made, "visit-1", "visit-2")
        day.says("2 stops left.")
    with day.task("Change the order of a round"):
        last = day.page.locator(".planning__stop").nth(1)
        reference = last.locator("span.reference").first.inner_text()
        with day.page.expect_navigation():
            day.click(last.get_by_role("button", name="Up"))
        first = day.page.locator(".planning__stop").first.locator("span.reference").first
        expect(first).to_have_text(reference)
    with day.task("Try a rule on last month's requests", "/staff/rules/due-soon/"):
        day.press("Try it on the last 30 days")
        day.says(re.compile("It is being tried|It would have caught"))
    compare("A team leader", day.rows)


def test_a_day_of_a_crew(signed_in: SignedIn, made: dict[str, str]) -> None:
    leader = Day(signed_in(WASTE_MANAGER))
    leader.page.goto("/staff/rounds/new/?view=open&service=report-fly-tipping")
    going = round_of(leader, made, "visit-3", "visit-4")
    day = Day(signed_in(CREW))
    day.page.set_viewport_size({"width": 360, "height": 740})
    with day.task("Open today's round", "/staff/rounds/"):
        with day.page.expect_navigation(wait_until="domcontentloaded"):
            day.click(f"main a[href='{going[going.index('/staff') :]}']")
        day.says("2 stops left.")
    with day.task("Read what was said about a stop", going):
        day.follow("Visit ")
        reference = day.page.locator(".stop__facts .reference").first.inner_text().strip()
        day.click("main summary")
        day.says("Furniture, mattresses or carpets")
    with day.task("Complete a visit", going):
        day.follow("Visit ")
        day.click("label[for=outcome]")
        day.fill("#words", "Nothing there.")
        send(day)
        day.says("1 stop left.")
    with day.task("Complete a visit with a photo", going):
        day.follow("Visit ")
        day.click("label[for=outcome]")
        photo = {"name": "bin.jpg", "mimeType": "image/jpeg", "buffer": sample_photo()}
        day.page.locator("#photo").set_input_files(photo)
        day.clicked()
        send(day)
        day.says("All done.")
    with day.task("Read again what one wrote on a visit", going):
        with day.page.expect_navigation():
            day.click(f"main .rows a:has-text('{reference}')")
        day.says("Nothing there.")
    compare("A crew", day.rows)


def send(day: Day) -> None:
    """The device sends it; the page of the round shows what is left when it is opened again."""
    with day.page.expect_navigation():
        day.click(".visit__send")
    day.page.get_by_text("Everything has been sent.").wait_for()
    day.page.reload(wait_until="domcontentloaded")
