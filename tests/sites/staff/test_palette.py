"""What the palette lists, for whom, and for what it is asked."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.sites.staff.desk import a_case, a_concern, many_cases
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases.api import save_view, take_case
from moothall.apps.identity.api import Account
from moothall.apps.teams.api import actor_for
from moothall.ground.looks.api import record_look

pytestmark = pytest.mark.django_db


@pytest.fixture
def olwen() -> Account:
    return an_officer("Olwen Arkwright", team="waste", role="officer")


@pytest.fixture
def desk(olwen: Account) -> Client:
    return sign_in(Client(), olwen)


def asked(desk: Client, words: str = "") -> str:
    answer = desk.get("/staff/palette/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def led_to(html: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'role="option"[^>]* href="([^"]+)"', html)]


def cases(html: str) -> list[str]:
    return [href.split("/")[3] for href in led_to(html) if href.startswith("/staff/cases/")]


def test_without_words_it_lists_what_was_open_last_or_ones_own_then_the_menu(
    desk: Client, olwen: Account
) -> None:
    first, second, own, _ = (one.reference for one in many_cases(4))
    take_case(own, by=actor_for(olwen))
    assert cases(asked(desk)) == [own]
    for reference in (first, second, first):
        desk.get(f"/staff/cases/{reference}/")
    shown = asked(desk)
    assert cases(shown) == [first, second]
    assert "/staff/" in led_to(shown)
    assert cases(asked(desk, "2")) == [second]
    assert cases(asked(desk, "8")) == []


def test_with_words_it_finds_references_words_lists_and_pages(desk: Client, olwen: Account) -> None:
    opened = a_case(name="Obadiah Slope")
    key = save_view("Schools in the east", "view=new", by=actor_for(olwen))
    assert cases(asked(desk, opened.reference.lower())) == [opened.reference]
    assert cases(asked(desk, opened.reference[4:11])) == [opened.reference]
    assert cases(asked(desk, "obadiah")) == [opened.reference]
    assert f"/staff/views/{key}/" in led_to(asked(desk, "schools"))
    assert "/staff/?view=unassigned" in led_to(asked(desk, "unassign"))


def test_a_confidential_case_is_in_no_palette_outside_its_team(desk: Client, olwen: Account) -> None:
    concern = a_concern("Mary Bold").reference
    inside = sign_in(Client(), an_officer("Ann Keeper", team="adult-safeguarding", role="officer"))
    inside.get(f"/staff/cases/{concern}/")
    desk.get(f"/staff/cases/{concern}/")
    for words in ("", "1", concern, concern[4:11], "mary bold"):
        assert cases(asked(inside, words)) == ([] if words == "mary bold" else [concern]), words
        assert cases(asked(desk, words)) == [], words


def test_who_may_read_no_case_gets_pages_alone() -> None:
    a_case(name="Obadiah Slope")
    without = sign_in(Client(), an_officer("Nobody Yet"))
    assert led_to(asked(without)) == led_to(asked(without, "obadiah")) == []
    assert Client().get("/staff/palette/").status_code == 302


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "'\" OR 1=1 --",
        "\x00",
        "status:",
        "before:9999-99-99 -",
        "%%%",
        "🦦" * 200,
        "²",
    ],
)
def test_hostile_words_are_words(desk: Client, words: str) -> None:
    a_case()
    assert "<script" not in asked(desk, words)


#: Who asks: their session, their account, their teams.
SIGNED_IN = 3


@pytest.mark.parametrize(
    ("words", "most"),
    [("", 3), ("3", 3), ("resident", 4), ("residemt", 5), ("sofa", 4), ("half", 3), ("reference", 4)],
)
def test_it_asks_few_things_however_much_there_is(
    desk: Client, olwen: Account, words: str, most: int
) -> None:
    opened = many_cases(12)
    take_case(opened[0].reference, by=actor_for(olwen))
    whole = opened[1].reference
    typed = {"half": whole[4:11], "reference": whole}.get(words, words)
    for seen in (2, 12):
        for one in opened[:seen]:
            record_look(
                actor_for(olwen), [f"case:{one.case_id}"], purpose="handling requests", route="cases.case"
            )
        asked(desk, typed)
        with CaptureQueriesContext(connection) as asks:
            found = asked(desk, typed)
        assert cases(found) or words in ("sofa", "3")
        assert len(asks) - SIGNED_IN <= most, [one["sql"][:160] for one in asks.captured_queries]


def test_a_whole_reference_is_the_only_case_however_it_is_written(desk: Client) -> None:
    for opened in many_cases(12):
        whole = opened.reference
        for typed in (
            whole.lower(),
            whole.replace("-", " "),
            whole[4:],
            f"http://x.example/staff/cases/{whole}/",
        ):
            assert led_to(asked(desk, typed))[0] == f"/staff/cases/{whole}/", typed
            assert cases(asked(desk, typed)) == [whole], typed


def test_half_a_reference_finds_what_one_may_see_alone(desk: Client) -> None:
    opened = a_case()
    concern = a_concern("Mary Bold").reference
    for typed in (opened.reference[:7], opened.reference[4:], opened.reference.replace("-", "")[-6:]):
        assert opened.reference in cases(asked(desk, typed)), typed
    assert cases(asked(desk, concern[:7])) in ([], [opened.reference])
