"""The worker: one thread keeps the table, others run the jobs.

The keeper writes down what is finished and claims what is next in the same short transaction, so that any number
of jobs costs one flush to the disk. Runners never touch the table. While they run, the keeper renews their leases.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from time import monotonic, sleep
from uuid import UUID

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction

from moothall.ground.jobs import schedule, table
from moothall.ground.jobs.running import Outcome, finish, work
from moothall.ground.jobs.table import Claimed
from moothall.ground.jobs.tasks import TASKS, Every, lanes
from moothall.kernel.ids import new_id

logger = logging.getLogger("moothall.jobs")

#: Seconds between two rounds: the shortest while there is work, the longest while there is none. A round costs about
#: what a job does, so a busy worker waits for a handful of jobs; nobody notices a fifth of a second in an e-mail.
BUSY_PAUSE, IDLE_PAUSE = 0.2, 0.4
RENEW_EVERY, REAP_EVERY, BEAT_EVERY = 5.0, 5.0, 10.0
#: Jobs of a lane that a worker holds at a time: few at first, more while it runs them faster than it claims them.
FIRST_WINDOW, LARGEST_WINDOW = 4, 128
STOP_WITHIN = 25.0
STUCK = 3


@dataclass(slots=True)
class Begun:
    """A job in a runner's hands since `since` (monotonic seconds)."""

    job: Claimed
    since: float


@dataclass(slots=True)
class LaneRunners:
    """The threads of one lane, what waits for them and what they are at."""

    name: str
    threads: int
    finished: SimpleQueue[Outcome]
    bell: threading.Event
    waiting: SimpleQueue[Claimed | None] = field(default_factory=SimpleQueue)
    running: dict[UUID, Begun] = field(default_factory=dict)
    window: int = FIRST_WINDOW
    hungry: bool = False
    started: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for number in range(self.threads):
            thread = threading.Thread(target=self._run, name=f"{self.name}-{number}", daemon=True)
            thread.start()
            self.started.append(thread)

    def _run(self) -> None:
        while (job := self.waiting.get()) is not None:
            self.running[job.id] = Begun(job, monotonic())
            self.finished.put(work(job))
            self.running.pop(job.id, None)
            self.bell.set()
        connection.close()

    def alive(self) -> bool:
        return any(thread.is_alive() for thread in self.started)

    def room(self) -> int:
        """How many more jobs may be claimed; learns from what is left of the last claim."""
        left = self.waiting.qsize()
        if left == 0 and self.hungry:
            self.window = min(LARGEST_WINDOW, self.window * 2)
        elif left > self.window // 2:
            self.window = max(self.threads * 2, self.window // 2)
        return max(0, self.window - left)

    def take(self, jobs: Sequence[Claimed], room: int) -> None:
        """Queue what was claimed for the threads; a full claim means there may be more."""
        self.hungry = len(jobs) == room
        for job in jobs:
            self.waiting.put(job)

    def give_back(self) -> list[Claimed]:
        """Everything not begun, and an end for each thread."""
        left = []
        while not self.waiting.empty():
            job = self.waiting.get()
            if job is not None:
                left.append(job)
        for _ in self.started:
            self.waiting.put(None)
        return left


class Worker:
    """Runs jobs until `stop` is called or, with `until_empty`, nothing is left.

    `slot` names the place of this worker under its supervisor, unique in the world: what an earlier holder of the
    place held is freed at once. `only` are the lanes to run.
    """

    def __init__(
        self, *, slot: str = "", only: Sequence[str] | None = None, until_empty: bool = False
    ) -> None:
        self._slot = slot
        self.name = f"{slot or 'alone'}/{new_id().hex[-12:]}"
        self._until_empty = until_empty
        self._finished: SimpleQueue[Outcome] = SimpleQueue()
        self._bell = threading.Event()
        self._held: dict[UUID, Claimed] = {}
        self._stopping = False
        self._due: dict[str, float] = {}
        self._lanes = {
            name: LaneRunners(name, threads, self._finished, self._bell)
            for name, threads in lanes().items()
            if only is None or name in only
        }
        self._schedule = schedule.Schedule(self._lanes)

    def stop(self) -> None:
        """Ask for the end, from a signal or another thread: running jobs are finished, others given back."""
        self._stopping = True

    def run(self) -> int:
        """0 after a clean stop; 3 when a job is stuck and the process must go."""
        schedule.greet(self.name)
        if self._slot:
            table.reap(abandoned_by=self._slot)
        for lane in self._lanes.values():
            lane.start()
        pause = BUSY_PAUSE
        while not self._stopping:
            moved = self._round_or_wait_for_database()
            if self._until_empty and not moved and not self._held:
                break
            if self._stuck():
                return STUCK
            pause = BUSY_PAUSE if moved else min(IDLE_PAUSE, pause * 1.5)
            self._rest(pause)
        return self._end()

    def _rest(self, pause: float) -> None:
        """Sleep for `pause`, less when a runner has finished, never so little that each job costs a round."""
        begun = monotonic()
        self._bell.wait(pause)
        self._bell.clear()
        left = BUSY_PAUSE - (monotonic() - begun)
        if left > 0:
            sleep(left)

    def _round_or_wait_for_database(self) -> bool:
        try:
            return self._round()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The worker waits for the database.", extra={"frames": type(error).__qualname__})
            close_old_connections()
            return False

    def _round(self) -> bool:
        """Finish, schedule and claim in one transaction. True when there was anything to do."""
        self._keep()
        outcomes = self._take_finished()
        room = {name: free for name, lane in self._lanes.items() if (free := lane.room())}
        due = self._schedule.due()
        wanted = table.ready_lanes(tuple(room))
        if not (outcomes or wanted or due):
            return False
        claimed = self._finish(outcomes, lambda: self._claim(room, wanted, due))
        for outcome in outcomes:
            self._held.pop(outcome.job.id, None)
        self._held.update((job.id, job) for job in claimed)
        for name in room:
            self._lanes[name].take([job for job in claimed if job.lane == name], room[name])
        return True

    def _finish(self, outcomes: list[Outcome], then: Callable[[], list[Claimed]]) -> list[Claimed]:
        """What is done stays done while the database is away: it is written down when it is back."""
        try:
            return finish(outcomes, then=then)
        except Exception:
            for outcome in outcomes:
                self._finished.put(outcome)
            raise

    def _claim(self, room: dict[str, int], wanted: set[str], due: Sequence[Every]) -> list[Claimed]:
        if table.DUE in wanted:
            table.promote()
        self._schedule.enqueue(due)
        lanes = (wanted | {every.task.queue_name for every in due}) & set(room)
        return [job for name in sorted(lanes) for job in table.claim(name, room[name], self.name)]

    def _take_finished(self) -> list[Outcome]:
        taken = []
        while not self._finished.empty():
            taken.append(self._finished.get())
        return taken

    def _keep(self) -> None:
        """Renew, reap and show a sign of life, each when its time has come."""
        if self._held and self._time_for("renew", RENEW_EVERY):
            table.renew(list(self._held.values()), self.name)
        if self._time_for("reap", REAP_EVERY):
            table.reap()
        if self._time_for("beat", BEAT_EVERY):
            schedule.beat(self.name)

    def _time_for(self, what: str, seconds: float) -> bool:
        now = monotonic()
        if now < self._due.get(what, 0.0):
            return False
        self._due[what] = now + seconds
        return True

    def _stuck(self) -> bool:
        """Whether a job has run past its limit: a thread cannot be ended, so the process must."""
        now = monotonic()
        for lane in self._lanes.values():
            for begun in list(lane.running.values()):
                task = TASKS.get(begun.job.task)
                if task and now - begun.since > task.limit_seconds:
                    logger.error("A job is stuck; the worker ends.", extra={"task": begun.job.task})
                    return True
        return False

    def _end(self) -> int:
        """Give back what was not begun, let what runs finish, write it down."""
        with transaction.atomic():
            table.release([job for lane in self._lanes.values() for job in lane.give_back()])
        until = monotonic() + STOP_WITHIN
        while monotonic() < until and any(lane.alive() for lane in self._lanes.values()):
            self._keep()
            finish(self._take_finished())
            self._bell.wait(0.1)
            self._bell.clear()
        finish(self._take_finished())
        schedule.leave(self.name)
        return 0
