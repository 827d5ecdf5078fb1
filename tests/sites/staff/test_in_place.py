"""What a button of the case page answers to the page's script: the parts that it may change, nothing around them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml.html import fromstring, tostring
from tests.answers import html
from tests.cast import HARDING, STALL, sends
from tests.sites.staff.desk import a_case, a_concern
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.teams.api import join
from moothall.ground.looks.api import looks_at
from moothall.kernel.actors import system

pytestmark = pytest.mark.django_db

ASKING = {"X-In-Place": "case"}
_SELF = system("test")


@pytest.fixture
def desk(client: Client) -> Client:
    return sign_in(client, an_officer("Olwen Arkwright", team="waste", role="officer"))


def address(reference: str, verb: str = "") -> str:
    return f"/staff/cases/{reference}/" + (f"{verb}/" if verb else "")


def parts(page: str) -> list[str]:
    return re.findall(r'data-part="([^"]+)"', page)


def test_a_verb_answers_with_what_it_changed_and_the_whole_page_has_the_same_parts(desk: Client) -> None:
    reference = a_case().reference
    answer = desk.post(address(reference, "take"), headers=ASKING)
    assert (answer.status_code, answer.headers["X-In-Place"]) == (200, "yes")
    page = html(answer)
    assert "With you" in page
    assert "Took the request." in page
    assert "<html" not in page
    whole = html(desk.get(address(reference)))
    assert parts(page) == parts(whole)
    assert len(parts(page)) > 4


def drawn(page: str) -> dict[str, str]:
    """Each part but the top, which says what was done, without what is new in every answer."""
    plain = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", page)
    found = fromstring(f"<div>{plain}</div>").xpath("//*[@data-part]")
    return {one.get("data-part"): " ".join(tostring(one, encoding="unicode").split()) for one in found[1:]}


@pytest.mark.parametrize("service", ["report-missed-bin", "rent-market-stall"])
def test_each_part_is_drawn_as_on_the_whole_page(desk: Client, service: str) -> None:
    """Though no answers are read for it: what can be done, and what is said of it, must not hang on that."""
    stall = sends(STALL, HARDING, charity="yes").reference
    reference = a_case().reference if service == "report-missed-bin" else stall
    manager = an_officer("Marcus Thorne", team="waste", role="manager")
    join(manager.pk, team="licensing", role="manager", by=_SELF)
    sign_in(desk, manager)
    part = drawn(html(desk.post(address(reference, "take"), headers=ASKING)))
    whole = drawn(html(desk.get(address(reference))))
    assert part.keys() == whole.keys()
    for name, words in part.items():
        assert words == whole[name], name


def test_without_the_script_a_verb_leads_to_the_page(desk: Client) -> None:
    reference = a_case().reference
    answer = desk.post(address(reference, "take"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address(reference)}?done=take")
    assert "X-In-Place" not in answer.headers


def test_what_is_refused_comes_back_with_its_sentence_and_what_was_typed(desk: Client) -> None:
    reference = a_case().reference
    answer = desk.post(address(reference, "tag"), {"tag": "x" * 300}, headers=ASKING)
    assert (answer.status_code, answer.headers["X-In-Place"]) == (422, "yes")
    assert "govuk-error-summary" in html(answer)
    assert "x" * 300 in html(answer)


def test_the_story_keeps_showing_what_was_chosen(desk: Client) -> None:
    reference = a_case().reference
    answer = desk.post(f"{address(reference, 'note')}?show=notes", {"note": "She called."}, headers=ASKING)
    page = html(answer)
    assert "She called." in page
    assert "Made the request" not in page


def test_a_look_at_the_parts_is_a_look_at_the_case(desk: Client) -> None:
    made = a_case()
    desk.post(address(made.reference, "take"), headers=ASKING)
    assert [look.route for look in looks_at(f"case:{made.case_id}", seen_by=_SELF)] == ["cases.case"]


def test_whoever_is_signed_out_or_may_not_see_it_gets_no_part(desk: Client) -> None:
    nobody = Client().post(address(a_case().reference, "take"), headers=ASKING)
    assert (nobody.status_code, "X-In-Place" in nobody.headers) == (302, False)
    hidden = address(a_concern().reference)
    for answer in (
        desk.get(hidden, headers=ASKING),
        desk.post(f"{hidden}note/", {"note": "?"}, headers=ASKING),
    ):
        assert (answer.status_code, "X-In-Place" in answer.headers) == (404, False)
