"""What is asked of the servers, and what each asking cost in CPU of every process together."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.servers import Server


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu_ms` per request, all processes (web, worker, supervisor, database) together; `p95_ms` by the wall."""

    requests: int
    cpu_ms: float
    p95_ms: float
    seconds: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] * 1000 if len(seconds) > 1 else seconds[0] * 1000


def cost_of(
    server: Server,
    ask: Callable[[int, int], None],
    count: int,
    *,
    clients: int = 2,
    settle: Callable[[], None] = lambda: None,
) -> Cost:
    """Call `ask(client, number)` for `count` numbers shared by `clients` threads, then `settle()` (work that the
    requests left behind and that belongs to their price). CPU is read before the first and after the settling."""
    walls: list[float] = []
    numbers = iter(range(count))
    lock = threading.Lock()
    failures: list[BaseException] = []

    def run(client: int) -> None:
        try:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                began = time.perf_counter()
                ask(client, number)
                walls.append(time.perf_counter() - began)
        except BaseException as error:  # noqa: BLE001 — handed to whoever measures
            failures.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(clients)]
    cpu, began = server.cpu(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if failures:
        raise failures[0]
    settle()
    return Cost(count, (server.cpu() - cpu) / count * 1000, p95(walls), seconds)


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something to be asked `count` times of a server; `settle` as in `cost_of`."""

    server: Server
    ask: Callable[[int, int], None]
    count: int
    settle: Callable[[], None] = lambda: None


#: Turns that each contestant gets.
ROUNDS = 6


def side_by_side(*contestants: Contestant) -> list[Cost]:
    """What each costs, asked by turns, so that whatever else the machine does falls on all of them alike."""
    turns: list[list[Cost]] = [[] for _ in contestants]
    for turn in range(ROUNDS):
        for one, costs in zip(contestants, turns, strict=True):
            share = one.count // ROUNDS
            first = turn * share

            def ask(client: int, number: int, one: Contestant = one, first: int = first) -> None:
                one.ask(client, first + number)

            costs.append(cost_of(one.server, ask, share, settle=one.settle))
    return [_together(costs) for costs in turns]


def _together(costs: list[Cost]) -> Cost:
    requests = sum(cost.requests for cost in costs)
    cpu_ms = sum(cost.cpu_ms * cost.requests for cost in costs) / requests
    return Cost(requests, cpu_ms, max(c.p95_ms for c in costs), sum(cost.seconds for cost in costs))


def idle_cpu(server: Server, seconds: float = 5) -> float:
    """CPU seconds per second when nobody asks anything."""
    before = server.cpu()
    time.sleep(seconds)
    return (server.cpu() - before) / seconds


def calm(*servers: Server, most: float = 0.08, seconds: float = 300) -> float:
    """Wait until each server does next to nothing by itself: its first periodic jobs find much in a council that was
    just loaded; and until that is on the disk, because a page that records a look waits for the disk, too.
    Returns the seconds it took; goes on after so many whatever the servers do."""
    began = time.monotonic()
    while time.monotonic() - began < seconds and any(idle_cpu(one, 3) > most for one in servers):
        pass
    os.sync()
    return time.monotonic() - began
