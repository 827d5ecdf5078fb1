"""What a rule that is switched on does, once, and how the story tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.automation.api import (
    State,
    applied_lately,
    ask_trial,
    caught_by,
    look_at_the_calendar,
    rule_named,
    rules_listed,
    switch_rule,
    trial_of,
)
from moothall.apps.automation.jobs import forget_what_was_done_daily
from moothall.apps.cases.api import (
    Opened,
    case_for,
    close_case,
    count_waiting,
    reopen_case,
    take_case,
    timeline_of,
    undo_closing,
)
from moothall.apps.messaging.api import notices_of
from moothall.apps.teams.api import enter_absence
from moothall.ground.events.api import LISTENERS, deliver, history, seal_now
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from tests.cast import ADAEZE, CONCERN, FLY_TIPPING, HARDING, MARCUS, OLWEN, SYSTEM, sends
from tests.council_folders import WithFiles

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LARGE = """\
name: Large loads at once
on: opened
services: [report-fly-tipping]
when: answers.amount = "lorry"
do:
  - assign: {least_loaded: waste}
  - priority: urgent
  - task: Ring the depot
  - escalate: A lorry full
  - tag: large
"""


def on(name: str, state: State = State.ON) -> None:
    switch_rule(name, state, seen=rule_named(name).version, by=SYSTEM)


def tell(opened: Opened) -> None:
    for event in history(f"case:{opened.case_id}"):
        if type(event.fact).__name__ in ("CaseOpened", "QuestionAnswered", "CaseReopened", "CaseReleased"):
            LISTENERS["cases.rules"].handle(event)


def test_a_rule_acts_once_on_what_it_catches_and_says_so(with_rules: WithFiles) -> None:
    with_rules({"large": LARGE})
    marcus, olwen = MARCUS.signs_in(), OLWEN.signs_in()
    take_case(sends(FLY_TIPPING, HARDING).reference, by=marcus)
    before = sends(FLY_TIPPING, HARDING, amount="lorry")
    on("large")
    opened, small = sends(FLY_TIPPING, HARDING, amount="lorry"), sends(FLY_TIPPING, HARDING)
    for one in (opened, opened, small, before):
        tell(one)
    case = case_for(opened.reference, seen_by=marcus)
    assert case.assignee == olwen.account_id, "Marcus has one already"
    assert [task.words for task in case.tasks] == ["Ring the depot"]
    assert case_for(small.reference, seen_by=marcus).assignee is None
    assert case_for(before.reference, seen_by=marcus).assignee is None, "it was opened before the switch"
    assert [one.kind for one in notices_of(seen_by=marcus)] == ["escalated"]
    told = [(one.who, one.sentence) for one in timeline_of(opened.reference, seen_by=marcus)]
    assert ("Rule “Large loads at once”", "Gave the request to Olwen Arkwright.") in told
    assert ("Rule “Large loads at once”", "Set the priority to urgent.") in told
    [line] = applied_lately("large", seen_by=marcus)
    assert line.said[0] == "Gave it to Olwen Arkwright, who had the least to do."
    assert line.said[-1] == "Tagged it “large”."
    assert rules_listed(seen_by=marcus)[0].figures.done == 1


def test_the_worker_tells_rules_what_happened(with_rules: WithFiles) -> None:
    with_rules({"large": LARGE})
    OLWEN.signs_in()
    on("large")
    opened = sends(FLY_TIPPING, HARDING, amount="lorry")
    seal_now()
    LISTENERS["cases.rules"]
    deliver()
    assert case_for(opened.reference, seen_by=SYSTEM).assignee


def test_on_trial_it_writes_down_what_it_would_do_and_does_nothing(with_rules: WithFiles) -> None:
    with_rules({"large": LARGE})
    on("large", State.TRIAL)
    opened = sends(FLY_TIPPING, HARDING, amount="lorry")
    tell(opened)
    case = case_for(opened.reference, seen_by=SYSTEM)
    assert (case.assignee, case.tasks) == (None, ())
    [line] = applied_lately("large", seen_by=SYSTEM)
    assert (line.done, line.said[2]) == (False, "Would make a task: Ring the depot")


def test_what_cannot_be_done_is_said_and_keeps_the_rest_from_nothing(with_rules: WithFiles) -> None:
    with_rules({"large": LARGE})
    on("large")
    opened = sends(FLY_TIPPING, HARDING, amount="lorry")
    tell(opened)
    [line] = applied_lately("large", seen_by=SYSTEM)
    assert line.said[0].startswith("Could not give it to whoever"), "nobody has an account in the team"
    assert line.said[1] == "Set its priority to urgent."


def test_a_closing_that_was_a_mistake_is_no_reopening(with_rules: WithFiles) -> None:
    with_rules({"again": "name: Again\non: reopened\nwhen: reopened = 1\ndo:\n  - task: Look again\n"})
    on("again")
    opened = sends(FLY_TIPPING, HARDING)
    for ends in (undo_closing, reopen_case):
        close_case(opened.reference, "cleared", by=SYSTEM)
        ends(opened.reference, "It is not.", by=SYSTEM)
        tell(opened)
        tasks = len(case_for(opened.reference, seen_by=SYSTEM).tasks)
        assert tasks == (ends is reopen_case)
    assert len(applied_lately("again", seen_by=SYSTEM)) == 1


def test_who_is_away_gets_nothing_and_their_cover_does(with_rules: WithFiles) -> None:
    person = 'name: To Olwen\non: opened\ndo:\n  - assign: {person: "olwen@barchester.example"}\n'
    with_rules({"large": LARGE, "olwen": person})
    marcus, olwen = MARCUS.signs_in(), OLWEN.signs_in()
    assert olwen.account_id
    assert marcus.account_id
    today = clock.today()
    enter_absence(olwen.account_id, today, today, cover=marcus.account_id, by=olwen)
    on("olwen")
    opened = sends(FLY_TIPPING, HARDING)
    tell(opened)
    assert case_for(opened.reference, seen_by=marcus).assignee == marcus.account_id
    told = [one.sentence for one in timeline_of(opened.reference, seen_by=marcus)]
    assert "Olwen Arkwright is away, so it went to who covers them." in told


def test_the_night_brings_what_is_due_and_late_once(with_rules: WithFiles) -> None:
    texts = {
        "soon": "name: Soon\non: due in 2 days\ndo:\n  - task: Look at it\n",
        "late": "name: Late\non: late\nwhen: days_left < -1\ndo:\n  - priority: high\n",
    }
    with_rules(texts)
    with clock.stopped_at(MONDAY):
        on("soon")
        on("late")
        opened = sends(FLY_TIPPING, HARDING)
        due = case_for(opened.reference, seen_by=SYSTEM).due_on
    assert due
    for days in range(-4, 5):
        night = datetime(due.year, due.month, due.day, 0, 5, tzinfo=UTC) + timedelta(days=days)
        with clock.stopped_at(night):
            look_at_the_calendar()
            look_at_the_calendar()
            case = case_for(opened.reference, seen_by=SYSTEM)
            assert len(case.tasks) == (days >= -2), days
            assert len(applied_lately("late", seen_by=SYSTEM)) == (days >= 2), days


def test_nights_at_which_nothing_ran_are_caught_up_each_case_once_and_said_to_be_late(
    with_rules: WithFiles,
) -> None:
    texts = {
        "soon": "name: Soon\non: due in 2 days\ndo:\n  - task: It is due in two days.\n",
        "new": "name: New\non: due in 3 days\ndo:\n  - task: Switched on too late.\n",
        "once": "name: Once\non: daily\nwhen: days_left = 3\ndo:\n  - tag: three\n",
        "daily": "name: Daily\non: daily\nwhen: days_left < 4\ndo:\n  - remind: Look at it\n",
    }
    with_rules(texts)
    with clock.stopped_at(MONDAY):
        for name in ("soon", "once", "daily"):
            on(name)
        opened = sends(FLY_TIPPING, HARDING)
        due = case_for(opened.reference, seen_by=SYSTEM).due_on
    assert due

    def night(days: int) -> datetime:
        return datetime(due.year, due.month, due.day, 0, 5, tzinfo=UTC) + timedelta(days=days)

    with clock.stopped_at(night(-6)):
        look_at_the_calendar()
    with clock.stopped_at(night(-1)):
        on("new")
        for _ in range(2):
            look_at_the_calendar()
        case = case_for(opened.reference, seen_by=SYSTEM)
        assert [one.words for one in case.tasks] == ["It is due in two days. (This comes a night late.)"]
        assert {name: len(applied_lately(name, seen_by=SYSTEM)) for name in texts} == {
            "soon": 1, "new": 0, "once": 1, "daily": 1,
        }  # fmt: skip
        [once] = applied_lately("once", seen_by=SYSTEM)
        assert once.said == ("Tagged it “three”.", "It came 2 nights late: nothing ran then.")
        [daily] = applied_lately("daily", seen_by=SYSTEM)
        assert "late" not in " ".join(daily.said), "today brings it by itself"
    with clock.stopped_at(night(100)):
        forget_what_was_done_daily.call()
        assert [len(applied_lately(name, seen_by=SYSTEM)) for name in ("soon", "once", "daily")] == [1, 0, 0]


def test_however_many_nights_were_missed_each_case_is_read_once(with_rules: WithFiles) -> None:
    with_rules({"daily": "name: Daily\non: daily\nwhen: days_left = 900\ndo:\n  - remind: Look at it\n"})
    with clock.stopped_at(MONDAY):
        on("daily")
        sends(FLY_TIPPING, HARDING)

    def histories_read(days: int) -> int:
        with clock.stopped_at(MONDAY + timedelta(days=days)), CaptureQueriesContext(connection) as asked:
            look_at_the_calendar()
        return sum("FROM events_event e WHERE e.stream IN" in one["sql"] for one in asked.captured_queries)

    assert histories_read(1) == 1
    assert histories_read(30) == 1


def test_a_rule_is_switched_on_only_as_it_was_tried(with_rules: WithFiles) -> None:
    folder = with_rules({"large": LARGE})
    marcus = MARCUS.signs_in()
    version = rule_named("large").version
    with pytest.raises(Refused, match=r"^AUTO-02:"):
        switch_rule("large", State.ON, seen=version, by=marcus)
    with clock.stopped_at(clock.now() - timedelta(days=3)):
        opened = sends(FLY_TIPPING, HARDING, amount="lorry")
        sends(FLY_TIPPING, HARDING)
    ask_trial("large", by=marcus)
    assert trial_of(rule_named("large"), seen_by=marcus).finished_at is None
    run_pending()
    trial = trial_of(rule_named("large"), seen_by=marcus)
    assert trial
    assert (trial.caught, trial.looked) == (1, 2)
    assert [one.label for one in caught_by(rule_named("large"), seen_by=marcus)] == [opened.reference]
    switch_rule("large", State.ON, seen=version, by=marcus)
    assert rules_listed(seen_by=marcus)[0].state is State.ON
    (folder / "rules" / "large.yaml").write_text(LARGE.replace("lorry", "bag"))
    from moothall.apps.catalogue.api import read_again

    read_again()
    now = rules_listed(seen_by=marcus)[0]
    assert (now.state, now.changed) == (State.OFF, True)
    with pytest.raises(Refused, match=r"^AUTO-01:"):
        switch_rule("large", State.ON, seen=version, by=marcus)
    with pytest.raises(Refused, match=r"^automation.switch:"):
        switch_rule("large", State.OFF, seen=rule_named("large").version, by=OLWEN.actor)


def test_figures_and_trials_tell_nobody_of_what_they_may_not_see(with_rules: WithFiles) -> None:
    with_rules({"every": "name: Every one\non: opened\ndo:\n  - priority: high\n"})
    marcus, adaeze = MARCUS.signs_in(), ADAEZE.signs_in()
    on("every")
    with clock.stopped_at(clock.now() - timedelta(days=2)):
        sends(CONCERN, HARDING)
    concern = sends(CONCERN, HARDING)
    tell(concern)
    assert count_waiting("open", seen_by=adaeze).number == 2
    assert rules_listed(seen_by=marcus)[0].figures.done == 0
    assert applied_lately("every", seen_by=marcus) == ()
    ask_trial("every", by=marcus)
    run_pending()
    trial = trial_of(rule_named("every"), seen_by=marcus)
    assert trial
    assert (trial.looked, trial.caught) == (0, 0)


def test_a_case_closed_meanwhile_is_left_as_it_is(with_rules: WithFiles) -> None:
    with_rules({"large": LARGE})
    on("large")
    opened = sends(FLY_TIPPING, HARDING, amount="lorry")
    close_case(opened.reference, "cleared", by=SYSTEM)
    tell(opened)
    [line] = applied_lately("large", seen_by=SYSTEM)
    *others, tagged = line.said
    assert all(said.startswith("Could not") for said in others)
    assert tagged == "Tagged it “large”.", "a closed case may be tagged"
