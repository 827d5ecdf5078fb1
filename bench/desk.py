"""Officers at their desks: what a case page and a verb cost, what polling costs, many cases at once, a page's first load.

Every cost is CPU of all processes together, beside the bare Django of the same run. Polling is done as 500 browsers do it:
each once in the script's own interval, so that each is also written down as often as it would be.
"""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.load import Contestant, Cost, calm, idle_cpu, side_by_side
from bench.residents import Line
from bench.servers import Server
from bench.speed import Ask, bare_asks, wait_until_drained
from bench.staff import SEES_MOST, Council, signed_in
from moothall.sites.rehearsal.browser import Socket

OFFICERS = 500
#: Asked so often in all, by turns, each long enough that what it reads is warm, as in a council where people work.
VIEWS, PAGES, VERBS = 1_800, 900, 360
#: A first load is of a browser that was never here.
FIRST_LOADS = ("/staff/", "/staff/cases/{reference}/", "/staff/search/?q=please")
#: As the page's script asks (`in-place.mjs`).
IN_PLACE = {"X-In-Place": "case"}
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FETCHED = re.compile(r'<(?:script|img)[^>]* src="([^"]+)"|<link rel="(?:stylesheet|icon)" href="([^"]+)"')
_IMPORTED = re.compile(r"""(?:from|import)\s*["']([./][^"']+)["']""")
_SCRIPT = Path(__file__).resolve().parents[1] / "src" / "moothall" / "ui" / "scripts" / "presence.mjs"


@dataclass(frozen=True, slots=True)
class DeskWork:
    """`page` is a case page; `take`, `note` and `tag` are posts as the page's script sends them, until they have brought
    back the parts of the page that they change."""

    view: Cost
    insert: Cost
    page: Cost
    take: Cost
    note: Cost
    tag: Cost


def measure_desk(bare: Server, council: Council, backlog: Callable[[], int]) -> DeskWork:
    """Everything by turns with the yardstick. Cases are looked at and changed one after the other, each a few times."""
    view, insert = bare_asks(bare)
    desk = _Desk(council)
    names = council.facts["cases"].split()
    looked, noted, tagged = names[:60], names[60:120], names[120:180]
    free = council.facts["free"].split()
    for reference in looked[:20]:
        desk.look(0, reference)

    def settle() -> None:
        wait_until_drained(backlog, 60)

    def each(act: Callable[[int, str, int], None], of: list[str]) -> Ask:
        return lambda client, number: act(client, of[number % len(of)], number)

    view_cost, insert_cost, page, take, note, tag = side_by_side(
        Contestant(bare, view, VIEWS),
        Contestant(bare, insert, VIEWS),
        Contestant(council.server, each(lambda client, one, _: desk.look(client, one), looked), PAGES),
        Contestant(council.server, each(lambda client, one, _: desk.press(client, one, "take", []), free), VERBS, settle),
        Contestant(
            council.server,
            each(lambda client, one, n: desk.press(client, one, "note", [("note", f"Rang, nobody there ({n}).")]), noted),
            VERBS, settle,
        ),
        Contestant(
            council.server,
            each(lambda client, one, n: desk.press(client, one, "tag", [("tag", f"round {n}")]), tagged),
            VERBS, settle,
        ),
    )  # fmt: skip
    return DeskWork(view_cost, insert_cost, page, take, note, tag)


class _Desk:
    """An officer with two windows."""

    def __init__(self, council: Council) -> None:
        facts = council.facts
        self._lines = [Line(council.server), Line(council.server)]
        cookie = signed_in(council.server, SEES_MOST, facts["password"], facts[SEES_MOST])
        first = self._lines[0].get(f"/staff/cases/{facts['cases'].split()[0]}/", cookie).decode()
        token = _TOKEN.search(first)
        if token is None:
            raise RuntimeError("The case page has no form.")
        self.cookie, self._token = cookie, token[1]

    def look(self, client: int, reference: str) -> None:
        self._lines[client].get(f"/staff/cases/{reference}/", self.cookie)

    def press(self, client: int, reference: str, verb: str, typed: list[tuple[str, str]]) -> None:
        pairs = [("csrfmiddlewaretoken", self._token), *typed]
        self._lines[client].post(f"/staff/cases/{reference}/{verb}/", pairs, self.cookie, 200, IN_PLACE)


@dataclass(frozen=True, slots=True)
class Polling:
    """`share` of one core that 500 officers cost at the script's own interval; `idle` is taken off."""

    share: float
    each_ms: float
    seconds: int


def interval() -> int:
    """Seconds between two polls of a page, as its script says."""
    said = re.search(r"EVERY = ([\d_]+)", _SCRIPT.read_text("utf-8"))
    return int(said[1].replace("_", "")) // 1000 if said else 0


def measure_polling(council: Council, tickets: list[str]) -> Polling:
    """`tickets` are those of as many officers' pages. Each polls at its own second; the first round is not counted."""
    every = interval()
    calm(council.server)
    idle = idle_cpu(council.server, 8)
    _poll(council.server, tickets, every)
    before, began = council.server.cpu(), time.perf_counter()
    _poll(council.server, tickets, every)
    seconds = time.perf_counter() - began
    spent = council.server.cpu() - before - idle * seconds
    return Polling(spent / seconds * OFFICERS / len(tickets), spent / len(tickets) * 1000, every)


def _poll(server: Server, tickets: list[str], every: float) -> None:
    """Every ticket once, spread over the interval."""
    began = time.perf_counter()
    halves = [tickets[0::2], tickets[1::2]]

    def run(mine: list[str]) -> None:
        line = Line(server)
        for number, ticket in enumerate(mine):
            time.sleep(max(0.0, began + every * number / len(mine) - time.perf_counter()))
            line.get("/staff/presence/?doing=looking", more={"X-Presence": ticket})

    threads = [threading.Thread(target=run, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(max(0.0, began + every - time.perf_counter()))


def first_load(council: Council, path: str) -> float:
    """kB that travel for the first visit of a page: itself and every style, script and picture it fetches, gzipped."""
    facts = council.facts
    cookie = signed_in(council.server, SEES_MOST, facts["password"], facts[SEES_MOST])
    socket = Socket("127.0.0.1", council.server.port)
    headers = {"Host": f"127.0.0.1:{council.server.port}", "Cookie": cookie, "Accept-Encoding": "gzip"}

    def fetch(address: str) -> tuple[int, str]:
        status, _, body = socket.send("GET", address, headers, b"")
        if status != 200:
            raise RuntimeError(f"{address} answered {status}.")
        zipped = body[:2] == b"\x1f\x8b"
        plain = gzip.decompress(body) if zipped else body
        return (len(body) if zipped else len(gzip.compress(body))), plain.decode("utf-8", "replace")

    size, page = fetch(path.format(reference=facts["cases"].split()[0]))
    waiting, seen = [a or b for a, b in _FETCHED.findall(page)], dict[str, int]()
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith("data:"):
            continue
        seen[address], text = fetch(address)
        if address.endswith(".js"):
            folder = address.rpartition("/")[0]
            waiting += [f"{folder}/{name.removeprefix('./')}" for name in _IMPORTED.findall(text)]
    return (size + sum(seen.values())) / 1000
