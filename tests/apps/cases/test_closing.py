"""Closing, reopening, moving, linking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from moothall.apps.cases.api import (
    CaseNotFound,
    add_to_case,
    answer_question,
    ask_reporter,
    case_for,
    cases_waiting,
    close_case,
    complete_task,
    count_waiting,
    link_duplicate,
    move_case,
    reopen_case,
    request_for,
    search_cases,
    take_case,
    unlink_duplicate,
    withdraw_case,
)
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import deliver, seal_now
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from tests.apps.cases.test_working import MONDAY, refused
from tests.cast import (
    ADAEZE,
    COMPLAINT,
    CONCERN,
    ELEANOR,
    FLY_TIPPING,
    GARETH,
    HARDING,
    MARCUS,
    OLWEN,
    PRIYA,
    SLOPE,
    TOM,
    proven,
    sends,
)

pytestmark = pytest.mark.django_db


def test_a_case_is_closed_with_an_outcome_of_its_service(post: DemoMailer) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    with refused("CASE-11"):
        close_case(opened.reference, "forgotten", by=OLWEN.actor)
    with refused("cases.close"):
        close_case(opened.reference, "cleared", by=TOM.actor)
    close_case(opened.reference, "cleared", "Two loads.", by=OLWEN.actor)
    with refused("CASE-01"):
        close_case(opened.reference, "cleared", by=OLWEN.actor)
    case = case_for(opened.reference, seen_by=OLWEN.actor)
    assert (case.status, case.outcome) == ("closed", "cleared")
    assert not cases_waiting(seen_by=OLWEN.actor).rows
    assert [row.reference for row in cases_waiting("closed", seen_by=OLWEN.actor).rows] == [opened.reference]
    assert search_cases("mill lane", status="closed", seen_by=OLWEN.actor).rows
    assert not search_cases("mill lane", status="new", seen_by=OLWEN.actor).rows
    run_pending()
    assert "We have taken the rubbish away" in post.sent[-1].text
    assert "Two loads." in post.sent[-1].text


def test_it_is_not_fixed_arrives_as_a_task_and_the_clock_starts_again() -> None:
    with clock.stopped_at(MONDAY):
        opened = sends(FLY_TIPPING, HARDING)
        with refused("CASE-02"):
            reopen_case(opened.reference, "No.", by=proven(opened, HARDING))
        close_case(opened.reference, "cleared", by=OLWEN.actor)
    with clock.stopped_at(MONDAY + timedelta(days=28)):
        assert request_for(opened.reference, seen_by=proven(opened, HARDING)).may_reopen
        reopen_case(opened.reference, "It is still there.", by=proven(opened, HARDING))
        case = case_for(opened.reference, seen_by=OLWEN.actor)
        assert (case.status, case.due_on) == ("new", date(2026, 4, 8))
        [task] = case.tasks
        assert task.text == "It is still there."
        assert count_waiting("tasks", seen_by=OLWEN.actor).number == 1
        close_case(opened.reference, "cleared", by=OLWEN.actor)
        assert not case_for(opened.reference, seen_by=OLWEN.actor).tasks
    with clock.stopped_at(MONDAY + timedelta(days=57)), refused("CASE-13"):
        reopen_case(opened.reference, "Again.", by=proven(opened, HARDING))
    with clock.stopped_at(MONDAY + timedelta(days=157)):
        reopen_case(opened.reference, "The crew went to another lane.", by=OLWEN.actor)


def test_who_did_not_say_that_it_is_not_settled_does_not_read_that_they_did(post: DemoMailer) -> None:
    first, second = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, ELEANOR)
    said, again = "You told us that the rubbish is still there", "We have opened your request"

    def last_letter() -> str:
        run_pending()
        return next(mail.text for mail in reversed(post.sent) if mail.to == HARDING.email)

    close_case(first.reference, "cleared", by=OLWEN.actor)
    reopen_case(first.reference, "There is more.", by=proven(first, HARDING))
    assert said in last_letter()
    close_case(first.reference, "cleared", by=OLWEN.actor)
    reopen_case(first.reference, "The crew went to another lane.", by=OLWEN.actor)
    assert again in last_letter()
    assert said not in last_letter()
    link_duplicate(second.reference, original=first.reference, by=OLWEN.actor)
    close_case(first.reference, "cleared", by=OLWEN.actor)
    reopen_case(second.reference, "I still see it.", by=proven(second, ELEANOR))
    assert again in last_letter(), "somebody else said it"


def test_nobody_reopens_the_case_of_another() -> None:
    mine, other = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, ELEANOR)
    close_case(mine.reference, "cleared", by=OLWEN.actor)
    with pytest.raises(CaseNotFound):
        reopen_case(mine.reference, "No.", by=proven(other, ELEANOR))


def test_a_moved_case_takes_team_target_and_answers_of_the_other_service(post: DemoMailer) -> None:
    with clock.stopped_at(MONDAY):
        opened = sends(COMPLAINT, HARDING)
        take_case(opened.reference, by=PRIYA.actor)
        with refused("CASE-15"):
            move_case(opened.reference, COMPLAINT, by=PRIYA.actor)
        move_case(opened.reference, FLY_TIPPING, by=PRIYA.actor)
        case = case_for(opened.reference, seen_by=OLWEN.actor)
        assert (case.service, case.team, case.status, case.due_on) == (
            FLY_TIPPING,
            "waste",
            "new",
            date(2026, 3, 9),
        )
        assert case.parties[0].name == HARDING.name
        story = request_for(opened.reference, seen_by=proven(opened, HARDING)).story
        assert any("passed" in entry.sentence for entry in story)
        run_pending()
    assert len(post.sent) == 2


def test_a_case_moved_to_a_confidential_service_is_gone_for_everybody_else() -> None:
    opened = sends(COMPLAINT, HARDING)
    move_case(opened.reference, CONCERN, by=PRIYA.actor)
    with pytest.raises(CaseNotFound):
        case_for(opened.reference, seen_by=PRIYA.actor)
    assert not search_cases("harding", seen_by=PRIYA.actor).rows
    assert not search_cases(opened.reference, seen_by=PRIYA.actor).rows
    assert count_waiting(seen_by=PRIYA.actor).number == 0
    assert search_cases(opened.reference, seen_by=ADAEZE.actor).rows
    assert not search_cases("harding", seen_by=ADAEZE.actor).rows, (
        "the form of the concern calls the name sensitive"
    )
    move_case(opened.reference, COMPLAINT, by=GARETH.actor)
    assert case_for(opened.reference, seen_by=PRIYA.actor).service == COMPLAINT


def test_a_duplicate_follows_its_original_until_the_link_is_undone(post: DemoMailer) -> None:
    with clock.stopped_at(MONDAY):
        first, second = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, ELEANOR)
        link_duplicate(second.reference, original=first.reference, by=OLWEN.actor)
        with refused("CASE-01"):
            link_duplicate(second.reference, original=first.reference, by=OLWEN.actor)
        eleanor = proven(second, ELEANOR)
        view = request_for(second.reference, seen_by=eleanor)
        assert (view.follows, view.status) == (first.reference, "new")
        unlink_duplicate(second.reference, by=OLWEN.actor)
        with refused("CASE-20"):
            unlink_duplicate(second.reference, by=OLWEN.actor)
        case = case_for(second.reference, seen_by=OLWEN.actor)
        assert (case.status, case.due_on) == ("new", second.due_on)
        link_duplicate(second.reference, original=first.reference, by=OLWEN.actor)
        close_case(first.reference, "cleared", by=OLWEN.actor)
        assert request_for(second.reference, seen_by=eleanor).status == "closed"
        reopen_case(second.reference, "Still there.", by=eleanor)
        assert case_for(first.reference, seen_by=OLWEN.actor).status == "new"
        run_pending()
    told = [mail.subject for mail in post.sent if mail.to == ELEANOR.email]
    assert len(told) == 5, told


def test_what_a_duplicate_brought_is_in_no_list_of_its_original_once_the_link_is_undone() -> None:
    first, second = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, ELEANOR)
    link_duplicate(second.reference, original=first.reference, by=OLWEN.actor)
    add_to_case(second.reference, "By the gate.", by=proven(second, ELEANOR))
    with_tasks = {row.reference: row.tasks for row in cases_waiting("tasks", seen_by=OLWEN.actor).rows}
    assert with_tasks == {first.reference: 1}
    unlink_duplicate(second.reference, by=OLWEN.actor)
    with_tasks = {row.reference: row.tasks for row in cases_waiting("tasks", seen_by=OLWEN.actor).rows}
    assert with_tasks == {second.reference: 1}


def test_what_a_duplicate_brought_is_nothing_to_do_once_its_reporter_has_withdrawn_it() -> None:
    first, second = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, ELEANOR)
    link_duplicate(second.reference, original=first.reference, by=OLWEN.actor)
    eleanor = proven(second, ELEANOR)
    add_to_case(second.reference, "By the gate.", by=eleanor)
    add_to_case(first.reference, "By the wall.", by=proven(first, HARDING))
    withdraw_case(second.reference, by=eleanor)
    [task] = case_for(first.reference, seen_by=OLWEN.actor).tasks
    assert task.text == "By the wall.", "what its own reporter added is still to be looked at"
    assert case_for(second.reference, seen_by=OLWEN.actor).tasks == ()
    with_tasks = {row.reference: row.tasks for row in cases_waiting("tasks", seen_by=OLWEN.actor).rows}
    assert with_tasks == {first.reference: 1}


def test_what_cannot_be_linked() -> None:
    first, second, third = (sends(FLY_TIPPING, HARDING) for _ in range(3))
    secret = sends(CONCERN, HARDING)
    with refused("CASE-17"):
        link_duplicate(first.reference, original=first.reference, by=OLWEN.actor)
    with pytest.raises(CaseNotFound):
        link_duplicate(first.reference, original=secret.reference, by=OLWEN.actor)
    with refused("CASE-19"):
        link_duplicate(first.reference, original=secret.reference, by=ADAEZE.actor)
    link_duplicate(second.reference, original=first.reference, by=OLWEN.actor)
    with refused("CASE-16"):
        link_duplicate(first.reference, original=third.reference, by=OLWEN.actor)


def test_a_waiting_duplicate_waits_again_when_the_link_is_undone() -> None:
    first, second = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, ELEANOR)
    ask_reporter(second.reference, "Which side?", by=OLWEN.actor)
    link_duplicate(second.reference, original=first.reference, by=OLWEN.actor)
    unlink_duplicate(second.reference, by=OLWEN.actor)
    eleanor = proven(second, ELEANOR)
    question = request_for(second.reference, seen_by=eleanor).question
    assert question is not None
    answer_question(second.reference, question.id, "The left.", by=eleanor)


def test_a_message_that_will_never_arrive_becomes_a_task(post: DemoMailer) -> None:
    opened = sends(FLY_TIPPING, SLOPE)
    run_pending()
    seal_now()
    deliver()
    deliver()
    [task] = case_for(opened.reference, seen_by=OLWEN.actor).tasks
    assert "We could not e-mail the reporter" in task.words
    with refused("CASE-12"):
        close_case(opened.reference, "cleared", by=OLWEN.actor)
    complete_task(opened.reference, task.id, by=OLWEN.actor)
    close_case(opened.reference, "cleared", by=OLWEN.actor)
    assert MARCUS.actor.may("cases.assign")
    assert not post.sent
