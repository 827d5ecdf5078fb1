"""What every page must stand: axe finds nothing, and nothing is wider than a phone, or than a screen read at 200 %."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page, ViewportSize
from tests.hands import press

ROOT = Path(__file__).resolve().parents[2]
FOUND_WELL = ROOT / "build" / "tested"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: A phone; and a screen of 1280 px at 200 %.
NARROW = ViewportSize(width=320, height=640)
ZOOMED = ViewportSize(width=640, height=450)


@dataclass(slots=True)
class Audit:
    """Goes along with a journey; `seen` are the names of the routes whose pages it looked at, `found` what is wrong."""

    seen: set[str] = field(default_factory=set)
    found: list[str] = field(default_factory=list)
    _wide: ViewportSize | None = None

    def look(self, page: Page, *, built_like: bool = False, stay: bool = False) -> None:
        """Look at the page as it stands, wide and narrow; of a page that is built like another one (see
        `tests/shown/alike.py`) only how wide it is, because that its words decide. With `stay` the window is left as
        wide as it was looked at last, and the next page is looked at from there."""
        self.seen.add(route_of(page.url))
        before = page.viewport_size or NARROW
        wide = self._wide = self._wide if stay and self._wide else before
        looks = [(ZOOMED, self._at_width), (NARROW, self._at_width if built_like else self._on_a_phone)]
        if not built_like:
            looks.insert(0, (wide, self._by_the_rules))
        if stay and before == NARROW != wide:
            looks.reverse()
        for viewport, at in looks:
            if page.viewport_size != viewport:
                page.set_viewport_size(viewport)
            at(page)
        if not stay:
            page.set_viewport_size(wide)

    def _by_the_rules(self, page: Page) -> None:
        self.found += [f"{page.url}: {said}" for said in broken_rules(page)]

    def _at_width(self, page: Page) -> None:
        there, width = page.viewport_size, page.evaluate("document.documentElement.scrollWidth")
        if there and width > there["width"]:
            self.found.append(f"{page.url}: is {width} px wide on {there['width']} px")

    def _on_a_phone(self, page: Page) -> None:
        self._at_width(page)
        self.found += [f"{page.url} on a phone: {said}" for said in broken_rules(page, ["target-size"])]

    def visit(self, page: Page, path: str, *, status: int = 200) -> None:
        """Go there, and look."""
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.look(page)

    def press(self, page: Page, button: str) -> None:
        """Press a button that sends the page back with errors, or brings them where it stands, and look."""
        found = page.get_by_role("button", name=button, exact=True).first
        if in_place := found.evaluate("one => one.form?.matches('[data-in-place]') ? one.form.action : ''"):
            found.click()
            page.locator(".govuk-error-summary").wait_for()
            self.seen.add(route_of(in_place))
        else:
            press(page, found)
            assert page.title().startswith("Error: "), f"{page.url} was not sent back: {page.title()}"
        self.look(page)

    def demand(self, *names: str) -> None:
        """Nothing was found, and the pages were those of the routes `names`."""
        assert not self.found, "\n".join(self.found)
        assert set(names) <= self.seen, f"Not looked at: {set(names) - self.seen}"
        write_down(self.seen)


def write_down(seen: set[str]) -> None:
    """Pages in which nothing was found, for the accessibility statement: see `workshop/tested.py`."""
    FOUND_WELL.mkdir(parents=True, exist_ok=True)
    with (FOUND_WELL / f"{os.getpid()}.txt").open("a", encoding="utf-8") as file:
        file.writelines(f"{name}\n" for name in sorted(seen - {"none", ""}))


#: Unpacks axe where it was laid by; "" where it was not.
AT_HAND = "typeof axe === 'object' ? 'here' : typeof layAxe === 'function' ? (layAxe(), 'here') : ''"


def broken_rules(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds. It is half a megabyte: a page of the browser is sent it once, and has it in all that it leads
    to."""
    if not page.evaluate(AT_HAND):
        page.add_init_script(f"window.layAxe = () => {{ {axe()}\n }}")
        page.evaluate(axe())
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations'], preload: {assets: ['media']}})",
        only,
    )
    return [
        f"{rule['id']}: {rule['help']}: " + "; ".join(str(node["target"]) for node in rule["nodes"][:4])
        for rule in found["violations"]
    ]


@cache
def axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


def route_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return "none"
