"""Replies, questions, notes and notices on the staff site, through Django's client."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.answers import html, said
from tests.sites.staff.desk import a_case, a_concern, seen_on
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import Opened
from moothall.apps.identity.api import Account
from moothall.apps.messaging import api as messaging
from moothall.apps.teams.api import actor_for
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import system

pytestmark = pytest.mark.django_db
_SELF = system("test")
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def olwen() -> Account:
    return an_officer("Olwen Arkwright", team="waste", role="officer")


@pytest.fixture
def desk(client: Client, olwen: Account) -> Client:
    return sign_in(client, olwen)


def at(reference: str, verb: str = "") -> str:
    return f"/staff/cases/{reference}/" + (f"{verb}/" if verb else "")


def party(reference: str) -> str:
    case = cases.case_for(reference, seen_by=_SELF)
    return str(next(one.id for one in case.parties if one.role == "reporter"))


def box(response: HttpResponseBase) -> str:
    """What stands in the box."""
    page = html(response)
    found = re.search(r'<textarea[^>]*id="words"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def page_of(response: HttpResponseBase) -> str:
    """Which page this is: what its script sends late is known by it."""
    found = re.search(r'name="box" value="([0-9a-f-]{36})"', html(response))
    assert found is not None
    return found[1]


def test_a_reply_is_put_together_looked_at_sent_and_undone(desk: Client, post: DemoMailer) -> None:
    opened = a_case()
    to = party(opened.reference)
    page = desk.get(at(opened.reference, "reply"))
    assert "septimus@example.com" in said(page)
    typed = {"words": "Dear all", "to": to, "language": "en", "when": "now"}
    page = desk.post(at(opened.reference, "reply"), {**typed, "find": "thanks", "look-for": "1"})
    assert "Thank you for telling us" in said(page)
    assert "Somebody else is responsible" not in said(page)
    page = desk.post(at(opened.reference, "reply"), {**typed, "snippet": "thank-you"})
    assert box(page).startswith(
        f"Dear all\n\nThank you for telling us. We have your request {opened.reference}"
    )
    assert box(desk.get(at(opened.reference, "reply"))) == box(page)
    page = desk.post(at(opened.reference, "reply"), {**typed, "words": "We <b>come</b>.", "look": "1"})
    assert "About your request" in said(page)
    assert "We &lt;b&gt;come&lt;/b&gt;." in page.content.decode()
    page = desk.post(at(opened.reference, "reply"), {**typed, "words": "We come.", "send": "1"}, follow=True)
    assert "Your reply leaves in about" in said(page)
    key = re.search(r'name="reply" value="([0-9a-f-]+)"', page.content.decode())
    assert key is not None
    page = desk.post(at(opened.reference, "reply/undo"), {"reply": key[1]}, follow=True)
    assert said(page).count("It has not left") == 1
    assert box(page) == "We come."
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        run_pending()
    assert not [mail for mail in post.sent if "We come." in mail.text]


def test_what_is_refused_loses_nothing(desk: Client) -> None:
    opened = a_case()
    to = party(opened.reference)
    for wrong, sentence in (
        ({"to": ""}, "Choose who it is for."),
        ({"when": "at", "day": "2020-01-01", "time": "10:00"}, "a moment that is still to come"),
        ({"when": "at", "day": "yesterday", "time": "late"}, "Choose a day and a time"),
        ({"when": "at", "day": "0001-01-01", "time": "10:00"}, "a moment that is still to come"),
        ({"words": "x" * 5_001}, "longer than 5,000 characters"),
        ({"words": "  "}, "Write something first."),
    ):
        typed = {"words": "We come soon.", "to": to, "language": "xx", "when": "now", **wrong}
        page = desk.post(at(opened.reference, "reply"), {**typed, "send": "1"})
        assert page.status_code == 422, wrong
        assert sentence in said(page)
        assert box(page).strip() == typed["words"].strip()


def test_what_was_said_meanwhile_brings_the_reply_back_with_what_was_typed(
    desk: Client, post: DemoMailer
) -> None:
    """The reporter wrote, a colleague closed: who writes reads that first, and sends it all the same or not."""
    marcus = actor_for(an_officer("Marcus Thorne", team="waste", role="manager"))
    happened: dict[str, Callable[[Opened], object]] = {
        "There is more now.": lambda one: cases.add_to_case(
            one.reference, "There is more now.", by=cases.track(one.reference, "septimus@example.com")
        ),
        "Closed the request: Emptied.": lambda one: cases.close_case(one.reference, "emptied", by=marcus),
        "Which bin?": lambda one: cases.ask_reporter(one.reference, "Which bin?", by=marcus),
    }
    for sentence, change in happened.items():
        opened = a_case()
        here = at(opened.reference, "reply")
        shown, page = seen_on(first := desk.get(here)), page_of(first)
        typed = {
            "words": "We come on Friday.",
            "to": party(opened.reference),
            "language": "en",
            "when": "now",
        }
        cases.add_note(opened.reference, "A note is in nobody's way.", by=marcus)
        change(opened)
        back = desk.post(here, {**typed, "seen": shown, "send": "1"})
        assert back.status_code == 422
        assert "What happened since you opened the page" in said(back)
        assert sentence in said(back), said(back)
        assert box(back) == "We come on Friday."
        assert "Send it all the same" in said(back)
        run_later(5)
        assert not [mail for mail in post.sent if "We come on Friday." in mail.text]
        kept = desk.get(here)
        assert box(kept) == "We come on Friday."
        assert seen_on(kept) == seen_on(back)
        late = {**typed, "words": "We come", "box": page, "turn": "1", "keep": "1", "by-itself": "1"}
        sent = desk.post(here, {**typed, "seen": seen_on(back), "box": page, "turn": "2", "send": "1"})
        assert desk.post(here, late).status_code == 302
        assert box(desk.get(here)) == ""
        assert sent.status_code == 302
        run_later(5)
        assert len([mail for mail in post.sent if "We come on Friday." in mail.text]) == 1
        post.sent.clear()


def test_a_draft_that_was_kept_remembers_what_its_author_had_seen(desk: Client) -> None:
    opened = a_case()
    here, typed = at(opened.reference, "reply"), {"to": party(opened.reference), "when": "now"}
    shown = seen_on(desk.get(here))
    desk.post(here, {**typed, "words": "We come.", "seen": shown, "keep": "1"})
    reporter = cases.track(opened.reference, "septimus@example.com")
    cases.add_to_case(opened.reference, "It is settled.", by=reporter)
    again = desk.get(here)
    assert seen_on(again) == shown
    back = desk.post(here, {**typed, "words": box(again), "seen": seen_on(again), "send": "1"})
    assert back.status_code == 422
    assert "It is settled." in said(back)


def test_two_colleagues_at_the_same_time_are_told_of_each_other(
    desk: Client, olwen: Account, post: DemoMailer
) -> None:
    opened = a_case()
    marcus = actor_for(an_officer("Marcus Thorne", team="waste", role="manager"))
    here, to = at(opened.reference, "reply"), party(opened.reference)
    shown = seen_on(desk.get(here))
    cases.send_reply(opened.reference, cases.ReplyDraft("From Marcus.", (UUID(to),)), by=marcus)
    typed = {"words": "From Olwen.", "to": to, "when": "now", "seen": shown}
    back = desk.post(here, {**typed, "send": "1"})
    assert back.status_code == 422
    assert "Marcus Thorne has sent this; it leaves in a few seconds. From Marcus." in said(back)
    assert box(back) == "From Olwen."
    known = re.findall(r'name="known" value="([0-9a-f-]+)"', back.content.decode())
    assert desk.post(here, {**typed, "known": known, "send": "1"}).status_code == 302
    run_later(1)
    assert sorted(
        words for mail in post.sent for words in ("From Marcus.", "From Olwen.") if words in mail.text
    ) == ["From Marcus.", "From Olwen."]


def run_later(minutes: int) -> None:
    with clock.stopped_at(clock.now() + timedelta(minutes=minutes)):
        run_pending()


def test_a_file_is_looked_at_before_it_is_taken(desk: Client) -> None:
    opened = a_case()
    typed = {"words": "See the plan.", "to": party(opened.reference), "attach": "1"}
    bad = SimpleUploadedFile("plan.pdf", b"MZ\x90\x00 a program", content_type="application/pdf")
    page = desk.post(at(opened.reference, "reply"), {**typed, "file": bad})
    assert page.status_code == 422
    assert box(page) == "See the plan."
    good = SimpleUploadedFile("plan.pdf", PAPER, "application/pdf")
    page = desk.post(at(opened.reference, "reply"), {**typed, "file": good})
    assert "plan.pdf" in said(page)


def test_a_snippet_or_a_quote_that_is_gone_is_said_and_nothing_typed_is_lost(desk: Client) -> None:
    opened = a_case()
    for press, sentence in (
        ({"snippet": "taken-away"}, "This snippet was taken away meanwhile."),
        ({"quote": "line-99"}, "What you wanted to quote is not there any more."),
    ):
        page = desk.post(at(opened.reference, "reply"), {"words": "Dear you,", **press})
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert ">Dear you,</textarea>" in page.content.decode()


def test_what_the_resident_wrote_is_quoted(desk: Client) -> None:
    opened = a_case()
    cases.add_to_case(
        opened.reference, "It is here.\nStill.", by=cases.track(opened.reference, "septimus@example.com")
    )
    html = desk.get(at(opened.reference, "reply")).content.decode()
    key = re.search(r'name="quote" value="(line-\d+)"', html)
    assert key is not None
    page = desk.post(at(opened.reference, "reply"), {"words": "You write:", "quote": key[1]})
    assert box(page).startswith("You write:\n\n> It is here.\n> Still.")


def test_questions_are_put_together_and_answered_by_the_resident(desk: Client, post: DemoMailer) -> None:
    opened = a_case()
    typed = {
        "words": "", "slots": "2", "label-1": "Which gate?", "type-1": "one-of", "options-1": "Green\nRed",
        "label-2": "Since when?", "type-2": "date", "optional-2": "1",
    }  # fmt: skip
    page = desk.post(at(opened.reference, "questions"), {**typed, "more": "1"})
    assert 'name="label-3"' in page.content.decode()
    assert 'value="Which gate?"' in page.content.decode()
    page = desk.post(at(opened.reference, "questions"), {**typed, "options-1": "", "send": "1"})
    assert page.status_code == 422
    assert 'value="Which gate?"' in page.content.decode()
    page = desk.post(at(opened.reference, "questions"), {**typed, "look": "1"})
    assert 'type="radio"' in page.content.decode()
    page = desk.post(at(opened.reference, "questions"), {**typed, "send": "1"}, follow=True)
    assert "Waiting for the reporter" in said(page)
    assert "This cannot be done now." in said(desk.get(at(opened.reference, "questions")))
    resident = Client()
    home = resident.post(
        "/track", {"reference": opened.reference, "email": "septimus@example.com"}, follow=True
    )
    address = f"/requests/{opened.reference}/questions"
    assert address in home.content.decode()
    assert "Which gate?" in said(resident.get(address))
    wrong = resident.post(
        address, {"question_1": "option-2", "question_2-day": "40", "question_2-month": "1"}
    )
    assert "question_2" in wrong.content.decode()
    assert re.search(r'value="option-2"[^>]*checked|checked[^>]*value="option-2"', wrong.content.decode())
    assert re.search(r"checked", resident.get(address).content.decode())
    done = resident.post(address, {"question_1": "option-2"}, follow=True)
    assert "We have your answers" in said(done)
    assert "The red" in said(desk.get(at(opened.reference))) or "Red" in said(desk.get(at(opened.reference)))
    assert resident.get(address).status_code == 302
    assert Client().get(address).status_code == 404


def test_photos_that_answer_are_kept_with_the_case(desk: Client) -> None:
    opened = a_case()
    desk.post(
        at(opened.reference, "questions"),
        {
            "slots": "2",
            "label-1": "Send a paper",
            "type-1": "file",
            "label-2": "Why?",
            "type-2": "short-text",
            "send": "1",
        },
    )
    resident = Client()
    resident.post("/track", {"reference": opened.reference, "email": "septimus@example.com"})
    address = f"/requests/{opened.reference}/questions"
    paper = SimpleUploadedFile("bill.pdf", PAPER, "application/pdf")
    half = resident.post(address, {"question_1": paper, "question_2": ""})
    assert "bill.pdf" in half.content.decode()
    done = resident.post(address, {"question_2": "Because."}, follow=True)
    assert "We have your answers" in said(done)
    assert "bill.pdf" in [one.name for one in cases.case_for(opened.reference, seen_by=_SELF).documents]


def test_a_note_is_changed_and_a_wrong_mention_keeps_the_text(desk: Client, olwen: Account) -> None:
    opened = a_case()
    page = desk.post(at(opened.reference, "note"), {"note": "@Nobody is here"})
    assert page.status_code == 422
    assert "@Nobody is here" in page.content.decode()
    page = desk.post(at(opened.reference, "note"), {"note": "A gren gate"}, follow=True)
    link = re.search(r'href="(notes/[0-9a-f-]+/)"', page.content.decode())
    assert link is not None
    address = at(opened.reference) + link[1]
    assert box(desk.get(address)) == "A gren gate"
    page = desk.post(address, {"words": "A green gate"}, follow=True)
    assert "A green gate" in said(page)
    assert desk.get(address).status_code == 302
    late = desk.post(address, {"words": "Typed in an old window"})
    assert late.status_code == 422
    assert box(late) == "Typed in an old window"


def test_notices_are_listed_read_and_chosen(
    desk: Client, olwen: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    opened = a_case()
    who = actor_for(olwen)
    cases.assign_case(opened.reference, to=olwen.pk, by=_SELF)
    page = desk.get("/staff/notices/")
    assert "was given to you" in said(page)
    assert "not read" in page.content.decode()
    key = messaging.notices_of(seen_by=who)[0].id
    assert desk.get(f"/staff/notices/{key}/").status_code == 302
    assert messaging.count_unread(seen_by=who) == 1
    assert desk.post(f"/staff/notices/{key}/").headers["Location"] == at(opened.reference)
    assert messaging.count_unread(seen_by=who) == 0
    for number in range(60):
        messaging.notify([olwen.pk], "assigned", about=f"case:{number}", label="BAR-X", by=_SELF)
    with django_assert_max_num_queries(8):
        page = desk.get("/staff/notices/")
    assert "Older notices" in said(page)
    assert "60" in page.content.decode()
    older = re.search(r'href="(\?before=[0-9a-f-]+)"', page.content.decode())
    assert older is not None
    assert desk.get("/staff/notices/" + older[1]).status_code == 200
    desk.post("/staff/notices/")
    assert messaging.count_unread(seen_by=who) == 0
    page = desk.post(
        "/staff/notices/choices/", {"mentioned-app": "1", "assigned-mail": "at once"}, follow=True
    )
    assert "What you are told is changed." in said(page)
    choices = {one.code: (one.in_app, one.mail) for one in messaging.choices_of(seen_by=who)}
    assert choices["assigned"] == (False, "at once")
    assert choices["mentioned"] == (True, "daily")


def test_a_case_is_followed_with_a_button(desk: Client, olwen: Account) -> None:
    opened = a_case()
    assert "Follow this case" in said(desk.get(at(opened.reference)))
    assert "You follow this case" in said(desk.post(at(opened.reference, "follow"), follow=True))
    assert "Stop following" in said(desk.get(at(opened.reference)))
    desk.post(at(opened.reference, "unfollow"))
    assert "Follow this case" in said(desk.get(at(opened.reference)))


def test_a_sensitive_note_is_written_on_a_page_of_its_own(desk: Client) -> None:
    opened = a_case()
    page = desk.post(at(opened.reference, "sensitive"), {"words": "He is ill."})
    assert page.status_code == 422
    assert "He is ill." in page.content.decode()
    page = desk.post(
        at(opened.reference, "sensitive"), {"words": "He is ill.", "role": "manager"}, follow=True
    )
    assert "He is ill." in said(page)
    tom = sign_in(Client(), an_officer("Tom Pellow", team="customer-services", role="adviser"))
    assert "ill" not in said(tom.get(at(opened.reference))).split()
    assert "sensitive note." not in said(tom.get(at(opened.reference)))


@pytest.mark.parametrize("verb", ["reply", "reply/undo", "questions", "sensitive", "follow", "unfollow"])
def test_a_case_out_of_sight_is_not_there(desk: Client, verb: str) -> None:
    secret = a_concern()
    if verb not in ("reply/undo", "follow", "unfollow"):
        assert desk.get(at(secret.reference, verb)).status_code == 404
    posted = desk.post(
        at(secret.reference, verb), {"words": "x", "reply": "0" * 32, "send": "1", "role": "manager"}
    )
    assert posted.status_code == 404


def test_pages_of_the_conversation_ask_a_constant_number_of_things(
    desk: Client, olwen: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    opened = a_case()
    who = actor_for(olwen)
    with django_assert_max_num_queries(60) as few:
        desk.get(at(opened.reference, "reply"))
    for number in range(5):
        cases.add_note(opened.reference, f"Note {number}", by=who)
        cases.add_to_case(
            opened.reference, f"More {number}", by=cases.track(opened.reference, "septimus@example.com")
        )
    with django_assert_max_num_queries(len(few) + 1):
        desk.get(at(opened.reference, "reply"))


def test_numbers_that_no_page_has_counted_are_kept_as_far_as_there_is_room(desk: Client) -> None:
    opened = a_case()
    here, far = at(opened.reference, "reply"), "9" * 18
    typed = {"to": party(opened.reference), "when": "now", "seen": far, "box": page_of(desk.get(here))}
    kept = {**typed, "words": "Half a thought", "turn": far, "keep": "1", "by-itself": "1"}
    assert desk.post(here, kept).status_code == 302
    assert box(desk.get(here)) == "Half a thought"
