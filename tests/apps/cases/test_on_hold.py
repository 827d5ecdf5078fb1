"""A case that waits: for a day, an answer, another case, a task, a document."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from moothall.apps.cases.api import (
    CaseNotFound,
    add_to_case,
    answer_question,
    ask_reporter,
    bring_back,
    case_for,
    close_case,
    end_hold,
    hold_case,
    move_case,
    request_for,
    rows_of,
    timeline_of,
    undo_closing,
)
from moothall.apps.cases.marks import HELD, marks_of
from moothall.apps.deadlines.api import day_in_words, rebuild_clocks
from moothall.connectors.demo.api import DemoMailer
from moothall.ground import rows
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, MISSED_BIN, OLWEN, PRIYA, STALL, SYSTEM, proven, sends

pytestmark = pytest.mark.django_db


def later(days: int = 10):
    return clock.today() + timedelta(days=days)


def on_hold(reference: str) -> bool:
    case = case_for(reference, seen_by=SYSTEM)
    marked = HELD in marks_of([case.id], of=[HELD]).get(case.id, {})
    assert marked == ("on-hold" in case.traits)
    return marked


def refused(code: str, do, *args: object, **named: object) -> None:
    with pytest.raises(Refused) as no:
        do(*args, **named)
    assert no.value.code == code


def test_a_case_comes_back_on_its_day_with_a_task() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    hold_case(case.reference, "The land is frozen.", day=later(3), by=olwen)
    assert on_hold(case.reference)
    assert bring_back() == 0
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        assert bring_back() == 1
        assert bring_back() == 0
    assert not on_hold(case.reference)
    seen = case_for(case.reference, seen_by=olwen)
    assert [task.text for task in seen.tasks] == ["The land is frozen."]
    said = [entry.sentence for entry in timeline_of(case.reference, seen_by=olwen)]
    assert any(one.startswith("Put it on hold until") for one in said)
    assert any("its day has come" in one for one in said)


def test_what_it_waits_for_brings_it_back() -> None:
    olwen, eleanor = OLWEN.signs_in(), sends(FLY_TIPPING, ELEANOR)
    ask_reporter(eleanor.reference, "Which side of the road?", by=olwen)
    refused("CASE-165", hold_case, eleanor.reference, "x", day=later(), until="document", by=olwen)
    hold_case(eleanor.reference, "We wait.", day=later(), until="answer", by=olwen)
    question = request_for(eleanor.reference, seen_by=proven(eleanor, ELEANOR)).question
    assert question
    answer_question(eleanor.reference, question.id, "The left.", by=proven(eleanor, ELEANOR))
    assert not on_hold(eleanor.reference)
    hold_case(eleanor.reference, "We wait for photos.", day=later(), until="document", by=olwen)
    add_to_case(eleanor.reference, "No photo yet.", by=proven(eleanor, ELEANOR))
    assert on_hold(eleanor.reference)
    add_to_case(eleanor.reference, "", photos=1, by=proven(eleanor, ELEANOR))
    assert not on_hold(eleanor.reference)


def test_another_case_brings_it_back_when_it_is_closed() -> None:
    olwen, one, other = OLWEN.signs_in(), sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING)
    refused(
        "CASE-166", hold_case, one.reference, "x", day=later(), until="case", other=one.reference, by=olwen
    )
    refused(
        "CASE-166", hold_case, one.reference, "x", day=later(), until="case", other="BAR-AAA-AAA", by=olwen
    )
    hold_case(one.reference, "After the other.", day=later(), until="case", other=other.reference, by=olwen)
    assert bring_back() == 0
    close_case(other.reference, "cleared", by=olwen)
    assert bring_back() == 1
    assert not on_hold(one.reference)


def test_what_was_closed_by_mistake_is_on_hold_again_with_its_clock_as_it_was() -> None:
    olwen, case = OLWEN.signs_in(), sends(FLY_TIPPING, ELEANOR)
    hold_case(case.reference, "The land is frozen.", day=later(3), by=olwen)
    before = case_for(case.reference, seen_by=SYSTEM)
    close_case(case.reference, "cleared", by=olwen)
    assert not on_hold(case.reference)
    undo_closing(case.reference, "It was another one.", by=olwen)
    assert on_hold(case.reference)
    after = case_for(case.reference, seen_by=SYSTEM)
    assert (after.status, after.due_on, after.overdue) == (before.status, before.due_on, before.overdue)
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        assert bring_back() == 1


@pytest.mark.parametrize(("service", "outcome"), [(FLY_TIPPING, "cleared"), (STALL, "given")])
def test_what_a_hold_waited_for_came_while_the_case_was_closed_by_mistake_with_others(
    service: str, outcome: str, post: DemoMailer
) -> None:
    """As it is undone for many, each of which is written in one message: nothing is read that still waits there."""
    case = sends(service, ELEANOR)
    due = case_for(case.reference, seen_by=SYSTEM).due_on
    hold_case(case.reference, "The land is frozen.", day=later(3), by=SYSTEM)
    close_case(case.reference, outcome, by=SYSTEM)
    with clock.stopped_at(clock.now() + timedelta(days=9)):
        with transaction.atomic(), rows.together():
            undo_closing(case.reference, "It was another one.", by=SYSTEM)
        seen = case_for(case.reference, seen_by=SYSTEM)
        run_pending()
    assert not on_hold(case.reference)
    assert [task.text for task in seen.tasks if task.kind == "hold"] == ["The land is frozen."]
    [row] = rows_of([seen.id], seen_by=SYSTEM).values()
    assert (row.tasks, row.due_on) == (len(seen.tasks), seen.due_on)
    assert due
    assert seen.due_on
    assert (seen.due_on > due) == (service == STALL), "its folder stops the clock while it is on hold"
    assert rebuild_clocks() == 0
    assert any(day_in_words(seen.due_on) in mail.text for mail in post.sent if "again" in mail.subject)


def test_whoever_asked_reads_when_it_is_due_once_closing_is_undone_for_many(post: DemoMailer) -> None:
    case = sends(FLY_TIPPING, ELEANOR)
    close_case(case.reference, "cleared", by=SYSTEM)
    with transaction.atomic(), rows.together():
        undo_closing(case.reference, "It was another one.", by=SYSTEM)
    run_pending()
    assert case.due_on
    assert day_in_words(case.due_on) in post.sent[-1].text


def test_who_may_and_when() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    refused("CASE-162", hold_case, case.reference, " ", day=later(), by=olwen)
    refused("CASE-163", hold_case, case.reference, "x", day=clock.today(), by=olwen)
    refused("CASE-163", hold_case, case.reference, "x", day=later(500), by=olwen)
    refused("CASE-164", hold_case, case.reference, "x", day=later(), until="answer", by=olwen)
    refused("CASE-167", hold_case, case.reference, "x", day=later(), until="task", by=olwen)
    refused("CASE-161", end_hold, case.reference, by=olwen)
    hold_case(case.reference, "x", day=later(), by=olwen)
    refused("CASE-160", hold_case, case.reference, "x", day=later(), by=olwen)
    refused("CASE-160", ask_reporter, case.reference, "Where?", by=olwen)
    end_hold(case.reference, by=olwen)
    assert not on_hold(case.reference)
    with pytest.raises(CaseNotFound):
        hold_case(case.reference, "x", day=later(), by=proven(sends(FLY_TIPPING, HARDING), HARDING))


def test_closing_and_moving_end_it() -> None:
    olwen, one, other = OLWEN.signs_in(), sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING)
    hold_case(one.reference, "x", day=later(), by=olwen)
    close_case(one.reference, "cleared", by=olwen)
    assert not on_hold(one.reference)
    hold_case(other.reference, "x", day=later(), by=olwen)
    move_case(other.reference, MISSED_BIN, by=PRIYA.signs_in())
    assert not on_hold(other.reference)
