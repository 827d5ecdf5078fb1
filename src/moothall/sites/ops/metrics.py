"""Numbers for Prometheus: counted by every process into files they share, or asked when somebody looks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from django.db import DatabaseError
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from moothall.ground.jobs.api import Finished
from moothall.kernel.upkeep import MEASURES, Measure

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
#: The variable by which prometheus_client knows that processes share a folder.
SHARED = "PROMETHEUS_MULTIPROC_DIR"

REQUESTS = Counter("moothall_requests", "Requests answered.", ("route", "method", "status"))
REQUEST_SECONDS = Histogram("moothall_request_seconds", "Time to answer.", ("route",), buckets=SECONDS)
JOBS = Counter("moothall_jobs", "Runs of jobs: done, again, dead, lost.", ("lane", "result"))
JOB_SECONDS = Histogram("moothall_job_seconds", "Time a run took.", ("lane",), buckets=SECONDS)
JOB_WAITED = Histogram(
    "moothall_job_waited_seconds",
    "From asked to done.",
    ("lane",),
    buckets=(0.1, 0.5, 1, 5, 30, 60, 300, 3600),
)


class _Counting:
    """Whether this process counts."""

    on: ClassVar[bool] = True


def count_nothing() -> None:
    """From now on nothing is counted in this process: there is no room for it."""
    _Counting.on = False


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    if not _Counting.on:
        return
    REQUESTS.labels(route, method, str(status)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


def count_job(run: Finished) -> None:
    if not _Counting.on:
        return
    JOBS.labels(run.lane, run.result).inc()
    JOB_SECONDS.labels(run.lane).observe(run.seconds)
    if run.result == "done":
        JOB_WAITED.labels(run.lane).observe(run.waited_seconds)


class Asked:
    """What rooms answer about now (`MEASURES`), as gauges."""

    def collect(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for group in MEASURES.values():
            for one in _answers(group):
                _family(families, one).add_metric([value for _, value in one.labels], one.value)
        yield from families.values()


def _answers(group: Callable[[], Iterable[Measure]]) -> list[Measure]:
    """Nothing while the database is away: what was counted is shown all the same."""
    try:
        return list(group())
    except DatabaseError:
        return []


def _family(families: dict[str, GaugeMetricFamily], one: Measure) -> GaugeMetricFamily:
    if one.name not in families:
        labels = [label for label, _ in one.labels]
        families[one.name] = GaugeMetricFamily(one.name, one.meaning, labels=labels)
    return families[one.name]


def written() -> bytes:
    """Everything in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Asked())
    if SHARED in os.environ:  # noqa: TID251 — the library's own switch, set by `environment`
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # its library has no types
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)
