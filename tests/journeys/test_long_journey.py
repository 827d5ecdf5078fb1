"""One long application, a school appeal: sections in any order, a list of people, files. Walked as people walk it who
use no mouse on a small screen, who see the colours of their own system, or whom movement makes ill."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, FilePayload, Page, TimeoutError, expect
from tests.hands import press
from tests.journeys.audit import NARROW
from tests.journeys.test_other_ways import tab_to

from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.journeys

APPEAL = "/services/school-admission-appeal"
FILE = FilePayload(name="sister.jpg", mimeType="image/jpeg", buffer=sample_photo())
#: What is chosen or typed, by the name of the field. Of a list of companions there is one.
ANSWERS: Mapping[str, str | Sequence[str]] = {
    "refused": "yes",
    "our_panel": "unsure",
    "ehc": "no",
    "school": "Framley School",
    "year_group": "secondary",
    "letter_on-day": "20",
    "letter_on-month": "2",
    "letter_on-year": "2026",
    "asked_for": "in-year",
    "child": "Grace Crawley",
    "child_born_on-day": "1",
    "child_born_on-month": "5",
    "child_born_on-year": "2014",
    "care": "no",
    "grounds": "Her sister goes there.",
    "hearing": "video",
    "needs": ["loop"],
    "companion": "Josiah Crawley",
    "companion_part": "speak",
    "another": "no",
    "short_notice": "no",
    "relation": "carer",
    "name": "Mary Crawley",
    "address-line-1": "5 Hiram Street",
    "address-town": "Barchester",
    "address-postcode": "BC1 6DD",
    "email": "mary@example.com",
    "declared-agree": "yes",
}  # fmt: skip
#: Said once, of the list before it has anybody on it.
FIRST = {"another": "yes"}
#: Where to put what is seen on the way, to be looked at; nothing is kept when it is not set.
SHOTS = os.environ.get("MOOTHALL_SHOTS", "")


class Hands:
    """Somebody with a mouse: fills in what a page asks, and goes on."""

    def __init__(self, page: Page, look: Callable[[Page], None]) -> None:
        self.page, self.look, self.first = page, look, True

    def put(self, name: str, given: str | Sequence[str]) -> None:
        field = self.page.locator(f'main [name="{name}"]')
        if (field.first.get_attribute("type") or "") not in ("radio", "checkbox"):
            field.first.fill(str(given))
            return
        for value in [given] if isinstance(given, str) else given:
            self.page.locator(f'main [name="{name}"][value="{value}"]').check()

    def upload(self, name: str) -> None:
        self.page.locator(f'main [name="{name}"]').set_input_files(FILE)

    def open_up(self) -> None:
        """Where an address is typed by hand."""
        if self.page.locator("main details:not([open]) summary").count():
            self.page.locator("main details summary").first.click()

    def press(self, selector: str) -> None:
        press(self.page, self.page.locator(selector).first)

    def page_of_form(self) -> None:
        self.open_up()
        form = self.page.locator("main form[method=post]").last
        names = form.locator("[name]").evaluate_all("all => [...new Set(all.map(one => one.name))]")
        for name in names:
            if name == "evidence" and not self.page.get_by_text("sister.jpg").count():
                self.upload(name)
            elif name == "another" and self.first:
                self.put(name, FIRST[name])
                self.first = False
            elif name in ANSWERS:
                self.put(name, ANSWERS[name])
        self.press("main form[method=post] button.govuk-button:not([name])")

    def task(self) -> bool:
        """The first section that is not completed; False when there is none left."""
        href = self.page.evaluate(
            "() => [...document.querySelectorAll('.govuk-task-list__item')]"
            ".find(one => one.querySelector('.govuk-tag') && one.querySelector('a'))?.querySelector('a')"
            ".getAttribute('href') ?? ''"
        )
        if href:
            self.press(f'main a[href="{href}"]')
        return bool(href)

    def walk(self) -> None:
        self.page.goto(APPEAL)
        self.look(self.page)
        self.press("a.govuk-button--start")
        for _ in range(60):
            self.look(self.page)
            if self.page.url.endswith("/done"):
                return
            if self.page.url.endswith("/tasks"):
                if not self.task():
                    self.press("main a.govuk-button")
            elif self.page.locator("main form[method=post] [name]").count():
                self.page_of_form()
            else:
                self.press("main a.govuk-button")
        raise AssertionError("Never came to the end.")


class Keys(Hands):
    """Somebody with a keyboard and nothing else."""

    def put(self, name: str, given: str | Sequence[str]) -> None:
        kind = self.page.locator(f'main [name="{name}"]').first.get_attribute("type") or ""
        if kind == "radio":
            tab_to(self.page, f'[name="{name}"]')
            self.page.keyboard.press("Space")
            for _ in range(12):
                if self.page.evaluate("document.activeElement.value") == given:
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError(f"No arrow leads to {given} of {name}")
        if kind == "checkbox":
            for value in [given] if isinstance(given, str) else given:
                tab_to(self.page, f'[name="{name}"][value="{value}"]')
                self.page.keyboard.press("Space")
            return
        tab_to(self.page, f'[name="{name}"]')
        self.page.keyboard.insert_text(str(given))

    def upload(self, name: str) -> None:
        # Somebody who listens for it, or the browser's own window would come, which nobody here can close.
        self.page.on("filechooser", lambda _: None)
        tab_to(self.page, f'[name="{name}"]')
        chooser = self._chooser() or self._chooser() or self._chooser()
        assert chooser is not None, "no window to choose a file comes"
        chooser.set_files(FILE)

    def _chooser(self) -> FileChooser | None:
        """None where it did not come: the browser opens it within seconds of the key, and a machine may be busy."""
        try:
            with self.page.expect_file_chooser(timeout=8_000) as asked:
                self.page.keyboard.press("Enter")
        except TimeoutError:
            return None
        return asked.value

    def open_up(self) -> None:
        if self.page.locator("main details:not([open]) summary").count():
            tab_to(self.page, "main details summary")
            self.page.keyboard.press("Enter")

    def press(self, selector: str) -> None:
        tab_to(self.page, selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def keep(page: Page, way: str) -> None:
    if SHOTS:
        folder = Path(SHOTS) / way
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{len(list(folder.iterdir())):02}.png", full_page=True)


def test_by_keyboard_alone_on_a_small_screen(window: Callable[..., Page]) -> None:
    page = window(NARROW)

    def look(seen: Page) -> None:
        keep(seen, "keyboard")
        wide = seen.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROW["width"], f"{seen.url} is {wide} px wide"

    Keys(page, look).walk()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have it")


#: What can be pressed or filled in has an edge that does not hang on our colours.
EDGELESS = """() => [...document.querySelectorAll(
    'main input, main textarea, main select, main button, main a.govuk-button')]
  .filter(one => one.offsetParent && !one.matches('.govuk-visually-hidden'))
  .filter(one => !['hidden', 'radio', 'checkbox', 'file'].includes(one.type))
  .filter(one => {const s = getComputedStyle(one); return s.borderTopStyle === 'none' && s.outlineStyle === 'none'})
  .map(one => one.outerHTML.slice(0, 120))"""
#: Nothing takes the reader's colours away again.
OWN_COLOURS = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.offsetParent && getComputedStyle(one).forcedColorAdjust === 'none' && !one.closest('svg'))
  .map(one => one.outerHTML.slice(0, 120))"""


def test_in_the_colours_of_the_reader(window: Callable[..., Page]) -> None:
    page = window(colours="active")

    def look(seen: Page) -> None:
        keep(seen, "colours")
        assert seen.evaluate("matchMedia('(forced-colors: active)').matches")
        assert seen.evaluate(EDGELESS) == [], seen.url
        assert seen.evaluate(OWN_COLOURS) == [], seen.url

    Hands(page, look).walk()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have it")


#: Whatever moves, fades or glides.
MOVING = """() => [...document.querySelectorAll('*')]
  .filter(one => {const s = getComputedStyle(one); const some = text => text.split(',').some(t => parseFloat(t) > 0.01);
    return some(s.animationDuration) || some(s.transitionDuration) || s.scrollBehavior === 'smooth'})
  .map(one => one.outerHTML.slice(0, 120))"""


def test_without_movement(window: Callable[..., Page]) -> None:
    page = window()

    def look(seen: Page) -> None:
        keep(seen, "motion")
        assert seen.evaluate(MOVING) == [], seen.url
        assert seen.evaluate("document.getAnimations().length") == 0

    Hands(page, look).walk()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have it")
