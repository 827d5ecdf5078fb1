"""What people do in a browser: fill in a page, walk a form, sign in, read the messages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.hands import patient, press
from tests.journeys.server import Server

from moothall.apps.identity.api import DEMO_PASSWORD
from moothall.sites.demo.staff import totp_secret
from moothall.sites.rehearsal.walking import REFERENCE, sample_photo

Typed = Mapping[str, str | Sequence[str] | Mapping[str, str]]

WASTE_OFFICER = "olwen.arkwright@barchester.example"
WASTE_MANAGER = "marcus.thorne@barchester.example"
COMPLAINTS = "priya.raman@barchester.example"
SAFEGUARDING = "gareth.finch@barchester.example"
ADMINISTRATOR = "sam.whitlock@barchester.example"

CONTINUE = re.compile("^(Continue|Send)$")


def scoped(typed: Typed, address: str) -> Typed:
    """What is typed for the item of a group that a page is about, `…/people/2/their-name`; else all of it."""
    place = address.partition("?")[0].partition("/services/")[2].split("/")[1:]
    for group, number in zip(place[:-1:2], place[1::2], strict=False):
        items = typed.get(group, ())
        typed = items[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(items) else {}
    return typed


def _more_items(page: Page, typed: Typed) -> bool:
    """On the list of a group's items: does another one follow?"""
    there = page.locator("main a", has_text="Remove").count()
    return there < len(scoped(typed, page.url).get(page.url.rpartition("/")[2].partition("?")[0], ()))


def fill_in(page: Page, typed: Typed) -> None:
    """Whatever of `typed` this page asks."""
    another = page.locator("main [name=another]")
    if another.count():
        page.locator(f"main [name=another][value={'yes' if _more_items(page, typed) else 'no'}]").check()
        return
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
    typed = scoped(typed, page.url)
    form = page.locator("form[method=post]").last
    asked = form.locator("[name]").evaluate_all("fields => [...new Set(fields.map(field => field.name))]")
    for name in asked:
        key, _, part = name.partition("-")
        given = typed.get(key)
        if given is None or part == "remove":
            continue
        if isinstance(given, Mapping):
            form.locator(f'[name="{name}"]').fill(given.get(part, ""))
        else:
            _put(form.locator(f'[name="{name}"]'), given, form)


def _put(fields, given: str | Sequence[str], form) -> None:
    kind = fields.first.get_attribute("type") or ""
    name = fields.first.get_attribute("name")
    if kind == "file":
        fields.first.set_input_files({"name": "sofa.jpg", "mimeType": "image/jpeg", "buffer": sample_photo()})
    elif kind in ("radio", "checkbox"):
        for value in [given] if isinstance(given, str) else given:
            if value:
                form.locator(f'[name="{name}"][value="{value}"]').check()
    else:
        fields.first.fill(str(given))


def forward(page: Page) -> None:
    """Press the button of the page and wait for what comes."""
    press(page, page.locator("main form[method=post] button[type=submit]:not([name='_later'])").last)


def walk(page: Page, slug: str, typed: Typed, *, stop_at: str = "/done") -> Iterable[str]:
    """From the service's page to the confirmation (or to `stop_at`), yielding the address of each question page before
    it is filled in."""
    page.goto(f"/services/{slug}")
    press(page, re.compile("Start now|Carry on"))
    for _ in range(40):
        address = page.url
        if address.endswith(stop_at):
            return
        yield address
        if address.endswith("/pay"):
            pay(page)
            continue
        if not page.locator("main form[method=post] button[type=submit]").count():
            return  # the form ends here, kindly
        fill_in(page, typed)
        forward(page)
        assert page.url != address, f"{address} came back: {page.locator('main').inner_text()[:500]}"
    raise AssertionError(f"Never came to {stop_at}.")


def pay(page: Page) -> None:
    """From the page that says what is to be paid through the pretend provider's, and back."""
    press(page, "Continue to payment")
    press(page, re.compile("^Pay £"))


def report(page: Page, slug: str, typed: Typed) -> str:
    """The whole form; the reference on the confirmation."""
    for _ in walk(page, slug, typed):
        pass
    found = REFERENCE.search(page.locator("main").inner_text())
    assert found, page.locator("main").inner_text()
    return found.group()


def code_of(email: str) -> str:
    """What the authenticator app of a demonstration's officer shows now."""
    return str(format_hotp_value(hotp_value(totp_secret(email), int(time.time()) // 30)))


def sign_in(page: Page, email: str) -> None:
    """With password and code, through the real pages."""
    page.goto("/staff/sign-in/")
    page.get_by_role("textbox", name="E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    press(page, "Continue")
    page.get_by_label("Code").fill(code_of(email))
    press(page, "Sign in", exact=True)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@dataclass(slots=True)
class SignedIn:
    """Officers' browsers. A code opens the door once, so each signs in once and keeps their browser."""

    browser: Browser
    site: Server
    _browsers: dict[str, BrowserContext] = field(default_factory=dict)

    def __call__(self, email: str) -> Page:
        if email not in self._browsers:
            context = patient(self.browser.new_context(base_url=self.site.address, reduced_motion="reduce"))
            page = context.new_page()
            sign_in(page, email)
            page.close()
            self._browsers[email] = context
        return self._browsers[email].new_page()

    def leave_pages(self) -> None:
        """Each that stays open asks the server three times a minute who else is there."""
        for context in self._browsers.values():
            for page in context.pages:
                page.close()


def message_to(page: Page, email: str, subject: str) -> str:
    """The text of the newest message to `email` with `subject` in it, once the worker has sent it."""
    wanted = page.locator(".letter", has_text=email).filter(has_text=subject).first
    for _ in range(240):
        page.goto("/staff/outbox/")
        text = wanted.locator(".letter__text")
        if wanted.count() and text.count():
            return str(text.text_content())
        page.wait_for_timeout(250)
    raise AssertionError(
        f"No message to {email} about {subject!r}: {page.locator('main').inner_text()[:1500]}"
    )


def link_in(message: str) -> str:
    """The path of the link with which the request is followed."""
    found = re.search(r"https?://[^/\s]+(/track/\S+)", message)
    assert found, message
    return found.group(1).rstrip(".,)>")
