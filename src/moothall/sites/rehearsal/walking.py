"""Walk a service's public pages as a resident without JavaScript would, typing what one is told to type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from moothall.sites.rehearsal.browser import Browser, HtmlForm, Pairs, Seen, Upload

#: What is typed for one question: text, several choices, the parts of a date or an address, or a file.
Typed = str | Sequence[str] | Mapping[str, str] | Upload

REFERENCE = re.compile(r"\b[A-Z]{2,4}(?:-[2-9A-HJ-NP-Z]{3,5}){2,4}\b")

#: What the button of a service's page says: nothing is begun yet, or something is.
ONWARD = ("Start now", "Carry on")


def sample_photo() -> bytes:
    """A small picture that really is one: JPEG, 8 × 8 grey pixels."""
    held = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(held, "JPEG")
    return held.getvalue()


class Stuck(Exception):
    """The walk could not go on: the page did not change, or asked what was not to be typed."""

    def __init__(self, sentence: str, page: Seen) -> None:
        super().__init__(f"{sentence} On {page.path}: {page.text[:600]}")
        self.page = page


@dataclass(frozen=True, slots=True)
class Walked:
    """The confirmation page reached, its reference, and the addresses walked through in order."""

    reference: str
    page: Seen
    addresses: tuple[str, ...]


def fields_for(form: HtmlForm, typed: Mapping[str, Typed]) -> tuple[Pairs, dict[str, Upload]]:
    """What a browser sends for those questions of `typed` that `form` asks."""
    pairs: Pairs = []
    uploads: dict[str, Upload] = {}
    for key, value in typed.items():
        if isinstance(value, Upload):
            if key in form.offers:
                uploads[key] = value
        elif isinstance(value, str):
            # Of a date's three fields, the first understands the whole of it in words; what an earlier visit left
            # in the other two is cleared.
            parts = [name for name in form.offers if name.rpartition("-")[0] == key]
            names = [key] if key in form.offers else parts
            pairs += zip(names, (value, *[""] * len(names)), strict=False)
        elif isinstance(value, Mapping):
            pairs += [
                (f"{key}-{part}", text) for part, text in value.items() if f"{key}-{part}" in form.offers
            ]
        else:
            pairs += [(key, choice) for choice in value] if key in form.offers else []
    return pairs, uploads


def question_form(page: Seen) -> HtmlForm | None:
    """The form of a question page or of check-your-answers: the one that posts with a token."""
    return next((f for f in page.forms if f.method == "post" and "csrfmiddlewaretoken" in f.offers), None)


def start(browser: Browser, slug: str) -> Seen:
    """From the service's own page to the first question, or to where an unfinished draft stands."""
    page = browser.get(f"/services/{slug}")
    onward = next((href for href, words in page.links if words in ONWARD), "")
    if not onward:
        raise Stuck("There is neither “Start now” nor “Carry on”.", page)
    return browser.get(onward)


def step(browser: Browser, typed: Mapping[str, Typed]) -> Seen:
    """Answer the page the browser is on, and go where that leads."""
    form = question_form(browser.page)
    if form is None:
        raise Stuck("There is no form here.", browser.page)
    pairs, uploads = fields_for(form, typed)
    return browser.submit(form, pairs, uploads)


def walk(browser: Browser, slug: str, typed: Mapping[str, Typed], *, most_pages: int = 60) -> Walked:
    """The whole way from the service's page to its confirmation. Raises Stuck when it does not get there."""
    page = start(browser, slug)
    addresses = [page.path]
    for _ in range(most_pages):
        if page.status != 200:
            raise Stuck(f"The answer was {page.status}.", page)
        if page.path.endswith("/done"):
            found = REFERENCE.search(page.text)
            if found is None:
                raise Stuck("There is no reference on the confirmation page.", page)
            return Walked(found.group(), page, tuple(addresses))
        before = page.path
        page = step(browser, typed)
        if page.path == before:
            raise Stuck("The page came back.", page)
        addresses.append(page.path)
        if page.path.endswith("/pay"):
            page = pay(browser)
    raise Stuck(f"Still not done after {most_pages} pages.", page)


def pay(browser: Browser) -> Seen:
    """From the service's page of payment through the pretend provider's and back."""
    onward = next((href for href, words in browser.page.links if words == "Continue to payment"), "")
    form = question_form(browser.get(onward)) if onward else None
    if form is None:
        raise Stuck("There is no way to pay.", browser.page)
    return browser.submit(form, press="pay")


def walk_to_problems(
    browser: Browser, slug: str, typed: Mapping[str, Typed], *, most_pages: int = 60
) -> dict[str, str]:
    """Walk until a page is sent back; the sentence of each question it is sent back for. Empty: it never was."""
    page = start(browser, slug)
    for _ in range(most_pages):
        if page.path.endswith("/done"):
            return {}
        before = page.path
        page = step(browser, typed)
        if page.path == before:
            return _problems_on(page, typed)
    raise Stuck(f"Still not done after {most_pages} pages.", page)


def _problems_on(page: Seen, questions: Iterable[str]) -> dict[str, str]:
    """By question: an error summary links to `#key` or `#key-part`."""
    problems: dict[str, str] = {}
    keys = sorted(questions, key=len, reverse=True)
    for href, words in page.links:
        field = href.removeprefix("#")
        if href.startswith("#") and field != "main":
            key = next((key for key in keys if field == key or field.startswith(f"{key}-")), field)
            problems.setdefault(key, words)
    return problems
