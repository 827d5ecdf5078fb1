"""Holding a job: fence, lease, backoff, periods. Below the door, where two workers can be told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from moothall.ground.jobs import table
from moothall.ground.jobs.api import dead_jobs, job, run_pending
from moothall.ground.jobs.models import Job
from moothall.ground.jobs.running import finish, work
from moothall.ground.jobs.schedule import Schedule
from moothall.ground.jobs.worker import Worker
from moothall.kernel import clock
from moothall.kernel.actors import system
from tests.ground.jobs import pretend

pytestmark = pytest.mark.django_db(transaction=True)
LANE = "tests"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_who_lost_the_lease_cannot_finish_nor_settle() -> None:
    pretend.DID.clear()
    with clock.stopped_at(NOON):
        pretend.call_outside.enqueue(word="bins")
        (slow,) = table.claim(LANE, 10, "a/1")
        worked = work(slow)
    with clock.stopped_at(NOON + timedelta(minutes=1)):
        assert table.reap() == 1
        (other,) = table.claim(LANE, 10, "b/1")
        finish([worked])
        assert pretend.DID == []
        assert Job.objects.count() == 1
        finish([work(other)])
    assert pretend.DID == ["settled bins"]
    assert Job.objects.count() == 0


def test_a_renewed_lease_is_not_reaped() -> None:
    with clock.stopped_at(NOON):
        pretend.note.enqueue(word="bins")
        held = table.claim(LANE, 10, "a/1")
    with clock.stopped_at(NOON + timedelta(seconds=20)):
        table.renew(held, "a/1")
    with clock.stopped_at(NOON + timedelta(seconds=40)):
        assert table.reap() == 0
    with clock.stopped_at(NOON + timedelta(seconds=51)):
        assert table.reap() == 1


def test_a_job_that_kills_its_workers_is_dead_in_the_end() -> None:
    pretend.note.enqueue(word="bins")
    moment = clock.now()
    for _ in range(table.DEATHS_ALLOWED + 1):
        moment += timedelta(minutes=2)
        with clock.stopped_at(moment):
            table.promote()
            assert len(table.claim(LANE, 10, "a/1")) == 1
            table.reap(abandoned_by="a")
    (dead,) = dead_jobs(seen_by=system("tests"))
    assert "workers died" in dead.error


def test_a_waiting_twin_stands_in_for_a_job_that_must_wait_again() -> None:
    pretend.note_once.enqueue(word="bins")
    table.claim(LANE, 10, "a/1")
    pretend.note_once.enqueue(word="bins")
    assert Job.objects.count() == 2
    table.reap(abandoned_by="a")
    assert Job.objects.count() == 1
    assert run_pending([LANE]) == 1


def test_delays_double_up_to_an_hour_and_spread() -> None:
    middles = (2, 4, 8, 16, 32)
    for failures, middle in enumerate(middles, start=1):
        assert 0.75 * middle <= table.delay_ms(failures) / 1000 <= 1.25 * middle
    assert table.delay_ms(1000) <= 1.25 * 3600 * 1000
    assert len({table.delay_ms(9) for _ in range(20)}) > 1


def test_a_periodic_job_is_enqueued_once_a_slot_by_any_number_of_workers() -> None:
    one, other = Schedule([LANE]), Schedule([LANE])
    with clock.stopped_at(NOON):
        assert one.enqueue(one.due()) == 1
        assert one.due() == ()
        assert other.enqueue(other.due()) == 0
        assert run_pending([LANE]) == 1
    with clock.stopped_at(NOON + timedelta(minutes=61)):
        assert other.enqueue(other.due()) == 1
        assert one.enqueue(one.due()) == 0


def test_what_is_daily_waits_for_its_first_night() -> None:
    first, other = Schedule(["tests by night"]), Schedule(["tests by night"])
    with clock.stopped_at(NOON):
        assert first.enqueue(first.due()) == 0
        assert first.due() == ()
        assert other.enqueue(other.due()) == 0
    with clock.stopped_at(NOON + timedelta(hours=12)):
        assert other.enqueue(other.due()) == 1
        assert first.enqueue(first.due()) == 0


def test_a_lease_too_short_to_renew_is_refused() -> None:
    with pytest.raises(ValueError, match="15"):
        job(lease_seconds=5)


def test_a_task_this_version_does_not_know_waits_for_one_that_does() -> None:
    pretend.note.enqueue(word="bins")
    Job.objects.update(task="moothall.gone.send")
    run_pending([LANE])
    assert Job.objects.get().state == "later"


def test_what_is_done_is_written_down_when_the_database_is_back() -> None:
    pretend.DID.clear()
    pretend.note.enqueue(word="bins")
    away = iter([True] * 6)

    def wire(
        execute: Callable[..., object],
        sql: str,
        parameters: object,
        many: bool,
        context: Mapping[str, object],
    ) -> object:
        if sql.startswith("DELETE FROM jobs_job") and next(away, False):
            raise OperationalError("the database is away")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(wire):
        assert Worker(only=[LANE], until_empty=True).run() == 0
    assert pretend.DID.count("bins") == 1
    assert not Job.objects.filter(task=pretend.note.module_path).exists()
