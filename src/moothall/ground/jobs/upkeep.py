"""What `moothall doctor` and `/metrics` learn about background work."""

from __future__ import annotations

from collections.abc import Iterable

from moothall.ground.jobs.queries import backlog, count_in, workers_seen_within
from moothall.kernel.upkeep import MEASURES, Finding, Measure, checkup, well, wrong

#: Three missed signs of life.
ALIVE_SECONDS = 35
LATE_SECONDS = 300


@checkup("worker")
def a_worker_is_alive() -> Finding:
    alive = workers_seen_within(ALIVE_SECONDS)
    if not alive:
        return wrong("No worker is running.", "Start one: moothall serve, or moothall worker.")
    return well(f"{alive} running.")


@checkup("jobs")
def jobs_are_done_in_time() -> Finding:
    dead = count_in("dead")
    late = [row for row in backlog() if row.state == "ready" and row.oldest_seconds > LATE_SECONDS]
    if dead:
        return wrong(f"{dead} failed for good.", "Retry or forget them on the page of failed jobs.")
    if late:
        lane = late[0]
        return wrong(
            f"{lane.jobs} wait in the lane {lane.lane}, the oldest for {lane.oldest_seconds / 60:.0f} minutes.",
            f"See why they are slow, or start another: moothall worker --lane {lane.lane}",
        )
    return well("None is late, none has failed for good.")


def _measures() -> Iterable[Measure]:
    for row in backlog():
        labels = (("lane", row.lane), ("state", row.state))
        yield Measure("moothall_jobs_waiting", "Jobs in the table by lane and state.", row.jobs, labels)
        yield Measure(
            "moothall_jobs_oldest_seconds", "Since the oldest of them was due.", row.oldest_seconds, labels
        )
    yield Measure("moothall_workers", "Workers seen lately.", workers_seen_within(ALIVE_SECONDS))


MEASURES.add("jobs", _measures)
