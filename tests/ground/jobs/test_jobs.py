"""The life of a job, by the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from moothall.ground.jobs.api import (
    backlog,
    dead_jobs,
    enqueue_many,
    forget_job,
    forget_jobs_about,
    retry_job,
    run_pending,
)
from moothall.ground.outside import InsideTransaction, forbid_in_transaction
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, system
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused
from tests.ground.jobs import pretend

pytestmark = pytest.mark.django_db
LOOKING_AFTER = system("tests")
LANE = ("tests",)


@pytest.fixture(autouse=True)
def did() -> Iterator[list[str]]:
    pretend.DID.clear()
    yield pretend.DID
    pretend.DID.clear()


def drain_for(hours: int) -> None:
    """Run what is due now and whatever becomes due within `hours`."""
    begun = clock.now()
    for minutes in range(0, hours * 60, 5):
        with clock.stopped_at(begun + timedelta(minutes=minutes)):
            run_pending(LANE)


def test_a_job_runs_once_and_is_gone(did: list[str]) -> None:
    result = pretend.note.enqueue(word="bins")
    assert result.status is TaskResultStatus.READY
    assert run_pending(LANE) == 1
    assert run_pending(LANE) == 0
    assert did == ["bins"]
    with pytest.raises(TaskResultDoesNotExist):
        pretend.note.get_result(result.id)


def test_a_job_of_a_rolled_back_caller_never_was(did: list[str]) -> None:
    with transaction.atomic():
        pretend.note.enqueue(word="bins")
        transaction.set_rollback(True)
    assert run_pending(LANE) == 0


def test_the_most_urgent_runs_first_then_the_oldest(did: list[str]) -> None:
    for word, priority in (("old", 0), ("new", 0), ("urgent", 10)):
        pretend.note.using(priority=priority).enqueue(word=word)
    run_pending(LANE)
    assert did == ["urgent", "old", "new"]


def test_positional_arguments_arrive(did: list[str]) -> None:
    pretend.note.enqueue("bins")
    run_pending(LANE)
    assert did == ["bins"]


def test_a_later_job_waits_for_its_time(did: list[str]) -> None:
    pretend.note.using(run_after=clock.now() + timedelta(hours=1)).enqueue(word="bins")
    assert run_pending(LANE) == 0
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        assert run_pending(LANE) == 1


def test_a_unique_job_waits_once_but_may_wait_again_while_it_runs(did: list[str]) -> None:
    first = pretend.note_once.enqueue(word="bins")
    assert pretend.note_once.enqueue(word="bins").id == first.id
    assert pretend.note_once.enqueue(word="skips").id != first.id
    keyed = pretend.note.using(unique="case:1")
    assert keyed.enqueue(word="one").id == keyed.enqueue(word="two").id
    run_pending(LANE)
    assert did == ["bins", "skips", "one"]
    assert pretend.note_once.enqueue(word="bins").id != first.id


def test_many_are_enqueued_together(did: list[str]) -> None:
    calls = [(pretend.note, {"word": str(number)}) for number in range(200)]
    assert (
        enqueue_many([*calls, (pretend.note_once, {"word": "x"}), (pretend.note_once, {"word": "x"})]) == 202
    )
    assert run_pending(LANE) == 201
    assert sorted(did) == sorted([*(str(number) for number in range(200)), "x"])


def test_a_failing_job_is_tried_again_later_then_is_dead() -> None:
    pretend.fail.enqueue(secret="Mrs Jones")
    assert run_pending(LANE) == 1
    assert run_pending(LANE) == 0, "it waits before it is tried again"
    assert [row.state for row in backlog()] == ["later"]
    drain_for(hours=1)
    (dead,) = dead_jobs(seen_by=LOOKING_AFTER)
    assert dead.tries == 3
    assert "ValueError" in dead.error
    assert "in fail" in dead.error
    assert "Jones" not in dead.error


def test_a_permanent_failure_is_dead_at_once_with_its_sentence() -> None:
    pretend.fail_for_good.enqueue()
    run_pending(LANE)
    (dead,) = dead_jobs(seen_by=LOOKING_AFTER)
    assert (dead.tries, dead.error) == (1, "The address does not exist.")


def test_a_dead_job_is_retried_as_new_or_forgotten() -> None:
    result = pretend.fail_for_good.enqueue()
    run_pending(LANE)
    assert pretend.fail_for_good.get_result(result.id).status is TaskResultStatus.FAILED
    assert retry_job(UUID(result.id), by=LOOKING_AFTER)
    assert not retry_job(UUID(result.id), by=LOOKING_AFTER)
    assert run_pending(LANE) == 1
    assert forget_job(UUID(result.id), by=LOOKING_AFTER)
    assert dead_jobs(seen_by=LOOKING_AFTER) == ()


@pytest.mark.parametrize("verb", [retry_job, forget_job])
def test_only_who_looks_after_jobs_decides_about_them(verb: type) -> None:
    with pytest.raises(Refused):
        verb(new_id(), by=ANONYMOUS)
    with pytest.raises(Refused):
        dead_jobs(seen_by=ANONYMOUS)


def test_a_settle_is_written_with_the_finish_and_its_failure_is_the_jobs(did: list[str]) -> None:
    pretend.settle_badly.enqueue()
    pretend.call_outside.enqueue(word="bins")
    drain_for(hours=1)
    assert did == ["settled bins"]
    (dead,) = dead_jobs(seen_by=LOOKING_AFTER)
    assert dead.tries == 2


def test_erasure_forgets_jobs_that_name_the_subject(did: list[str]) -> None:
    subject = new_id()
    pretend.note.enqueue(word=str(subject))
    pretend.note.enqueue(word="somebody else")
    assert forget_jobs_about(subject, by=LOOKING_AFTER) == 1
    run_pending(LANE)
    assert did == ["somebody else"]


def test_nothing_slow_inside_a_transaction() -> None:
    forbid_in_transaction("Reading a file")
    with transaction.atomic(), pytest.raises(InsideTransaction, match="Reading a file"):
        forbid_in_transaction("Reading a file")
