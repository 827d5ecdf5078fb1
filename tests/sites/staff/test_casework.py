"""The page of a case: at a glance, its story, its corrections, its like, its tags; two officers at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.answers import html, said
from tests.sites.staff.desk import a_case, a_concern, seen_on
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.identity.api import Account
from moothall.apps.messaging.api import ASSIGNED, notify
from moothall.apps.people.api import write_keys
from moothall.apps.teams.api import actor_for, join
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

pytestmark = pytest.mark.django_db

_SELF = system("test")


@pytest.fixture
def olwen() -> Account:
    return an_officer("Olwen Arkwright", team="waste", role="manager")


@pytest.fixture
def desk(client: Client, olwen: Account) -> Client:
    return sign_in(client, olwen)


@pytest.fixture
def marcus() -> Account:
    return an_officer("Marcus Thorne", team="waste", role="manager")


@pytest.fixture
def other_desk(marcus: Account) -> Client:
    return sign_in(Client(), marcus)


@pytest.fixture
def colleague(marcus: Account) -> Actor:
    return actor_for(marcus)


def page_of(reference: str, verb: str = "") -> str:
    return f"/staff/cases/{reference}/" + (f"{verb}/" if verb else "")


# --- At a glance


def test_who_what_where_and_by_when_stand_before_everything_else(desk: Client) -> None:
    words = said(desk.get(page_of(a_case().reference)))
    at = [
        words.index(each) for each in ("What was not emptied?", "3 Hiram Street", "Septimus Harding", "Due ")
    ]
    assert at == sorted(at)
    assert (
        at[-1] < words.index("What next?") < words.index("What happened") < words.index("What was reported")
    )


def test_what_cannot_be_done_is_said_with_its_rule(desk: Client, colleague: Actor) -> None:
    reference = a_case().reference
    cases.ask_reporter(reference, "Which gate?", by=colleague)
    words = said(desk.get(page_of(reference)))
    _before, _, after = words.partition("What cannot be done now, and why")
    assert "You have asked the reporter something already. Wait for the answer" in after
    cases.take_case(reference, by=colleague)
    assert "Somebody else has already taken this request." in said(desk.get(page_of(reference)))


def test_no_button_leads_to_what_would_be_refused_once_its_form_is_filled_in(desk: Client) -> None:
    reference = a_case().reference
    cases.add_task(reference, "Ring the contractor.", by=_SELF)
    shown = desk.get(page_of(reference))
    ways, _, not_now = said(shown).partition("What cannot be done now, and why")
    assert "Close the case" not in ways
    assert "Close the case, Pass it to another body There is something to do on this request." in not_now
    assert f'href="{page_of(reference, "close")}"' not in html(shown)
    assert "There is something to do on this request." in said(desk.get(page_of(reference, "close")))
    moved = desk.post(page_of(reference, "status"), {"to": "closed"}, headers={"Accept": "application/json"})
    assert moved.json()["refused"].startswith("There is something to do on this request.")


def test_a_closed_case_says_of_everything_why_it_cannot_be_done(desk: Client, colleague: Actor) -> None:
    reference = a_case().reference
    cases.close_case(reference, "emptied", by=colleague)
    _, _, not_now = said(desk.get(page_of(reference))).partition("What cannot be done now, and why")
    reason = "This request is closed. Reopen it first."
    verbs, _, _ = not_now.partition(reason)
    for words in (
        "Ask the reporter",
        "Put it on hold",
        "Move it to another service",
        "Pass it to another body",
        "Make two cases of it",
        "Give it to somebody",
        "Merge others into it",
        "Write down what is to be done",
        "Set the priority",
        "Link it as a duplicate",
    ):
        assert words in verbs, words
    assert not_now.count(reason) == 1


def test_the_team_that_has_a_case_stands_beside_who_has_it(desk: Client, colleague: Actor) -> None:
    reference = a_case().reference
    assert "With nobody yet Waste and street cleaning" in said(desk.get(page_of(reference)))
    cases.give_to_team(reference, "highways", "It lies on the road.", by=colleague)
    assert "With nobody yet Highways" in said(desk.get(page_of(reference)))


def test_the_story_is_read_by_day_and_by_kind(desk: Client, colleague: Actor) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=1)):
        reference = a_case().reference
        cases.add_note(reference, "The lane is narrow.", by=colleague)
    cases.take_case(reference, by=colleague)
    words = said(desk.get(page_of(reference)))
    assert words.index("Today") < words.index("Took the request.") < words.index("Yesterday")
    notes = said(desk.get(page_of(reference) + "?show=notes"))
    assert "The lane is narrow." in notes
    assert "Took the request." not in notes
    assert "The lane is narrow." not in said(desk.get(page_of(reference) + "?show=conversation"))
    assert "Took the request." in said(desk.get(page_of(reference) + "?show=%00nonsense&whole"))


def test_what_an_officer_writes_down_to_do_stays_until_it_is_done(desk: Client, other_desk: Client) -> None:
    reference = a_case().reference
    for words, sentence in (("", "Write something first."), ("x" * 301, "in up to 300 characters")):
        refused = desk.post(page_of(reference, "task"), {"task": words})
        assert refused.status_code == 422
        assert sentence in said(refused)
        assert words in html(refused)
    shown = desk.post(page_of(reference, "task"), {"task": "Ring the <b>contractor</b>"}, follow=True)
    assert "It stands among what is to be done." in said(shown)
    todo = said(shown).partition("To do")[2].partition("What happened")[0]
    assert "Ring the <b>contractor</b>" in todo
    assert "Wrote down what is to be done." in said(shown)
    assert "The task: Ring the <b>contractor</b>" in said(desk.get(page_of(reference, "hold")))
    assert reference in said(other_desk.get("/staff/?view=tasks"))
    [key] = re.findall(r'name="task" value="([0-9a-f-]{36})"', html(shown))
    done = other_desk.post(page_of(reference, "complete"), {"task": key}, follow=True)
    assert "Completed a task: what a colleague wrote down." in said(done)
    assert reference not in said(other_desk.get("/staff/?view=tasks"))
    cases.erase_case(reference, rule="test", by=_SELF)
    assert "contractor" not in said(desk.get(page_of(reference)))


def test_a_long_note_is_folded_and_pushes_nothing_down(desk: Client, colleague: Actor) -> None:
    reference = a_case().reference
    cases.add_note(reference, "A short one.", by=colleague)
    assert "Read on" not in said(desk.get(page_of(reference)))
    cases.add_note(reference, f"{'One more word. ' * 200}The end.", by=colleague)
    shown = html(desk.get(page_of(reference)))
    first, _, rest = shown.partition('<details class="said__more">')
    assert first.count("One more word.") < 40
    assert "The end.</details></blockquote>" in rest
    assert shown.count("One more word.") >= 199, "one is parted where the rest begins"


def test_a_long_story_is_shown_from_its_end(desk: Client, colleague: Actor) -> None:
    reference = a_case().reference
    for number in range(45):
        cases.add_note(reference, f"Note {number}.", by=colleague)
    shown = desk.get(page_of(reference) + "?show=notes")
    assert "Note 44." in said(shown)
    assert "Note 3." not in said(shown)
    assert "Show 5 earlier lines" in said(shown)
    assert "Note 3." in said(desk.get(page_of(reference) + "?show=notes&whole=1"))


def test_an_answer_keeps_what_stood_there_who_changed_it_and_why(desk: Client, colleague: Actor) -> None:
    reference = a_case().reference
    cases.correct_answers(reference, {"name": "Septima Harding"}, by=colleague, reason="She called.")
    cases.correct_answers(reference, {"name": "Septima Hardinge"}, by=colleague, reason="She spelled it.")
    words = said(desk.get(page_of(reference)))
    answers = words[words.index("What was reported") :]
    assert re.search(r"Before: Septima Harding Marcus Thorne corrected it on .*?: She spelled it\.", answers)
    assert re.search(r"Before: Septimus Harding Marcus Thorne corrected it on .*?: She called\.", answers)


def test_the_page_asks_as_much_of_a_long_case_as_of_a_short_one(
    desk: Client, colleague: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    short, long = a_case().reference, a_case(name="Mary Bold").reference
    for number in range(30):
        cases.add_note(long, f"Note {number}.", by=colleague)
        cases.add_tag(
            long, f"tag {number % 15}{'' if number < 15 else ' b'}", by=colleague
        ) if number < 20 else None
    for page in (short, long):
        desk.get(page_of(page))
    with django_assert_max_num_queries(100) as few:
        desk.get(page_of(short))
    with django_assert_max_num_queries(len(few) + 1):  # the names of officers, where any have acted
        desk.get(page_of(long))


def test_the_page_of_a_persons_other_cases_asks_little_however_many_they_are(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = a_case().reference
    a_case(), a_case(email=None), a_case(phone=None), a_case(email="other@example.com", phone="07700 900999")
    desk.get(page_of(first, "person"))
    for keyed in (False, True):
        if keyed:
            write_keys(settled=timedelta(seconds=-5))
        with django_assert_max_num_queries(15):
            page = html(desk.get(page_of(first, "person")))
        assert page.count("The same e-mail address and telephone number.") == 1
        assert page.count("The same e-mail address.") == page.count("The same telephone number.") == 1


def test_who_left_neither_address_nor_number_has_no_other_cases(desk: Client) -> None:
    alone = a_case(email=None, phone=None).reference
    a_case()
    assert "left neither an e-mail address" in html(desk.get(page_of(alone, "person")))


# --- Tags


def test_a_tag_is_put_on_offered_to_the_like_and_taken_off(desk: Client) -> None:
    one, like = a_case().reference, a_case(name="Mary Bold").reference
    shown = desk.post(page_of(one, "tag"), {"tag": "  School   Run "}, follow=True)
    assert "The tag is on the case." in said(shown)
    assert "school run" in said(shown)
    assert "Added the tag “school run”." in said(shown)
    assert "Often: Add the tag school run" in said(desk.get(page_of(like)))
    assert "CASE" not in said(shown)
    again = desk.post(page_of(one, "tag"), {"tag": "SCHOOL RUN"})
    assert again.status_code == 422
    assert "The case has this tag already." in said(again)
    gone = desk.post(page_of(one, "untag"), {"tag": "school run"}, follow=True)
    assert "Took off the tag “school run”." in said(gone)
    assert "Take off “school run”" not in said(gone)
    assert desk.post(page_of(one, "untag"), {"tag": "school run"}).status_code == 302


@pytest.mark.parametrize("typed", ["", " \n ", "x" * 61, "\x00"])
def test_what_is_no_tag_is_refused_and_kept_in_the_box(desk: Client, typed: str) -> None:
    shown = desk.post(page_of(a_case().reference, "tag"), {"tag": typed})
    assert shown.status_code == 422
    if len(typed) > 60:
        assert typed in shown.content.decode()


def test_tags_of_a_confidential_service_are_offered_to_its_team_alone(desk: Client) -> None:
    concern = a_concern()
    cases.add_tag(concern.reference, "pension", by=_SELF)
    assert "pension" not in desk.get(page_of(a_case().reference)).content.decode()


def test_erasing_a_case_takes_its_tags_away(desk: Client) -> None:
    one = a_case()
    cases.add_tag(one.reference, "mrs proudie", by=_SELF)
    cases.erase_case(one.reference, rule="test", by=_SELF)
    assert "proudie" not in desk.get(page_of(one.reference)).content.decode()


# --- The like


def test_a_likely_duplicate_is_shown_with_its_reasons_and_linked_by_one_press(desk: Client) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=2)):
        earlier = a_case(name="Mary Bold").reference
    later = a_case().reference
    words = said(desk.get(page_of(later)))
    assert f"Likely the same {earlier}" in words
    assert "It is at the same address." in words
    assert "It was sent 2 days earlier." in words
    shown = desk.post(page_of(later, "link"), {"original": earlier}, follow=True)
    assert "follows" in said(shown)
    assert "Likely the same" not in said(shown)


def test_what_is_of_another_time_or_service_is_only_related(desk: Client) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=40)):
        old = a_case(name="Mary Bold").reference
    words = said(desk.get(page_of(a_case().reference)))
    assert f"Others at this place {old}" in words
    assert "Likely the same" not in words


def test_the_like_is_found_by_an_index(desk: Client) -> None:
    """PostgreSQL reads a small table whole, whatever its indexes, unless it is told that this is dear."""
    reference = a_case().reference
    with CaptureQueriesContext(connection) as asked:
        desk.get(page_of(reference))
    [finding] = [one["sql"] for one in asked if "(SELECT case_id, reference" in one["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {finding}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {finding}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert re.search("(using( index)?|Index Scan on) queue_place", plan, re.IGNORECASE), plan
    assert "SCAN cases_queueentry" not in plan


def test_nothing_is_alike_that_an_officer_may_not_see(desk: Client) -> None:
    a_concern()
    elsewhere = {
        "line_1": "9 Nowhere Road",
        "line_2": "",
        "town": "Barchester",
        "county": "",
        "postcode": "BC1 6DD",
    }
    words = said(desk.get(page_of(a_case(address=elsewhere).reference)))
    assert "Likely the same" not in words
    assert "Others at this place" not in words


def test_their_other_cases_are_found_by_address_and_number_and_none_that_are_confidential(
    desk: Client,
) -> None:
    by_number = a_case(name="Mary Bold", email="mary@example.com").reference
    nobodys = a_case(name="Obadiah Slope", email="slope@example.com", phone="07700 900999").reference
    a_concern()
    words = said(desk.get(page_of(a_case().reference, "person")))
    assert f"{by_number} Report a missed bin New The same telephone number." in words
    assert nobodys not in words
    assert "no other case" in said(desk.get(page_of(nobodys, "person")))
    assert "left neither" in said(desk.get(page_of(a_case(email=None, phone=None).reference, "person")))
    assert desk.get(page_of(a_concern().reference, "person")).status_code == 404


# --- Two officers


def test_a_verb_stops_when_a_colleague_changed_the_case_and_no_word_is_lost(
    desk: Client, other_desk: Client
) -> None:
    reference = a_case().reference
    form = desk.get(page_of(reference, "close"))
    other_desk.post(page_of(reference, "take"))
    other_desk.post(page_of(reference, "note"), {"note": "The crew is on its way."})
    sent = {"outcome": "emptied", "words": "We came on Monday.", "seen": seen_on(form)}
    stopped = desk.post(page_of(reference, "close"), sent)
    assert stopped.status_code == 422
    words = said(stopped)
    assert "Somebody else has changed this case since you opened the page." in words
    assert "Marcus Thorne Took the request." in words
    assert "The crew is on its way." in words
    assert "We came on Monday." in words
    assert "all the same" in words
    assert cases.case_for(reference, seen_by=_SELF).status == "in_progress"
    done = desk.post(page_of(reference, "close"), {**sent, "seen": seen_on(stopped)}, follow=True)
    assert "The case is closed" in said(done)


def test_a_colleagues_note_stops_a_closing_and_nothing_less_telling(desk: Client, other_desk: Client) -> None:
    reference = a_case().reference
    seen = seen_on(desk.get(page_of(reference)))
    other_desk.post(page_of(reference, "note"), {"note": "Do not close it: she calls back."})
    assert desk.post(page_of(reference, "assign"), {"to": "team", "seen": seen}).status_code == 302
    stopped = desk.post(page_of(reference, "close"), {"outcome": "emptied", "words": "", "seen": seen})
    assert "Do not close it: she calls back." in said(stopped)


def test_notes_tags_and_tasks_of_two_are_never_in_each_others_way(desk: Client, other_desk: Client) -> None:
    reference = a_case().reference
    seen = seen_on(desk.get(page_of(reference)))
    for number in range(3):
        for who, browser in (("O", desk), ("M", other_desk)):
            note = {"note": f"{who}{number}", "seen": seen}
            assert browser.post(page_of(reference, "note"), note).status_code == 302
            tag = {"tag": f"{who} {number}", "seen": seen}
            assert browser.post(page_of(reference, "tag"), tag).status_code == 302
    words = said(desk.get(page_of(reference)))
    assert all(f"{who}{number}" in words for who in "OM" for number in range(3))
    assert all(f"{who} {number}" in words for who in "om" for number in range(3))


def test_what_somebody_did_in_another_tab_does_not_stop_them(desk: Client) -> None:
    reference = a_case().reference
    seen = seen_on(desk.get(page_of(reference, "close")))
    desk.post(page_of(reference, "take"))
    sent = {"outcome": "emptied", "words": "", "seen": seen}
    assert desk.post(page_of(reference, "close"), sent).status_code == 302


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30])
def test_a_page_that_says_nonsense_of_what_it_showed_is_as_one_that_says_nothing(
    desk: Client, seen: str
) -> None:
    reference = a_case().reference
    assert desk.post(page_of(reference, "assign"), {"to": "team", "seen": seen}).status_code == 302


def test_two_corrections_of_one_answer_are_both_kept_and_the_second_is_told(
    desk: Client, other_desk: Client
) -> None:
    reference = a_case().reference
    at = page_of(reference) + "answers/name/"
    shown = desk.get(at)
    first = {"name": "Septima Harding", "correction-reason": "She called."}
    assert other_desk.post(at, {**first, "seen": seen_on(other_desk.get(at))}).status_code == 302
    second = {"name": "Septimus Hardinge", "correction-reason": "He wrote."}
    stopped = desk.post(at, {**second, "seen": seen_on(shown)})
    assert stopped.status_code == 422
    html = stopped.content.decode()
    assert "Septimus Hardinge" in html
    assert "He wrote." in html
    assert "Septima Harding" in html
    assert desk.post(at, {**second, "seen": seen_on(stopped)}).status_code == 302
    words = said(desk.get(page_of(reference)))
    assert "Before: Septima Harding" in words
    assert "Before: Septimus Harding" in words


# --- Who is here


def ticket_on(response: HttpResponseBase) -> str:
    found = re.search(r'data-presence="([^"]+)"', html(response))
    assert found
    return found[1]


def test_two_officers_at_one_case_know_of_each_other(desk: Client, other_desk: Client) -> None:
    reference = a_case().reference
    first = desk.get(page_of(reference))
    assert "is looking at this case" not in said(first)
    assert "Olwen Arkwright is looking at this case." in said(other_desk.get(page_of(reference)))
    asked = Client().get("/staff/presence/", headers={"X-Presence": ticket_on(first)})
    assert asked.json() == {"here": "Marcus Thorne is looking at this case.", "unread": ""}
    other_desk.get(page_of(reference, "close"))
    asked = Client().get("/staff/presence/", headers={"X-Presence": ticket_on(first)})
    assert asked.json()["here"] == "Marcus Thorne is writing here."
    with clock.stopped_at(clock.now() + timedelta(seconds=61)):
        asked = Client().get("/staff/presence/", headers={"X-Presence": ticket_on(first)})
    assert asked.json()["here"] == ""


def test_the_number_of_notices_is_asked_with_who_is_there_and_on_any_page(
    desk: Client, olwen: Account
) -> None:
    """By a ticket alone: who asks is not signed in."""
    reference = a_case().reference
    on_case, on_list = ticket_on(desk.get(page_of(reference))), own_ticket_on(desk.get("/staff/"))
    notify([olwen.pk], ASSIGNED, about="case:x", label=reference, by=_SELF)
    asked = [
        Client().get("/staff/presence/", headers={"X-Presence": on_case}),
        Client().get("/staff/presence/", headers={"X-Unread": on_list}),
    ]
    assert [one.json() for one in asked] == [{"here": "", "unread": "1"}] * 2
    assert Client().get("/staff/presence/", headers={"X-Unread": on_case}).status_code == 403
    assert Client().get("/staff/presence/", headers={"X-Presence": on_list}).status_code == 403


def own_ticket_on(response: HttpResponseBase) -> str:
    found = re.search(r'data-ticket="([^"]+)"', html(response))
    assert found
    return found[1]


def test_asking_who_is_there_asks_for_no_session_account_or_case(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Notices are counted. Else SQLite hears nothing of it; PostgreSQL is asked once, and told when somebody writes."""
    asked = 1 if connection.vendor == "postgresql" else 0
    ticket = ticket_on(desk.get(page_of(a_case().reference)))
    with django_assert_num_queries(1 + 2 * asked):
        assert desk.get("/staff/presence/?doing=writing", headers={"X-Presence": ticket}).status_code == 200
    with django_assert_num_queries(1 + asked):
        assert desk.get("/staff/presence/?doing=writing", headers={"X-Presence": ticket}).status_code == 200


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "é" * 10, "x" * 9_000])
def test_a_made_up_ticket_opens_nothing(ticket: str) -> None:
    assert Client().get("/staff/presence/", headers={"X-Presence": ticket}).status_code == 403


def test_an_old_ticket_is_exchanged_by_whoever_may_still_see_the_case(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = a_case().reference
    old = ticket_on(desk.get(page_of(reference)))
    monkeypatch.setattr("moothall.sites.staff.casework.presence.GOOD_FOR", -1)
    assert desk.get("/staff/presence/", headers={"X-Presence": old}).status_code == 403
    monkeypatch.undo()
    new = desk.get(page_of(reference, "presence")).json()["ticket"]
    assert desk.get("/staff/presence/", headers={"X-Presence": new}).status_code == 200
    assert desk.get(page_of(a_concern().reference, "presence")).status_code == 404
    assert Client().get(page_of(reference, "presence")).status_code == 302


def test_somebody_of_another_team_is_told_of_nobody(desk: Client, olwen: Account) -> None:
    join(olwen.pk, team="waste", role="manager", by=_SELF)
    concern = a_concern().reference
    assert desk.get(page_of(concern)).status_code == 404
