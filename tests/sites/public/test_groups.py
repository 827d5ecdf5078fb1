"""A long form with sections, repeating groups, early ends and calculated answers, as a resident meets it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.answers import html
from tests.apps.catalogue.folders import copied_folders
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases.api import case_for
from moothall.apps.catalogue.api import load, mistakes_now, service_named
from moothall.apps.forms.api import Answers, Form, answers_in_words, answers_of, fill_in, form_of, relevant
from moothall.kernel.actors import system
from moothall.sites.rehearsal.browser import Browser, Seen, read_page
from moothall.sites.rehearsal.inside import Inside
from moothall.sites.rehearsal.playing import everybodys_officer
from moothall.sites.rehearsal.walking import walk

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answered

HOME = "apply-for-home"
ADDRESS = f"/services/{HOME}"
SELF = system("tests")
PEOPLE = f"{ADDRESS}/people_in_home"
ANN = {"full_name": "Ann Lee", "their_age": "40", "jobs": [{"employer": "The mill", "pay": "1000"}]}
ANSWERS = {
    "over_18": "yes",
    "name": "Septimus Harding",
    "people_in_home": [
        ANN,
        {"full_name": "Bob Lee", "their_age": "7"},
        {"full_name": "Cat", "their_age": "3"},
    ],
    "bedrooms": "2",
    "benefits": "no",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_service(tmp_path: Path) -> Iterator[None]:
    with copied_folders(tmp_path) as folders:
        shutil.copytree(Path(__file__).parent / "services" / HOME, folders.service(HOME))
        assert [str(one) for one in mistakes_now()] == []
        load(by=SELF)
        yield


def form() -> Form:
    return form_of(service_named(HOME, seen_by=SELF))


def seen(response: Answered) -> Seen:
    assert response.status_code == 200, response.status_code
    return read_page(200, response.wsgi_request.path, html(response))


def posted(client: Client, page: str, **typed: str) -> str:
    """Fill in a page through its own form, as a browser does; where it leads."""
    found = seen(client.get(page))
    form = next(one for one in found.forms if one.method == "post")
    fields = dict(form.fields) | {name.replace("__", "-"): text for name, text in typed.items()}
    response = client.post(page.partition("?")[0] + form.action if form.action else page, fields)
    assert response.status_code == 302, response.content.decode()[:4000]
    return str(response["Location"])


def begun(client: Client) -> None:
    assert posted(client, f"{ADDRESS}/your-age", over_18="yes") == f"{ADDRESS}/your-name"
    assert (
        posted(client, f"{ADDRESS}/your-name", name="Septimus Harding")
        == f"{ADDRESS}/check-your-answers/about-you"
    )


def add(client: Client, number: int, name: str, age: str = "7") -> str:
    assert posted(client, f"{PEOPLE}/{number}/their-name", full_name=name) == f"{PEOPLE}/{number}/their-age"
    return posted(client, f"{PEOPLE}/{number}/their-age", their_age=age)


def test_the_list_of_tasks_says_what_can_be_done(client: Client) -> None:
    assert client.get(f"{ADDRESS}/start")["Location"] == f"{ADDRESS}/tasks"
    page = seen(client.get(f"{ADDRESS}/tasks"))
    assert "You have completed 0 of 2 sections" in page.text
    assert "People who live with you About 1 minute Cannot start yet" in page.text
    assert client.get(PEOPLE).status_code == 302
    begun(client)
    page = seen(client.get(f"{ADDRESS}/tasks"))
    assert "About you About 1 minute Completed" in page.text
    assert "You have completed 1 of 3 sections" in page.text
    assert (f"{PEOPLE}/1/their-name", "People who live with you") in page.links
    assert client.get(f"{ADDRESS}/check-your-answers")["Location"] == f"{ADDRESS}/tasks"


def test_a_form_ends_early_and_kindly(client: Client) -> None:
    assert posted(client, f"{ADDRESS}/your-age", over_18="no") == f"{ADDRESS}/too-young"
    page = seen(client.get(f"{ADDRESS}/too-young"))
    assert "You cannot apply yet" in page.text
    assert "Nothing has been sent to us" in page.text
    assert ("/services/report-missed-bin", "Report a missed bin") in page.links
    assert page.links[0][0] or page.forms == ()
    assert client.get(f"{ADDRESS}/check-your-answers").status_code == 302
    assert client.post(f"{ADDRESS}/check-your-answers").status_code == 302
    assert client.get(f"{ADDRESS}/your-name")["Location"] == f"{ADDRESS}/tasks"
    assert posted(client, f"{ADDRESS}/your-age", over_18="yes") == f"{ADDRESS}/your-name"


def test_add_change_and_remove(client: Client) -> None:
    begun(client)
    assert add(client, 1, "Ann Lee") == PEOPLE
    page = seen(client.get(PEOPLE))
    assert "Person 1: Ann Lee" in page.text
    assert "Do you want to add another person?" in page.text
    assert (f"{PEOPLE}/1/their-name", "Change Person 1: Ann Lee") in page.links
    assert posted(client, PEOPLE, another="yes") == f"{PEOPLE}/2/their-name"
    assert add(client, 2, "Bob") == PEOPLE
    assert posted(client, f"{PEOPLE}/2/their-name", full_name="Bob Lee") == f"{PEOPLE}/2/their-age"
    page = seen(client.get(PEOPLE))
    remove = next(href for href, words in page.links if words == "Remove Person 1: Ann Lee")
    assert "Are you sure you want to remove Person 1: Ann Lee?" in seen(client.get(remove)).text
    assert b"Select yes if you want to remove Person 1: Ann Lee" in client.post(remove, {}).content
    assert posted(client, remove, remove="no") == PEOPLE
    assert posted(client, remove, remove="yes") == PEOPLE
    text = seen(client.get(PEOPLE)).text
    assert "Ann" not in text
    assert "Person 1: Bob Lee" in text
    assert client.get(remove)["Location"] == PEOPLE


def test_a_page_of_an_item_removed_elsewhere_writes_to_no_other(client: Client) -> None:
    begun(client)
    add(client, 1, "Ann")
    add(client, 2, "Bob")
    open_page = seen(client.get(f"{PEOPLE}/1/their-name"))
    remove = next(href for href, words in seen(client.get(PEOPLE)).links if words == "Remove Person 1: Ann")
    posted(client, remove, remove="yes")
    stale = f"{PEOPLE}/1/their-name{open_page.forms[0].action}"
    response = client.post(stale, {**dict(open_page.forms[0].fields), "full_name": "Anna"})
    assert response["Location"] == PEOPLE
    text = seen(client.get(PEOPLE)).text
    assert "Person 1: Bob" in text
    assert "Anna" not in text


def test_two_windows_add_two_items_and_one_sent_twice_adds_one(client: Client) -> None:
    begun(client)
    pages = [seen(client.get(f"{PEOPLE}/1/their-name")) for _ in range(2)]
    for name, page in zip(("Ann", "Bob"), pages, strict=True):
        for _ in range(2):
            where = f"{PEOPLE}/1/their-name{page.forms[0].action}"
            assert client.post(where, {**dict(page.forms[0].fields), "full_name": name}).status_code == 302
    text = seen(client.get(PEOPLE)).text
    assert "Person 1: Ann Incomplete" in text
    assert "Person 2: Bob Incomplete" in text
    assert "Person 3" not in text


def test_too_few_and_too_many(client: Client) -> None:
    begun(client)
    add(client, 1, "Ann")
    assert "Select yes if you want to add another person" in seen(client.post(PEOPLE, {})).text
    remove = next(href for href, words in seen(client.get(PEOPLE)).links if words.startswith("Remove"))
    posted(client, remove, remove="yes")
    wrong = seen(client.post(PEOPLE, {"another": "no"})).text
    assert "You need at least 1. Select yes to add a person" in wrong
    for number in (1, 2, 3):
        add(client, number, f"Name {number}")
    assert "You cannot add more than 3." in seen(client.get(PEOPLE)).text
    assert client.get(f"{PEOPLE}/4/their-name").status_code == 302
    assert client.get(f"{PEOPLE}/0/their-name").status_code == 404
    assert client.get(f"{PEOPLE}/x/their-name").status_code == 404
    assert client.get(f"{ADDRESS}/their-name").status_code == 404
    assert posted(client, PEOPLE) == f"{ADDRESS}/crowded"


def test_nested_items_and_what_they_come_to(client: Client) -> None:
    begun(client)
    assert add(client, 1, "Ann Lee", "40") == f"{PEOPLE}/1/jobs"
    jobs = f"{PEOPLE}/1/jobs"
    assert "Person 1: Ann Lee" in seen(client.get(jobs)).text
    assert (
        '<span class="govuk-caption-l">Person 2</span>'
        in client.get(f"{PEOPLE}/2/their-name").content.decode()
    )
    assert "Person 1: Ann Lee, Job 1" in seen(client.get(f"{jobs}/1/employer")).text
    assert posted(client, jobs, another="yes") == f"{jobs}/1/employer"
    assert posted(client, f"{jobs}/1/employer", employer="The mill") == f"{jobs}/1/their-pay"
    assert posted(client, f"{jobs}/1/their-pay", pay="1000") == jobs
    assert posted(client, jobs, another="no") == PEOPLE
    assert posted(client, PEOPLE, another="no") == f"{ADDRESS}/check-your-answers/people"
    page = seen(client.get(f"{ADDRESS}/check-your-answers/people"))
    assert "What they earn in a year £12,000" in page.text
    assert "Person 1: Ann Lee, Job 1: The mill" in page.text
    assert (
        "Change your answer to: What do they earn in a month? (Person 1: Ann Lee, Job 1: The mill)"
        in page.text
    )
    change = next(href for href, words in page.links if "What do they earn" in words)
    assert change == f"{jobs}/1/their-pay?change=1"
    assert posted(client, change, pay="2000") == f"{ADDRESS}/check-your-answers/people"
    assert "£24,000" in seen(client.get(f"{ADDRESS}/check-your-answers/people")).text


def test_the_pages_and_the_engine_keep_the_same_answers(client: Client) -> None:
    filled = fill_in(form(), ANSWERS)
    assert filled.problems == ()
    assert filled.unused == ()
    browser = Browser(Inside())
    walked = walk(browser, HOME, ANSWERS)

    case = case_for(walked.reference, seen_by=everybodys_officer())
    kept = answers_of(f"case:{case.id}", seen_by=SELF)
    assert kept is not None
    assert bare(kept.answers) == bare(filled.answers)
    assert kept.answers["many"].value == 3
    assert kept.answers["many"].source == "calculated"
    assert kept.answers["earned"].value == 12000
    for text in (browser.get(f"/requests/{walked.reference}").text, officers_page(walked.reference)):
        assert "Person 2: Bob Lee" in text, "each item stands under its own heading"
        assert "Person 1: Ann Lee, Job 1: The mill Who do they work for? The mill" in text
    words = [(one.item, one.label, one.text) for one in answers_in_words(form(), kept.answers)]
    assert (("Person 1: Ann Lee", "Job 1: The mill"), "Who do they work for?", "The mill") in words
    assert relevant(form(), kept.answers) == relevant(form(), relevant(form(), kept.answers))


def officers_page(reference: str) -> str:
    client = Client()
    sign_in(client, an_officer(team="customer-relations", role="officer"))
    return seen(client.get(f"/staff/cases/{reference}/")).text


def bare(answers: Answers) -> str:
    """Answers as text, without the ids of items."""
    return re.sub('"id":"[0-9a-f]*"', '"id":""', answers.as_text())


def test_the_service_page_says_how_long_and_what_to_have_ready(client: Client) -> None:
    text = seen(client.get(ADDRESS)).text
    assert re.search(r"It takes about \d minutes", text)
    assert "You may need: your tenancy agreement" in text
