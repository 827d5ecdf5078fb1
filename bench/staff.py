"""Officers at work: the queue with its filters, and the search, timed by the wall at two sizes of council."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass
from functools import cache
from itertools import cycle

from bench.load import p95
from bench.residents import Line, browser_for, cookies
from bench.servers import Server

#: Who may see all that is for all staff; and who sees only one team's confidential cases, 1 % of all.
SEES_MOST = "marcus.thorne@barchester.example"
SEES_ONE_PERCENT = "bronwen.tolliver@barchester.example"


def code_now(secret: str) -> str:
    """The code an authenticator with this base32 `secret` would show (RFC 6238: 30 s, 6 digits, SHA-1)."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@cache
def signed_in(server: Server, email: str, password: str, secret: str) -> str:
    """The cookies of an officer who has signed in with password and code, which counts once: so they do it once."""
    browser = browser_for(server)
    page = browser.get("/staff/")
    form = next(f for f in page.forms if "password" in f.offers)
    page = browser.submit(form, [("login", email), ("password", password)])
    form = next(f for f in page.forms if "code" in f.offers)
    page = browser.submit(form, [("code", code_now(secret))])
    if page.status != 200 or not page.path.startswith("/staff"):
        raise RuntimeError(f"{email} could not sign in: {page.status} {page.path} {page.text[:300]}")
    return cookies(browser)


#: Each with a service whose cases they see, and the fact that names some of them.
OFFICERS = (
    ("sees all", SEES_MOST, "report-missed-bin", "cases"),
    ("sees 1 %", SEES_ONE_PERCENT, "raise-concern-about-neighbour", "concerns"),
)

#: What officers ask. Words: in 30 %, 1 % and 0.01 % of the cases of a loaded council (see `moothall demo --size`).
QUESTIONS = {
    "queue": "/staff/?view=open",
    "queue, three filters": "/staff/?view=closed&service={service}&ward={ward}",
    "queue, late or soon": "/staff/?view=breaching",
    "queue, one's own closed": "/staff/?view=closed&person=me",
    "queue, a tag": "/staff/?view=closed&tag={often_tagged}",
    "queue, a ward and a rare tag": "/staff/?view=closed&ward={ward}&tag={seldom_tagged}",
    "queue, one's own and a tag": "/staff/?view=closed&person=me&tag={often_tagged}",
    "queue, the most urgent first": "/staff/?view=open&sort=priority",
    "queue, grouped by ward": "/staff/?group=ward",
    "case page": "/staff/cases/{reference}/",
    "search with a tag": "/staff/search/?q={common}+tag:%22{often_tagged}%22",
    "search 30 %": "/staff/search/?q={common}",
    "search 1 %": "/staff/search/?q={seldom}",
    "search 0.01 %": "/staff/search/?q={rare}",
}


#: What an adviser asks while somebody talks: a name by its sound, the end of a number, half a reference.
ADVISER = "tom.pellow@barchester.example"
LOOK_UPS = {
    "look-up, name by its sound": "/staff/contacts/look-up/?q=marten+robartes",
    "look-up, surname": "/staff/contacts/look-up/?q=smyth",
    "look-up, end of a number": "/staff/contacts/look-up/?q=900123",
    "look-up, half a reference": "/staff/contacts/look-up/?q=7K4+M9Q",
}


@dataclass(frozen=True, slots=True)
class Council:
    """A council of one size, with what to ask it about (see `bench.inside load`): a ward, words, how officers sign in."""

    server: Server
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question asked by one officer of the small and of the large council: p95 by the wall, in ms."""

    question: str
    officer: str
    small_ms: float
    large_ms: float


def ask_by_turns(small: Council, large: Council, count: int) -> list[Asked]:
    """Every question `count` times of each council, one after the other: whatever else the machine does, it does to both."""
    asked = []
    who = [(*officer, QUESTIONS) for officer in OFFICERS]
    for officer, email, service, cases, questions in (*who, ("adviser", ADVISER, "", "cases", LOOK_UPS)):
        lines = [_Asking(council, email, cases) for council in (small, large)]
        for name, template in questions.items():
            for line in lines:
                line.turn_to(template, service)
            for _ in range(count):
                for line in lines:
                    line.ask()
            asked.append(Asked(name, officer, *(p95(line.walls) for line in lines)))
    return asked


class _Asking:
    """An officer at one council, over a line kept open; of cases they look at another one each time."""

    def __init__(self, council: Council, email: str, cases: str) -> None:
        self._facts, self._line = council.facts, Line(council.server)
        facts = council.facts
        self._cookie = signed_in(council.server, email, facts["password"], facts[email])
        self._path, self._references = "", cycle(facts[cases].split())
        self.walls: list[float] = []

    def turn_to(self, template: str, service: str) -> None:
        """Ask something else from now on, at first ten times for nothing."""
        said = {**self._facts, "service": service, "reference": "{reference}"}
        self._path = template.format(**said)
        for _ in range(10):
            self.ask()
        self.walls = []

    def ask(self) -> None:
        path = self._path.format(reference=next(self._references))
        began = time.perf_counter()
        self._line.get(path, self._cookie)
        self.walls.append(time.perf_counter() - began)
