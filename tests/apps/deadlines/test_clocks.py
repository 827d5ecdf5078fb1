"""Clocks: what is due when, and the proof of it in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from moothall.apps.deadlines.api import (
    clock_of,
    continue_clock,
    no_longer_wait,
    pause_clock,
    proof_of,
    rebuild_clocks,
    restart_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from moothall.apps.deadlines.models import Clock
from moothall.kernel import clock
from moothall.kernel.actors import system
from moothall.kernel.calendar import ClosingDay, Division, WorkingCalendar
from moothall.kernel.rules import Refused

pytestmark = pytest.mark.django_db

ME = system("test")
EASTER = WorkingCalendar(Division.ENGLAND_AND_WALES)
STAFF_DAY = WorkingCalendar(Division.ENGLAND_AND_WALES, (ClosingDay(date(2026, 4, 7), "staff day"),))
SUBJECT = "case:one"


def at(day: int, month: int = 3, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def start(day: int, month: int = 3, *, working_days: int = 5, calendar: WorkingCalendar = EASTER) -> date:
    with clock.stopped_at(at(day, month)):
        return start_clock(SUBJECT, working_days=working_days, calendar=calendar, by=ME).due_on


def test_the_day_of_receipt_is_day_0_and_easter_does_not_count() -> None:
    assert start(30) == date(2026, 4, 8)
    assert proof_of(SUBJECT) == (
        "You have 5 working days. Received Monday 30 March 2026.",
        "Friday 3 April (Good Friday), Monday 6 April (Easter Monday) and weekends do not count.",
        "Due Wednesday 8 April 2026.",
    )


def test_the_councils_own_closing_day_does_not_count() -> None:
    assert start(30, calendar=STAFF_DAY) == date(2026, 4, 9)
    assert "Tuesday 7 April (the council is closed: staff day)" in proof_of(SUBJECT)[1]


def test_the_last_day_is_due_until_its_end_in_the_united_kingdom() -> None:
    start(30)
    found = clock_of(SUBJECT)
    assert found is not None
    assert found.due_at == datetime(2026, 4, 8, 23, 0, tzinfo=UTC)
    with clock.stopped_at(datetime(2026, 4, 8, 22, 59, tzinfo=UTC)):
        assert not found.overdue
    with clock.stopped_at(found.due_at):
        assert found.overdue


def test_what_is_received_at_half_past_midnight_in_summer_is_received_that_day() -> None:
    with clock.stopped_at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        assert start_clock(SUBJECT, working_days=1, calendar=EASTER, by=ME).due_on == date(2026, 7, 2)


def test_a_pause_adds_the_working_days_it_took() -> None:
    start(2)
    with clock.stopped_at(at(3)):
        pause_clock(SUBJECT, by=ME)
        assert proof_of(SUBJECT)[-1] == "Paused since Tuesday 3 March 2026 while we wait for the resident."
    with clock.stopped_at(at(5)):
        assert resume_clock(SUBJECT, calendar=EASTER, by=ME).due_on == date(2026, 3, 11)
    assert proof_of(SUBJECT)[-2:] == (
        "Paused Tuesday to Thursday while we waited for the resident: 2 working days added.",
        "Due Wednesday 11 March 2026.",
    )


def test_a_pause_over_a_weekend_adds_no_weekend() -> None:
    start(2)
    with clock.stopped_at(at(6)):
        pause_clock(SUBJECT, by=ME)
    with clock.stopped_at(at(9)):
        assert resume_clock(SUBJECT, calendar=EASTER, by=ME).due_on == date(2026, 3, 10)


def test_a_pause_within_a_day_adds_nothing() -> None:
    start(2)
    with clock.stopped_at(at(3)):
        pause_clock(SUBJECT, by=ME)
        assert resume_clock(SUBJECT, calendar=EASTER, by=ME).due_on == date(2026, 3, 9)
    assert any("nothing added" in sentence for sentence in proof_of(SUBJECT))


def test_finished_in_time_and_after_it_was_due() -> None:
    start(2)
    with clock.stopped_at(at(9)):
        stop_clock(SUBJECT, by=ME)
    assert proof_of(SUBJECT)[-1] == "Finished Monday 9 March 2026, in time."
    with clock.stopped_at(at(10)):
        continue_clock(SUBJECT, by=ME)
        stop_clock(SUBJECT, by=ME)
    assert proof_of(SUBJECT)[-1] == "Finished Tuesday 10 March 2026, after it was due."


def test_starting_again_counts_from_that_day() -> None:
    start(2)
    with clock.stopped_at(at(20)):
        assert restart_clock(SUBJECT, working_days=2, calendar=EASTER, by=ME).due_on == date(2026, 3, 24)


@pytest.mark.parametrize(
    ("verb", "code"), [(resume_clock, "CLOCK-02"), (continue_clock, "CLOCK-05")], ids=["resume", "continue"]
)
def test_what_a_running_clock_refuses(verb: object, code: str) -> None:
    start(2)
    with pytest.raises(Refused, match=code):
        verb(SUBJECT, by=ME, **({"calendar": EASTER} if verb is resume_clock else {}))


def test_what_a_stopped_clock_refuses() -> None:
    start(2)
    stop_clock(SUBJECT, by=ME)
    for verb, code in ((pause_clock, "CLOCK-01"), (stop_clock, "CLOCK-03")):
        with pytest.raises(Refused, match=code):
            verb(SUBJECT, by=ME)
    with pytest.raises(Refused, match="CLOCK-04"):
        start_clock("case:two", working_days=1_001, calendar=EASTER, by=ME)


def test_what_it_waited_for_may_come_after_it_was_stopped() -> None:
    start(2)
    for day, verb in ((3, pause_clock), (4, stop_clock)):
        with clock.stopped_at(at(day)):
            verb(SUBJECT, by=ME)
    with clock.stopped_at(at(5)):
        no_longer_wait(SUBJECT, calendar=EASTER, by=ME)
        no_longer_wait(SUBJECT, calendar=EASTER, by=ME)
    with clock.stopped_at(at(9)):
        continue_clock(SUBJECT, by=ME)
    found = clock_of(SUBJECT)
    assert found
    assert (found.state, found.due_on) == ("running", date(2026, 3, 11))
    assert proof_of(SUBJECT)[-4:-2] == (
        "Paused Tuesday to Thursday while we waited for the resident: 2 working days added.",
        "Due Wednesday 11 March 2026.",
    )
    assert rebuild_clocks() == 0


def test_clocks_can_be_made_again_from_their_entries() -> None:
    start(2)
    with clock.stopped_at(at(3)):
        pause_clock(SUBJECT, by=ME)
    before = Clock.objects.values().get()
    Clock.objects.update(due_on=date(2030, 1, 1), state="running", paused_on=None, entries=9)
    assert rebuild_clocks() == 1
    assert Clock.objects.values().get() == before
    assert rebuild_clocks() == 0


def test_a_closing_day_added_later_changes_no_proof() -> None:
    start(30)
    before = proof_of(SUBJECT)
    with clock.stopped_at(at(31)):
        pause_clock(SUBJECT, by=ME)
        resume_clock(SUBJECT, calendar=STAFF_DAY, by=ME)
    assert proof_of(SUBJECT)[: len(before)] == before
