"""The pages of what passes a case on, stops it, joins it with others, or asks a second person, through the client."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.answers import content, html, said
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, SYSTEM, sends
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases.api import case_for
from moothall.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return sign_in(Client(), an_officer("Marcus Thorne", team="waste", role="manager"))


def at(reference: str, verb: str = "") -> str:
    return f"/staff/cases/{reference}/" + (f"{verb}/" if verb else "")


def day(days: int, name: str) -> dict[str, str]:
    on = clock.today() + timedelta(days=days)
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def state(reference: str) -> tuple[str, frozenset[str]]:
    case = case_for(reference, seen_by=SYSTEM)
    return case.status, case.traits


def test_the_page_of_another_body_is_a_link_that_says_where_it_leads(desk: Client) -> None:
    made = sends(FLY_TIPPING, ELEANOR)
    page = html(desk.get(at(made.reference, "refer"), {"body": "national-highways", "asked": "1"}))
    link = re.search(r'<a [^>]*href="https://report.nationalhighways.co.uk/"[^>]*>([^<]*)</a>', page)
    assert link
    assert 'rel="noopener noreferrer external"' in link[0]
    assert "(leaves this site, opens in a new tab)" in link[1]


def test_putting_on_hold_and_going_on(desk: Client) -> None:
    made = sends(FLY_TIPPING, ELEANOR)
    assert "What does it wait for?" in html(desk.get(at(made.reference, "hold")))
    wrong = desk.post(at(made.reference, "hold"), {"until": "day", "reason": "The land is frozen."})
    assert wrong.status_code == 422
    assert "The land is frozen." in html(wrong)
    for until in ("", "nonsense", "task:nothing", "case"):
        odd = desk.post(at(made.reference, "hold"), {"until": until, "reason": "x", **day(9, "day")})
        assert odd.status_code == 422, until
    for odd_day in ("yesterday", "30 febtober 2027", "nonsense"):
        odd = desk.post(
            at(made.reference, "hold"), {"until": "day", "reason": "The land is frozen.", "day-day": odd_day}
        )
        assert (odd.status_code, odd_day in html(odd)) == (422, True)
    words = f"{clock.today() + timedelta(days=9):%-d %b %Y}"
    desk.post(at(made.reference, "hold"), {"until": "day", "reason": "The land is frozen.", "day-day": words})
    page = html(desk.get(at(made.reference)))
    assert "On hold" in page
    assert "The land is frozen." in page
    desk.post(at(made.reference, "go-on"))
    assert "on-hold" not in state(made.reference)[1]


def test_agreeing_on_a_later_day(desk: Client) -> None:
    made = sends(FLY_TIPPING, ELEANOR)
    page = html(desk.get(at(made.reference, "later")))
    assert "All who reported it read this" in page, "also those of its duplicates"
    assert "By which day do you finish?" in page
    for typed, sentence in (
        ({"day-day": "nonsense"}, "Enter a day"),
        (day(0, "day"), "Choose a day that is still to come"),
        (day(90, "day") | {"reason": ""}, "Say why"),
    ):
        wrong = desk.post(at(made.reference, "later"), {"reason": "The ground is frozen.", **typed})
        assert wrong.status_code == 422
        assert sentence in html(wrong)
        assert ("The ground is frozen." in html(wrong)) is ("reason" not in typed)
    done = desk.post(
        at(made.reference, "later"), {"reason": "The ground is frozen.", **day(90, "day")}, follow=True
    )
    assert "It is due later now" in said(done)
    assert "The ground is frozen." in said(done)
    assert case_for(made.reference, seen_by=SYSTEM).due_on == clock.today() + timedelta(days=90)
    desk.post(at(made.reference, "ask"), {"question": "Which lane?"})
    assert "No clock runs for this request now" in said(desk.get(at(made.reference, "later")))


def test_passing_to_another_body_after_a_look(desk: Client) -> None:
    made = sends(FLY_TIPPING, ELEANOR)
    assert "Barsetshire County Council" in html(desk.get(at(made.reference, "refer")))
    chosen = f"{at(made.reference, 'refer')}?body=barsetshire-county"
    assert "What Barsetshire County Council is given" in html(desk.get(chosen))
    what = {
        "body": "barsetshire-county",
        "purpose": "clear the rubbish",
        "fields-there": "1",
        "fields": ["place"],
        "words": "Yours?",
    }
    looked = html(desk.post(chosen, {**what, "look": "1"}))
    assert state(made.reference)[0] == "new"
    assert "14 Mill Lane" in looked
    assert "Yours?" in looked
    wrong = desk.post(chosen, {**what, "purpose": "for fun"})
    assert wrong.status_code == 422
    assert "Yours?" in html(wrong)
    desk.post(chosen, what)
    assert state(made.reference) == ("closed", frozenset({"with-body"}))
    assert "Take it back" in html(desk.get(at(made.reference)))
    desk.post(at(made.reference, "take-back"), {"reason": "It is ours."})
    assert state(made.reference) == ("new", frozenset())


def test_merging_reading_together_and_taking_out(desk: Client) -> None:
    one, other = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING)
    wrong = desk.post(at(one.reference, "merge"), {"others": "nonsense"})
    assert wrong.status_code == 422
    assert "nonsense" in html(wrong)
    desk.post(at(one.reference, "merge"), {"others": f"{other.reference}\n", "reason": "One heap."})
    assert "Dealt with together" in html(desk.get(at(one.reference)))
    view = html(desk.get(at(one.reference, "together") + "?page=99"))
    assert ELEANOR.name in view
    assert HARDING.name in view
    assert "One heap." in view
    assert other.reference in html(desk.get(at(one.reference, "unmerge")))
    assert desk.post(at(one.reference, "unmerge"), {"others": "BAR-NONSENSE"}).status_code == 422
    desk.post(at(one.reference, "unmerge"), {"others": other.reference})
    assert state(other.reference) == ("new", frozenset())
    assert html(desk.get(at(other.reference, "together")))


def test_moving_after_a_look_and_filling_in_the_rest(desk: Client) -> None:
    made = sends(FLY_TIPPING, ELEANOR)
    looked = html(desk.get(at(made.reference, "move") + "?service=report-graffiti"))
    assert "What goes along" in looked
    assert "What stays behind" in looked
    assert "What else the other form asks" in looked
    led = desk.post(at(made.reference, "move"), {"service": "report-graffiti", "rest": "officer"})
    assert led["Location"].endswith("/rest/")
    page = html(desk.get(led["Location"]))
    assert "What else the form asks" in page
    assert desk.post(led["Location"], {}).status_code in (302, 422)
    assert "What did not fit when it was moved" in html(desk.get(at(made.reference)))


def test_making_two_of_one(desk: Client) -> None:
    made = sends(FLY_TIPPING, ELEANOR)
    desk.post(at(made.reference, "note"), {"note": "There is graffiti too."})
    assert "What is the second one about?" in html(desk.get(at(made.reference, "split")))
    page = html(desk.get(at(made.reference, "split") + "?service=report-graffiti"))
    assert "Which answers go to the second one?" in page
    assert "There is graffiti too." in page
    wrong = desk.post(at(made.reference, "split"), {"service": "report-graffiti"})
    assert wrong.status_code == 422
    keys = ["name", "email"]
    done = desk.post(
        at(made.reference, "split"), {"service": "report-graffiti", "along": keys, "words": "The wall."}
    )
    assert done.status_code == 302
    first = html(desk.get(at(made.reference)))
    assert "It was one request with" in first
    assert "Split it in two" in first
    [second] = {one for one in re.findall(r"/staff/cases/(BAR-[^/]+)/", first) if one != made.reference}
    page = said(desk.get(at(second)))
    assert f"Split off {made.reference} on" in page
    assert "on the website" not in page
    desk.post("/staff/columns/", {"column": ["channel"]})
    lists = {
        line.split(",")[0]: line
        for line in content(desk.get("/staff/export/csv/")).decode("utf-8-sig").splitlines()
    }
    assert "Split off another" in lists[second]
    assert "Website" in lists[made.reference]


def test_rules_for_dealing_with_somebody(desk: Client) -> None:
    made, again = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, ELEANOR)
    other = sends(FLY_TIPPING, HARDING)
    party = next(one.id for one in case_for(made.reference, seen_by=SYSTEM).parties)
    assert desk.get(at(made.reference, "flag")).status_code == 200
    what = {
        "party": str(party), "rules-there": "1", "rules": ["two-officers"], "reason": "Threatened an officer.",
        "evidence": "Call of 3 May", "tell": "yes", **day(100, "review"),
    }  # fmt: skip
    wrong = desk.post(at(made.reference, "flag"), {**what, "evidence": ""})
    assert wrong.status_code == 422
    assert "Threatened an officer." in html(wrong)
    desk.post(at(made.reference, "flag"), what)
    assert "Two officers on every visit" in html(desk.get(at(again.reference)))
    assert "Two officers on every visit" not in html(desk.get(at(other.reference)))
    officer = sign_in(Client(), an_officer("Olwen Arkwright", team="waste", role="officer"))
    seen = html(officer.get(at(again.reference)))
    assert "Two officers on every visit" in seen
    assert "Threatened an officer." not in seen
    assert officer.get("/staff/contact-rules/").status_code == 403
    listed = html(desk.get("/staff/contact-rules/"))
    assert "eleanor@example.com" in listed
    address = "/staff/contact-rules/" + listed.split("/staff/contact-rules/")[-1].split("/")[0] + "/"
    assert desk.post(address, {}).status_code == 422
    desk.post(address, {"what": "end", "reason": "It was a mistake."})
    assert "Two officers on every visit" not in html(desk.get(at(again.reference)))
