"""What every page must stand: axe finds nothing, and nothing is wider than a phone, or than a screen read at 200 %."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page
from tests.hands import press

ROOT = Path(__file__).resolve().parents[2]
FOUND_WELL = ROOT / "build" / "tested"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: A phone; and a screen of 1280 px at 200 %.
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 640, "height": 450}


@dataclass(slots=True)
class Audit:
    """Goes along with a journey; `seen` are the names of the routes whose pages it looked at, `found` what is wrong."""

    seen: set[str] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    def look(self, page: Page, *, built_like: bool = False) -> None:
        """Look at the page as it stands, wide and narrow; of a page that is built like another one (see
        `tests/shown/alike.py`) only how wide it is, because that its words decide."""
        self.seen.add(route_of(page.url))
        wide = page.viewport_size or NARROW
        if not built_like:
            self.found += [f"{page.url}: {said}" for said in broken_rules(page)]
        for viewport in (ZOOMED, NARROW):
            page.set_viewport_size(viewport)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > viewport["width"]:
                self.found.append(f"{page.url}: is {width} px wide on {viewport['width']} px")
        if not built_like:
            self.found += [f"{page.url} on a phone: {said}" for said in broken_rules(page, ["target-size"])]
        page.set_viewport_size(wide)

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


def broken_rules(page: Page, rules: list[str] | None = None) -> list[str]:
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(axe())
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
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
