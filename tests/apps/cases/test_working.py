"""Taking, giving, starting, notes; asking and being answered; each refusal by its code."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from moothall.apps.cases.api import (
    CaseNotFound,
    add_note,
    answer_question,
    ask_reporter,
    assign_case,
    case_for,
    cases_waiting,
    complete_task,
    request_for,
    start_case,
    take_case,
    timeline_of,
)
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from tests.cast import (
    ADAEZE,
    CONCERN,
    FLY_TIPPING,
    HARDING,
    MARCUS,
    NOBODY,
    OLWEN,
    PRIYA,
    RHYS,
    SYSTEM,
    TOM,
    proven,
    sends,
)

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code}:")


def test_an_officer_takes_a_case_and_nobody_else_can() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    olwen, marcus = OLWEN.actor, MARCUS.actor
    take_case(opened.reference, by=olwen)
    case = case_for(opened.reference, seen_by=marcus)
    assert (case.status, case.assignee) == ("in_progress", olwen.account_id)
    with refused("CASE-03"):
        take_case(opened.reference, by=marcus)
    with refused("CASE-04"):
        take_case(opened.reference, by=olwen)
    assert [row.reference for row in cases_waiting("mine", seen_by=olwen).rows] == [opened.reference]
    assert not cases_waiting("mine", seen_by=marcus).rows


def test_whoever_only_reads_changes_nothing() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    for verb in (take_case, start_case):
        with refused("cases.work"):
            verb(opened.reference, by=RHYS.actor)
    with refused("cases.assign"):
        assign_case(opened.reference, to=None, by=OLWEN.actor)


def test_a_case_is_given_only_to_whoever_may_see_it() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    olwen, sam = OLWEN.signs_in(), PRIYA.signs_in()
    assign_case(opened.reference, to=olwen.account_id, by=MARCUS.actor)
    assert case_for(opened.reference, seen_by=olwen).assignee_name == "Olwen Arkwright"
    secret = sends(CONCERN, HARDING)
    adaeze = ADAEZE.signs_in()
    with refused("cases.assign"):
        assign_case(secret.reference, to=sam.account_id, by=adaeze)
    with refused("CASE-06"):
        assign_case(secret.reference, to=sam.account_id, by=SYSTEM)
    assign_case(secret.reference, to=adaeze.account_id, by=SYSTEM)


def test_starting_twice_is_refused() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    start_case(opened.reference, by=OLWEN.actor)
    with refused("CASE-05"):
        start_case(opened.reference, by=OLWEN.actor)


def test_the_clock_stands_still_while_the_reporter_is_asked(post: DemoMailer) -> None:
    with clock.stopped_at(MONDAY):
        opened = sends(FLY_TIPPING, HARDING)
        assert opened.due_on == date(2026, 3, 9)
    with clock.stopped_at(TUESDAY):
        ask_reporter(opened.reference, "Is it on the left or the right?", by=OLWEN.actor)
        case = case_for(opened.reference, seen_by=OLWEN.actor)
        assert (case.status, case.paused, case.question and case.question.text) == (
            "waiting",
            True,
            "Is it on the left or the right?",
        )
        with refused("CASE-07"):
            ask_reporter(opened.reference, "And how big?", by=OLWEN.actor)
    with clock.stopped_at(THURSDAY):
        harding = proven(opened, HARDING)
        question = request_for(opened.reference, seen_by=harding).question
        assert question is not None
        answer_question(opened.reference, question.id, "On the left.", by=harding)
        with refused("CASE-08"):
            answer_question(opened.reference, question.id, "Or the right.", by=harding)
        case = case_for(opened.reference, seen_by=OLWEN.actor)
        assert (case.status, case.due_on) == ("in_progress", date(2026, 3, 11))
        paused = "Paused Tuesday to Thursday while we waited for the resident: 2 working days added."
        assert paused in case.clock
        [task] = case.tasks
        assert task.text == "On the left."
        complete_task(opened.reference, task.id, by=OLWEN.actor)
        with refused("CASE-14"):
            complete_task(opened.reference, task.id, by=OLWEN.actor)
        run_pending()
    asked, answered = post.sent[1], post.sent[2]
    assert "Is it on the left or the right?" in asked.text
    assert "Our crew has your answer" in answered.text


def test_nobody_without_an_address_can_be_asked() -> None:
    opened = sends(FLY_TIPPING, NOBODY)
    with refused("CASE-21"):
        ask_reporter(opened.reference, "Where?", by=OLWEN.actor)


def test_words_are_asked_for_and_bounded() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    with refused("CASE-09"):
        add_note(opened.reference, " \n ", by=OLWEN.actor)
    with refused("CASE-10"):
        add_note(opened.reference, "x" * 5_001, by=OLWEN.actor)


def test_an_adviser_may_work_but_not_see_a_confidential_case() -> None:
    secret = sends(CONCERN, HARDING)
    for actor in (OLWEN.actor, TOM.actor):
        with pytest.raises(CaseNotFound):
            case_for(secret.reference, seen_by=actor)
        with pytest.raises(CaseNotFound):
            take_case(secret.reference, by=actor)
    take_case(secret.reference, by=ADAEZE.actor)


def test_the_story_tells_staff_all_and_the_resident_only_what_is_theirs() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    olwen = OLWEN.signs_in()
    take_case(opened.reference, by=olwen)
    add_note(opened.reference, "The landlord is known to us.", by=olwen)
    ask_reporter(opened.reference, "Which side?", by=olwen)
    staff = timeline_of(opened.reference, seen_by=MARCUS.actor)
    assert [entry.who for entry in staff if entry.who == "Olwen Arkwright"] == ["Olwen Arkwright"] * 3
    assert any(entry.text == "The landlord is known to us." and entry.inside for entry in staff)
    story = timeline_of(opened.reference, seen_by=proven(opened, HARDING))
    told = " ".join(entry.who + entry.sentence + entry.text for entry in story)
    assert "Which side?" in told
    assert "Olwen" not in told
    assert "landlord" not in told
