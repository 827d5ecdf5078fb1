"""What a page, a submission and a whole journey cost, as ratios to a bare Django on the same machine and durability."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.load import Cost, cost_of
from bench.residents import (
    SERVICE,
    Line,
    browser_for,
    cookies,
    ready_to_send,
    token_on,
    typed,
)
from bench.servers import Server
from moothall.sites.rehearsal.browser import Browser
from moothall.sites.rehearsal.walking import Stuck, start, walk

WARM_UP = 20
FIRST_PAGE = f"/services/{SERVICE}/which-bin"


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The bare Django: one template with one indexed query, and the insert of one row."""

    view: Cost
    insert: Cost


def measure_bare(server: Server, count: int) -> Yardstick:
    lines = [Line(server), Line(server)]
    page = browser_for(server)
    page.get("/view/row-1")
    token, cookie = token_on(page), cookies(page)
    for number in range(200):
        lines[number % 2].get(f"/view/row-{number}")

    def view(client: int, number: int) -> None:
        lines[client].get(f"/view/row-{number * 7 % 10_000}")

    def insert(client: int, number: int) -> None:
        pairs = [
            ("csrfmiddlewaretoken", token),
            ("key", f"new-{number}"),
            ("text", "Some words about it. " * 5),
        ]
        lines[client].post("/insert", pairs, cookie, 302)

    return Yardstick(cost_of(server, view, count), cost_of(server, insert, count // 2))


def measure_form_page(server: Server, count: int) -> tuple[Cost, Cost]:
    """The first page of a form: nobody has answered it; and sent back with a value and an error."""
    lines = [Line(server), Line(server)]
    page = browser_for(server)
    start(page, SERVICE)
    token, cookie = token_on(page), cookies(page)
    wrong = [("csrfmiddlewaretoken", token), ("bins", "no such bin")]
    for line in lines * 20:
        line.get(FIRST_PAGE, cookie)

    def unanswered(client: int, number: int) -> None:
        lines[client].get(FIRST_PAGE, cookie)

    def sent_back(client: int, number: int) -> None:
        lines[client].post(FIRST_PAGE, wrong, cookie, 200)

    return cost_of(server, unanswered, count), cost_of(server, sent_back, count)


@dataclass(frozen=True, slots=True)
class Sent:
    """Submissions, everything they set off included; `drained_s` how long the backlog took after the last."""

    cost: Cost
    drained_s: float


def measure_submission(server: Server, count: int, backlog: Callable[[], int]) -> Sent:
    """The press of the last button: case, clock, facts, jobs, all durable, the worker running and draining.

    A few are sent before, so that web and worker have read the folders, which they do once in their lives.
    """
    waiting = [ready_to_send(server, number) for number in range(count)]
    for number in range(count, count + WARM_UP):
        send(server, ready_to_send(server, number))
    wait_until_drained(backlog, 120)
    ended: list[float] = []

    def press(client: int, number: int) -> None:
        send(server, waiting[number])

    def settle() -> None:
        ended.append(wait_until_drained(backlog, 60))

    return Sent(cost_of(server, press, count, settle=settle), ended[0])


def send(server: Server, browser: Browser) -> None:
    line = Line(server)
    path = browser.page.path
    line.post(path, [("csrfmiddlewaretoken", token_on(browser))], cookies(browser), 302)


def measure_journeys(server: Server, count: int, backlog: Callable[[], int]) -> tuple[Cost, float]:
    """Whole journeys, from the service's page to the confirmation, and how many requests one has."""
    requests: list[int] = []

    def journey(client: int, number: int) -> None:
        browser = browser_for(server)
        walk(browser, SERVICE, typed(100_000 + number))
        requests.append(browser.requests)

    cost = cost_of(server, journey, count, settle=lambda: void(wait_until_drained(backlog, 60)))
    return cost, sum(requests) / len(requests)


def void(value: object) -> None:
    """For where only the doing counts."""


def wait_until_drained(backlog: Callable[[], int], seconds: float) -> float:
    """Wait until nothing is waiting; returns the seconds it took. Raises Stuck when it takes too long."""
    began = time.monotonic()
    while backlog():
        if time.monotonic() - began > seconds:
            raise Stuck(f"The backlog was not drained within {seconds} s.", Browser(None).page)  # type: ignore[arg-type]
        time.sleep(0.25)
    return time.monotonic() - began
