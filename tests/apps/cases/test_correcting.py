"""An officer puts an answer right: what is kept, what follows, what is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.cases.api import (
    Answered,
    AnswersDoNotFit,
    CaseNotFound,
    Opened,
    Wanted,
    case_for,
    cases_waiting,
    close_case,
    correct_answers,
    correction_of,
    erase_case,
    rebuild_queue,
    request_for,
    search_cases,
    timeline_of,
    track,
)
from moothall.apps.cases.models import QueueEntry
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import seal_now, verify
from moothall.ground.jobs.api import run_pending
from tests.apps.cases.test_erasing import everything
from tests.apps.cases.test_working import refused
from tests.cast import CONCERN, ELEANOR, FLY_TIPPING, HARDING, OLWEN, RHYS, SYSTEM, proven, sends

pytestmark = pytest.mark.django_db
BY = OLWEN.actor


def put_right(opened: Opened, *, reason: str = "The reporter called.", **answers: str | list[str]) -> None:
    correct_answers(opened.reference, answers, by=BY, reason=reason)


def words_of(opened: Opened, key: str) -> str:
    case = case_for(opened.reference, seen_by=BY)
    return next(said.text for said in case.answers if said.question == key)


def test_the_new_answer_counts_and_the_earlier_one_is_in_the_story() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    put_right(opened, place="Outside 41 Hiram Street")
    assert words_of(opened, "place") == "Outside 41 Hiram Street"
    case = case_for(opened.reference, seen_by=BY)
    assert case.corrected == {"place"}
    last = timeline_of(opened.reference, seen_by=BY)[-1]
    assert "Outside 14 Mill Lane" in last.sentence
    assert last.text == "The reporter called."
    assert last.inside
    [row] = search_cases("hiram street", seen_by=BY).rows
    assert row.reference == opened.reference
    assert not search_cases("mill lane", seen_by=BY).rows
    seal_now()
    assert verify().sound, verify()


def test_lists_by_answer_follow() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    put_right(opened, rubbish_type="tyres")
    assert cases_waiting(Wanted(answers=(Answered("rubbish_type", "tyres"),)), seen_by=BY).rows
    assert not cases_waiting(Wanted(answers=(Answered("rubbish_type", "furniture"),)), seen_by=BY).rows


def test_the_reporter_reads_that_it_was_corrected_and_nothing_of_the_reason() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    put_right(opened, place="Outside 41 Hiram Street", reason="He sounded unsure.")
    view = request_for(opened.reference, seen_by=proven(opened, HARDING))
    assert [entry.sentence for entry in view.story][-1] == "We put right something that we had written down."
    assert "unsure" not in str(view)


def test_whoever_left_a_wrong_address_is_told_at_the_right_one(post: DemoMailer) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    run_pending()
    put_right(opened, email=ELEANOR.email)
    put_right(opened, name="Eleanor Bold")
    close_case(opened.reference, "cleared", by=BY)
    run_pending()
    assert [mail.to for mail in post.sent] == [HARDING.email, ELEANOR.email]
    assert track(opened.reference, ELEANOR.email)
    with pytest.raises(CaseNotFound):
        track(opened.reference, HARDING.email)
    case = case_for(opened.reference, seen_by=BY)
    assert [(party.role, party.name, party.email) for party in case.parties] == [
        ("reporter", "Eleanor Bold", ELEANOR.email)
    ]
    [row] = cases_waiting("closed", seen_by=BY).rows
    assert row.reporter_name == "Eleanor Bold"
    before = sorted(QueueEntry.objects.values_list(), key=str)
    rebuild_queue()
    assert sorted(QueueEntry.objects.values_list(), key=str) == before


def test_erasing_takes_every_revision_and_everybody_there_was() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    put_right(opened, email=ELEANOR.email)
    put_right(opened, place="By the weir", reason="Septimus said so.")
    erase_case(opened.reference, rule="a request", by=SYSTEM)
    left = everything()
    assert not [word for word in ("septimus", "eleanor@", "weir", "mill lane") if word in left]
    seal_now()
    assert verify().sound, verify()


def test_what_is_refused() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    with refused("CASE-24"):
        put_right(opened, place="Elsewhere", reason="  ")
    with refused("CASE-23"):
        put_right(opened, place="Outside 14 Mill Lane, by the bus stop")
    with pytest.raises(AnswersDoNotFit) as wrong:
        put_right(opened, email="not an address")
    assert [problem.question for problem in wrong.value.problems] == ["email"]
    with pytest.raises(AnswersDoNotFit):
        put_right(opened, place="")
    with pytest.raises(AnswersDoNotFit):
        put_right(opened, rubbish_type="gold")
    for key in ("nothing", "photo"):
        with pytest.raises(CaseNotFound):
            put_right(opened, **{key: "x"})
    with pytest.raises(CaseNotFound):
        put_right(opened, place="x", nothing="y")
    with refused("cases.work"):
        correct_answers(opened.reference, {"place": "x"}, by=RHYS.actor, reason="Because.")
    close_case(opened.reference, "cleared", by=BY)
    with refused("CASE-01"):
        put_right(opened, place="Elsewhere")
    secret = sends(CONCERN, HARDING)
    with pytest.raises(CaseNotFound):
        put_right(secret, their_home="Elsewhere")
    with pytest.raises(CaseNotFound):
        correction_of(secret.reference, "their_home", seen_by=BY)
    assert len(timeline_of(opened.reference, seen_by=BY)) == len(
        set(timeline_of(opened.reference, seen_by=BY))
    )


def test_a_branch_that_no_longer_leads_there_takes_its_answers_along() -> None:
    day = {"day": "1", "month": "3", "year": "2026"}
    opened = sends(FLY_TIPPING, HARDING, saw_it_happen="yes", seen_on=day, seen="A red van.")
    put_right(opened, **{"seen_on-day": "2", "seen_on-month": "3", "seen_on-year": "2026"})
    assert words_of(opened, "seen_on") == "2 March 2026"
    put_right(opened, saw_it_happen="no")
    asked = {said.question for said in case_for(opened.reference, seen_by=BY).answers}
    assert not asked & {"seen_on", "seen"}
    story = timeline_of(opened.reference, seen_by=BY)[-1].sentence
    assert "A red van." in story


def test_asking_for_a_question_costs_the_same_for_each() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    costs = set()
    for key in ("place", "email", "rubbish_type", "saw_it_happen"):
        with CaptureQueriesContext(connection) as asked:
            assert correction_of(opened.reference, key, seen_by=BY).fields
        costs.add(len(asked))
    assert len(costs) == 1
