"""Drafts saved for later: proofs for each device, links that expire, a purge that says what it did, newer forms."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from moothall.apps.documents.api import attach, documents_of
from moothall.apps.forms.api import (
    Answer,
    Answers,
    Draft,
    DraftGone,
    KeptDraft,
    begin_draft,
    carry_forward,
    draft_for,
    keep_draft,
    leave_draft,
    posted,
    read_page,
    resume_draft,
    save_page,
)
from moothall.apps.forms.jobs import purge_drafts
from moothall.apps.forms.models import DraftKey, DraftRow
from moothall.ground.events.api import erasures_of
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, system
from tests.apps.forms.made import sound

SERVICE, EMAIL = "fly-tipping", "jo@example.com"
FORM = sound(
    """
    pages:
      - page: who
        title: Who are you?
        questions:
          - {ask: full_name, type: short-text, label: Full name, name: your full name}
          - {ask: email, type: email, label: Email}
    """
)
WHO = read_page(FORM, "who", posted({"full_name": "Jo", "email": EMAIL}))

pytestmark = pytest.mark.django_db


def begun() -> Draft:
    return begin_draft(SERVICE, "v1", WHO, by=ANONYMOUS)


def kept(draft: Draft, days: int = 28) -> KeptDraft:
    with transaction.atomic():
        return keep_draft(draft, EMAIL, days=days, by=ANONYMOUS)


def resumed(link: str, email: str = EMAIL, service: str = SERVICE) -> Draft:
    return resume_draft(link, email, service=service, by=ANONYMOUS)


def there(draft: Draft) -> Draft | None:
    return draft_for(draft.token, seen_by=ANONYMOUS)


def test_each_device_has_a_proof_of_its_own_and_leaving_one_leaves_the_others() -> None:
    first = begun()
    link = kept(first).link
    second, third = resumed(link), resumed(link)
    assert len({first.token, second.token, third.token}) == 3
    leave_draft(second, by=ANONYMOUS)
    assert there(second) is None
    assert [one.answers for one in (there(first), there(third)) if one] == [first.answers] * 2
    leave_draft(first, by=ANONYMOUS)
    assert there(first) is None
    assert resumed(link).answers == first.answers


def test_what_one_device_saves_the_other_has() -> None:
    first = begun()
    second = resumed(kept(first).link)
    save_page(second, read_page(FORM, "who", posted({"full_name": "Joan", "email": EMAIL})), by=ANONYMOUS)
    found = there(first)
    assert found is not None
    assert found.answers.value("full_name") == "Joan"


def test_a_draft_of_another_device_costs_one_query_more() -> None:
    second = resumed(kept(begun()).link)
    with CaptureQueriesContext(connection) as queries:
        assert there(second)
    assert len(queries) == 2


@pytest.mark.parametrize("email", ["", "jo@example.org", "JO @example.org", "\ud800", "x" * 10_000])
def test_another_address_opens_nothing(email: str) -> None:
    link = kept(begun()).link
    with pytest.raises(DraftGone):
        resumed(link, email)
    assert resumed(link, "  JO@Example.com ")


def test_a_link_is_for_its_service_and_its_time_alone() -> None:
    now = clock.now()
    link = kept(begun(), days=3).link
    for wrong in (link + "x", "", "\x00", "t" * 10_000):
        with pytest.raises(DraftGone):
            resumed(wrong)
    with pytest.raises(DraftGone):
        resumed(link, service="another")
    with clock.stopped_at(now + timedelta(days=3, minutes=1)), pytest.raises(DraftGone):
        resumed(link)


def test_the_token_of_a_link_opens_nothing_by_itself() -> None:
    link = kept(begun()).link
    assert draft_for(link, seen_by=ANONYMOUS) is None


def test_links_and_devices_do_not_grow_for_ever() -> None:
    draft = begun()
    links = [kept(draft).link for _ in range(13)]
    assert DraftKey.objects.count() == 10
    with pytest.raises(DraftGone):
        resumed(links[0])
    assert resumed(links[-1])


@pytest.mark.django_db(transaction=True)
def test_the_purge_says_how_many_and_erases_saved_ones_for_good(caplog: pytest.LogCaptureFixture) -> None:
    now = clock.now()
    plain, saved = begun(), begun()
    kept(saved, days=5)
    for one in (plain, saved):
        attach(
            one.owner,
            b"\xff\xd8\xff",
            name="a.jpg",
            media_type="image/jpeg",
            kind="photo",
            source="f",
            by=ANONYMOUS,
        )
    with caplog.at_level(logging.INFO, logger="moothall.apps.forms.jobs"):
        with clock.stopped_at(now + timedelta(days=2)):
            purge_drafts.call()
        assert [row.id for row in DraftRow.objects.all()] == [saved.id]
        with clock.stopped_at(now + timedelta(days=6)):
            purge_drafts.call()
    assert not DraftRow.objects.exists()
    assert not DraftKey.objects.exists()
    assert [record.count for record in caplog.records if "purged" in record.message] == [1, 1]
    for one in (plain, saved):
        assert documents_of(one.owner, seen_by=system("test")) == ()
    assert [len(erasures_of(one.owner)) for one in (plain, saved)] == [0, 1], (
        "what had a link is in the ledger"
    )


NEWER = sound(
    """
    pages:
      - page: who
        title: Who are you?
        questions:
          - {ask: full_name, type: short-text, label: Full name, name: your full name, required: no}
          - {ask: email, type: short-text, label: Email, name: an email}
          - ask: colour
            type: one-of
            label: Colour
            name: a colour
            options: [{value: red, label: Red}, {value: blue, label: Blue}]
    """
)


def test_a_newer_form_takes_over_what_is_still_possible_there() -> None:
    fits = carry_forward(
        NEWER,
        Answers(
            {
                "full_name": Answer("short-text", None),
                "email": Answer("email", EMAIL),
                "colour": Answer("one-of", "red"),
                "gone": Answer("short-text", "x"),
                "people/000000000000001/full_name": Answer("short-text", "Not in a group here"),
            }
        ),
    )
    assert {key: one.value for key, one in fits.items()} == {"full_name": None, "colour": "red"}
    assert not carry_forward(NEWER, Answers({"colour": Answer("one-of", "green")})), "no option any more"
    assert not carry_forward(NEWER, Answers({"colour": Answer("one-of", None)})), "it has to be answered now"
    assert fits["colour"].source == "typed"


GROUPED = """
    pages:
      - group: people
        title: Who lives here?
        each: person
        pages:
          - page: person
            title: This person
            questions:
              - {ask: their_name, type: short-text, label: Their name, name: their name}
              - {ask: their_age, type: short-text, label: Their age, name: their age}
"""


def test_the_items_of_a_group_are_carried_over_too() -> None:
    held = Answers(
        {
            "people/000000000000001/their_name": Answer("short-text", "Ann"),
            "people/000000000000001/their_age": Answer("short-text", "9"),
            "people": Answer("group", True),
        }
    )
    assert carry_forward(sound(GROUPED), held).as_json() == held.as_json()
    narrower = sound(GROUPED.replace("their_age, type: short-text", "their_age, type: email"))
    assert list(carry_forward(narrower, held)) == ["people/000000000000001/their_name", "people"]
