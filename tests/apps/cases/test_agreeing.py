"""A later day than the one that was promised: who is told, what proves it, and what stops it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moothall.apps.cases.api import (
    agree_later_day,
    answer_question,
    ask_reporter,
    case_for,
    cases_waiting,
    close_case,
    link_duplicate,
    request_for,
    timeline_of,
)
from moothall.apps.deadlines.api import day_in_words, rebuild_clocks
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, OLWEN, SYSTEM, proven, sends

pytestmark = pytest.mark.django_db


def test_everybody_who_waits_is_told_and_the_proof_says_that_it_was_agreed(post: DemoMailer) -> None:
    case, same, olwen = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    link_duplicate(same.reference, original=case.reference, by=olwen)
    other = sends(FLY_TIPPING, HARDING)
    due_on = case_for(case.reference, seen_by=SYSTEM).due_on
    assert due_on is not None
    day = due_on + timedelta(days=30)
    agree_later_day(case.reference, day, "The lane is flooded.", by=olwen)
    now = case_for(case.reference, seen_by=SYSTEM)
    assert now.due_on == day
    assert now.clock[-2:] == (
        f"A later day was agreed {day_in_words(clock.today())}.",
        f"Due {day_in_words(day)}.",
    )
    assert [row.reference for row in cases_waiting(seen_by=olwen).rows] == [other.reference, case.reference]
    run_pending()
    told = [mail for mail in post.sent if "We need more time" in mail.subject]
    assert sorted(mail.to for mail in told) == [ELEANOR.email, HARDING.email]
    assert all(day_in_words(day) in mail.text and "The lane is flooded." in mail.text for mail in told)
    said = [one for one in timeline_of(case.reference, seen_by=olwen) if "later day" in one.sentence]
    assert [(one.sentence, one.text) for one in said] == [
        (f"Agreed on a later day: {day_in_words(day)}.", "The lane is flooded.")
    ]
    theirs = request_for(case.reference, seen_by=proven(case, ELEANOR))
    assert theirs.due_on == day
    assert any(
        day_in_words(day) in one.sentence and one.text == "The lane is flooded." for one in theirs.story
    )
    assert rebuild_clocks() == 0


def test_days_that_are_lost_later_are_added_to_the_day_that_was_agreed() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    day = clock.today() + timedelta(days=60)
    agree_later_day(case.reference, day, "The lane is flooded.", by=olwen)
    ask_reporter(case.reference, "Which lane?", by=olwen)
    asked = case_for(case.reference, seen_by=SYSTEM).question
    assert asked is not None
    with clock.stopped_at(clock.now() + timedelta(days=14)):
        answer_question(case.reference, asked.id, "Mill Lane.", by=olwen)
        due_on = case_for(case.reference, seen_by=SYSTEM).due_on
    assert due_on is not None
    assert due_on > day + timedelta(days=10)
    assert rebuild_clocks() == 0


def test_what_stops_it() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    due_on = case_for(case.reference, seen_by=SYSTEM).due_on
    assert due_on is not None
    later = due_on + timedelta(days=5)

    def refused(code: str, day=later, reason: str = "The lane is flooded.") -> None:
        with pytest.raises(Refused) as no:
            agree_later_day(case.reference, day, reason, by=olwen)
        assert no.value.code == code

    refused("CLOCK-06", due_on)
    refused("CLOCK-06", clock.today() - timedelta(days=1))
    refused("CLOCK-06", clock.today() + timedelta(days=400))
    refused("CASE-162", reason="  ")
    refused("CASE-10", reason="x" * 5_001)
    ask_reporter(case.reference, "Which lane?", by=olwen)
    refused("CASE-145")
    close_case(case.reference, "cleared", by=olwen)
    refused("CASE-01")
    assert case_for(case.reference, seen_by=SYSTEM).due_on == due_on
