"""Counts what somebody's hands do in a day at work: keys pressed, clicks, pages loaded.

A task begins on a page that is open. A field is clicked into and filled; a choice in a list is two clicks.
`docs/reference/a-day.md` holds the table; MOOTHALL_WRITE=yes writes it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, Request, expect
from tests.hands import PATIENCE
from tests.journeys.server import ROOT

TABLE = ROOT / "docs" / "reference" / "a-day.md"
#: What others' documentation says of the nearest task, by the name of ours; then where it was read.
_STEPS, _, SOURCES = (ROOT / "tests" / "journeys" / "elsewhere.txt").read_text("utf-8").partition("\n\n")
#: So many milliseconds are waited, so often, before something is said not to come.
MOMENT = 20
MOMENTS = PATIENCE // MOMENT
ELSEWHERE = dict(line.split(": ", 1) for line in _STEPS.splitlines())


@dataclass(frozen=True, slots=True)
class Row:
    """What a task took."""

    task: str
    keys: int
    clicks: int
    pages: int


@dataclass(slots=True)
class Day:
    """Somebody at work in `page`."""

    page: Page
    rows: list[Row] = field(default_factory=list)
    _keys: int = 0
    _clicks: int = 0
    _pages: int = 0
    _moved: int = 0

    def __post_init__(self) -> None:
        self.page.on("domcontentloaded", lambda _: self._loaded())
        self.page.on("requestfinished", lambda request: self._answered(request))

    def _loaded(self) -> None:
        self._pages += 1
        self._moved += 1

    def _answered(self, request: Request) -> None:
        self._moved += "x-in-place" in request.headers

    @contextmanager
    def _leads_on(self) -> Iterator[None]:
        """To another page, or, where a button does its work in place, to what that has changed."""
        before = self._moved
        yield
        for _ in range(MOMENTS):
            if self._moved > before:
                return
            self.page.wait_for_timeout(MOMENT)
        raise AssertionError(f"{self.page.url} does not lead on")

    @contextmanager
    def task(self, name: str, begins: str = "") -> Iterator[None]:
        """Counts what is done inside, from the page `begins` on; nothing that is only looked at is counted."""
        if begins:
            self.page.goto(begins, wait_until="domcontentloaded")
        self._keys = self._clicks = self._pages = 0
        yield
        self.rows.append(Row(name, self._keys, self._clicks, self._pages))

    def keys(self, *keys: str) -> None:
        """Shortcuts: each key that goes down counts."""
        for key in keys:
            self.page.keyboard.press(key)
            self._keys += len(key.split("+"))

    def keys_lead_on(self, *keys: str) -> None:
        with self._leads_on():
            self.keys(*keys)

    def fill(self, at: str, words: str) -> None:
        self.page.locator(at).first.fill(words)
        self._clicks += 1
        self._keys += len(words)

    def type(self, words: str) -> None:
        """Into what has the focus already."""
        self.page.keyboard.type(words)
        self._keys += len(words)

    def clicked(self) -> None:
        """What the browser's own window asks, such as which photo."""
        self._clicks += 1

    def choose(self, at: str, words: str) -> None:
        self.page.locator(at).select_option(label=words)
        self._clicks += 2

    def choose_like(self, at: str, words: str) -> None:
        """The choice that begins so."""
        option = self.page.locator(f"{at} option", has_text=words).first
        self.page.locator(at).select_option(value=option.get_attribute("value"))
        self._clicks += 2

    def click(self, at: str | Locator) -> None:
        """What stays on the page."""
        (self.page.locator(at).first if isinstance(at, str) else at).click()
        self._clicks += 1

    def choose_or_click(self, words: str) -> None:
        """One of several, whether the page shows a list or all of them."""
        if self.page.locator("main select").count():
            self.choose_like("main select", words)
        else:
            self.click(self.page.locator("main label", has_text=words).first)

    def press(self, name: str, *, role: str = "button", within: str = "main", exact: bool = False) -> None:
        """A button or a link that leads on."""
        found = self.page.locator(within).get_by_role(role, name=name, exact=exact)
        with self._leads_on():
            found.first.click()
        self._clicks += 1

    def follow(self, name: str, **more: object) -> None:
        self.press(name, role="link", **more)

    def says(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(words, use_inner_text=True)


def section(role: str, rows: list[Row]) -> str:
    lines = [
        f"## {role}",
        "",
        "| task | keys | clicks | pages | elsewhere, as documented |",
        "|---|--:|--:|--:|---|",
    ]
    lines += [
        f"| {row.task} | {row.keys} | {row.clicks} | {row.pages} | {ELSEWHERE.get(row.task, 'not described')} |"
        for row in rows
    ]
    return "\n".join(lines)


INTRO = """# A day at work, counted

What four people do with their hands in a day: keys pressed, clicks, and pages loaded, as the browser of
`tests/journeys/test_a_day.py` counts them. A task begins on a page that is open: an adviser's on *Contacts*, an
officer's on the case or a list, a leader's on the team or the rounds, a crew's on the round. Filling in a field
counts one click and every letter; a choice in a list counts two clicks. A button that does its work on the page it
stands on loads none. `MOOTHALL_WRITE=yes pytest tests/journeys/test_a_day.py` writes this page; without it the test
fails where a figure is not the one below.

Beside each stand the steps that the documentation of Request Tracker (RT), Zammad, FixMyStreet (FMS), Chatwoot or
Front, and of ServiceNow for the walk-in desk, describes for the nearest task. They are read, not measured: those
documents count neither keys nor clicks, so there is nothing to compare figure by figure. “not described” means that we
did not find it in the pages listed at the end, not that it cannot be done there.
"""


def compare(role: str, rows: list[Row]) -> None:
    """Prints what was counted, and demands that the table says the same; or writes it there."""
    now = section(role, rows)
    print(now)
    parts = _parts()
    if os.environ.get("MOOTHALL_WRITE") == "yes":
        parts[role] = now
        TABLE.write_text("\n\n".join([INTRO.strip(), *_sorted(parts), SOURCES.strip()]) + "\n", "utf-8")
    assert _parts().get(role) == now, (
        "docs/reference/a-day.md says something else: MOOTHALL_WRITE=yes writes it."
    )


ROLES = ("An adviser", "An officer", "A team leader", "A crew")


def _sorted(parts: dict[str, str]) -> Iterator[str]:
    return (parts[role] for role in ROLES if role in parts)


def _parts() -> dict[str, str]:
    text = TABLE.read_text("utf-8") if TABLE.exists() else ""
    found = (re.search(rf"^## {role}\n.*?(?=\n\n## |\Z)", text, re.S | re.M) for role in ROLES)
    return {role: one.group().strip() for role, one in zip(ROLES, found, strict=True) if one}
