"""One job: claimed, worked outside any transaction, finished in a short one. And many, synchronously."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction

from moothall.ground.jobs import table
from moothall.ground.jobs.table import Claimed
from moothall.ground.jobs.tasks import TASKS, JobTask, PermanentFailure, Settle, lanes
from moothall.kernel.registry import Registry

logger = logging.getLogger("moothall.jobs")

FRAMES_KEPT = 12
#: For a task this version does not know: another machine may still run an older or already a newer one.
ATTEMPTS_OF_UNKNOWN = 8


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a run failed: types and places in the code, never values, which may be personal."""

    error: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run, not yet written down; `seconds` it took."""

    job: Claimed
    settle: Settle | None
    failed: Failed | None
    seconds: float


#: Raised by a database that is away: nothing is known of what it was to write.
AWAY = (OperationalError, InterfaceError)


class SettleFailed(Exception):
    """What a job returned to be written failed: that is the job's own failure."""


@dataclass(frozen=True, slots=True)
class Finished:
    """Told to observers when a run has been written down; `result`: done, again, dead or lost (the lease)."""

    task: str
    lane: str
    result: str
    seconds: float
    waited_seconds: float


#: Who wants to hear of finished runs: metrics.
OBSERVERS: Registry[Callable[[Finished], None]] = Registry("observer of jobs")


def in_short(filename: str) -> str:
    """A file's path from the package on."""
    return filename.rpartition("/site-packages/")[2].rpartition("/src/")[2]


def in_frames(error: BaseException) -> str:
    """The error without values: its type and the places it passed, innermost last."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_KEPT:]
    places = [f"  {in_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([f"{name}, raised in", *places])


def failed_by(error: BaseException) -> Failed:
    if isinstance(error, PermanentFailure):
        return Failed(error.sentence, permanent=True)
    return Failed(in_frames(error), permanent=False)


def work(job: Claimed) -> Outcome:
    """Make the call, outside any transaction of ours. Never raises."""
    begun = perf_counter()
    settle: Settle | None = None
    failed: Failed | None = None
    try:
        task = TASKS[job.task]
        arguments = table.read_arguments(job.arguments)
        answer = task.func(*arguments.args, **arguments.kwargs)
        settle = answer if callable(answer) else None
    except Exception as error:  # noqa: BLE001 — a job's error is its own
        failed = failed_by(error)
        logger.warning("A job failed.", extra={"task": job.task, "tries": job.tries, "frames": failed.error})
        if not connection.in_atomic_block:
            close_old_connections()
    return Outcome(job, settle, failed, perf_counter() - begun)


def finish(outcomes: Sequence[Outcome], *, then: Callable[[], list[Claimed]] = list) -> list[Claimed]:
    """Write down what came of these runs, together when that goes well, else one by one. Tells the observers.

    `then` claims what comes next, in the same transaction, so that it costs no flush of its own; its answer is
    returned, or nothing when the runs had to be written down one by one. Raises OperationalError or InterfaceError
    when the database is away: to be tried again, with the same outcomes.
    """
    try:
        with transaction.atomic():
            results = _write_down(outcomes)
            claimed = then()
    except AWAY:
        raise
    except Exception:
        if not outcomes:
            raise
        results = [result for outcome in outcomes for result in _finish_alone(outcome)]
        claimed = []
    _tell(outcomes, results)
    return claimed


def _finish_alone(outcome: Outcome) -> list[str]:
    try:
        with transaction.atomic():
            return _write_down([outcome])
    except AWAY:
        raise
    except Exception as error:  # noqa: BLE001 — its settle's, or of a constraint looked at in the end
        cause = error.__cause__ if isinstance(error, SettleFailed) and error.__cause__ else error
        said = {"task": outcome.job.task, "frames": in_frames(cause)}
        logger.warning("A job failed to settle.", extra=said)
        again = Outcome(outcome.job, None, failed_by(cause), outcome.seconds)
    with transaction.atomic():
        return _write_down([again])


def _write_down(outcomes: Sequence[Outcome]) -> list[str]:
    held = table.still_held([outcome.job for outcome in outcomes])
    results = []
    done = []
    for outcome in outcomes:
        if outcome.job.id not in held:
            results.append("lost")
        elif outcome.failed:
            results.append(_fail(outcome.job, outcome.failed))
        else:
            if outcome.settle:
                _settle(outcome.settle)
            done.append(outcome.job.id)
            results.append("done")
    table.delete(done)
    return results


def _settle(settle: Settle) -> None:
    try:
        settle()
    except Exception as error:
        raise SettleFailed from error


def _fail(job: Claimed, failed: Failed) -> str:
    task: JobTask[..., object] | None = TASKS.get(job.task)
    attempts = task.attempts if task else ATTEMPTS_OF_UNKNOWN
    tries = job.tries + 1
    if failed.permanent or tries >= attempts:
        table.bury(job.id, tries=tries, error=failed.error)
        return "dead"
    due = table.now_ms() + table.delay_ms(tries)
    table.wait_again(job.id, job.unique_key, due_ms=due, tries=tries, lost=job.lost, error=failed.error)
    return "again"


def _tell(outcomes: Sequence[Outcome], results: Sequence[str]) -> None:
    now = table.now_ms()
    for outcome, result in zip(outcomes, results, strict=True):
        waited = max(0.0, (now - outcome.job.created_ms) / 1000 - outcome.seconds)
        for observer in OBSERVERS.values():
            observer(Finished(outcome.job.task, outcome.job.lane, result, outcome.seconds, waited))


def run_pending(only: Iterable[str] | None = None, *, limit: int = 10_000, batch: int = 50) -> int:
    """Run what is due in the lanes `only` (all when None) until none is left or `limit` were run; how many were.

    For tests, rehearsals and loaders: synchronous, in this process. Failures wait for their later attempt.
    """
    chosen = tuple(only) if only is not None else tuple(lanes())
    run = 0
    while run < limit:
        with transaction.atomic():
            table.promote()
            claimed = [
                job for name in chosen for job in table.claim(name, min(batch, limit - run), "run_pending")
            ]
        if not claimed:
            return run
        for job in claimed:
            finish([work(job)])
        run += len(claimed)
    return run
