"""What a page, a submission and a whole journey cost, as ratios to a bare Django on the same machine and durability."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.load import Contestant, Cost, side_by_side
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
from moothall.sites.rehearsal.walking import start, walk

WARM_UP = 20
FIRST_PAGE = f"/services/{SERVICE}/which-bin"


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU of every kind of request. `view` (one template, one indexed query) and `insert` (one row) are the bare
    Django's; `sent` and `journeys` have everything they set off in them, `drained_s` is how long the backlog took at
    worst after a round of submissions, `requests` how many a journey has."""

    view: Cost
    insert: Cost
    unanswered: Cost
    sent_back: Cost
    sent: Cost
    journeys: Cost
    drained_s: float
    requests: float


def measure(bare: Server, council: Server, backlog: Callable[[], int], submissions: int) -> Speed:
    """Everything by turns with the yardstick it is compared with."""
    view, insert = bare_asks(bare)
    unanswered, sent_back = _form_page(council)
    requests: list[int] = []
    drained: list[float] = []

    def settle() -> None:
        drained.append(wait_until_drained(backlog, 60))

    def journey(client: int, number: int) -> None:
        browser = browser_for(council)
        walk(browser, SERVICE, typed(100_000 + number))
        requests.append(browser.requests)

    press = _submission(council, submissions)
    settle()
    view_cost, plain, with_error, journeys = side_by_side(
        Contestant(bare, view, submissions * 5),
        Contestant(council, unanswered, submissions * 4),
        Contestant(council, sent_back, submissions * 4),
        Contestant(council, journey, submissions // 3, settle),
    )
    drained.clear()
    insert_cost, sent = side_by_side(
        Contestant(bare, insert, submissions * 3), Contestant(council, press, submissions, settle)
    )
    return Speed(
        view=view_cost,
        insert=insert_cost,
        unanswered=plain,
        sent_back=with_error,
        sent=sent,
        journeys=journeys,
        drained_s=max(drained),
        requests=sum(requests) / len(requests),
    )


Ask = Callable[[int, int], None]


def bare_asks(server: Server) -> tuple[Ask, Ask]:
    """The bare Django's view and insert."""
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

    return view, insert


def _form_page(server: Server) -> tuple[Ask, Ask]:
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

    return unanswered, sent_back


def _submission(server: Server, count: int) -> Ask:
    """The press of the last button: case, clock, facts, jobs, all durable, the worker running and draining.

    A few are sent before, so that web and worker have read the folders, which they do once in their lives.
    """
    waiting = [ready_to_send(server, number) for number in range(count + WARM_UP)]
    for browser in waiting[count:]:
        send(server, browser)

    def press(client: int, number: int) -> None:
        send(server, waiting[number])

    return press


def send(server: Server, browser: Browser) -> None:
    line = Line(server)
    path = browser.page.path
    line.post(path, [("csrfmiddlewaretoken", token_on(browser))], cookies(browser), 302)


def wait_until_drained(backlog: Callable[[], int], seconds: float) -> float:
    """Wait until nothing is waiting; returns the seconds it took. Raises TimeoutError when it takes too long."""
    began = time.monotonic()
    while backlog():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"The backlog was not drained within {seconds} s.")
        time.sleep(0.25)
    return time.monotonic() - began
