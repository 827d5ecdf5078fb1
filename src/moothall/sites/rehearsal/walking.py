"""Walk a service's public pages as a resident without JavaScript would, typing what one is told to type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Protocol, TypeAlias

from PIL import Image

from moothall.sites.rehearsal.browser import Browser, HtmlForm, Pairs, Seen, Upload, read_page

#: What is typed for one question: text, several choices, the parts of a date or an address, or a file; for a group
#: what is typed for each of its items, by question.
Typed: TypeAlias = "str | Sequence[str] | Mapping[str, str] | Upload | Sequence[AllTyped]"
AllTyped: TypeAlias = "Mapping[str, Typed]"

REFERENCE = re.compile(r"\b[A-Z]{2,4}(?:-[2-9A-HJ-NP-Z]{3,5}){2,4}\b")

#: What the page says on which a form ends early; and how many pages no form has.
ENDED = "Nothing has been sent to us."
MOST_PAGES = 600

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
        super().__init__(f"{sentence} {described(page)}")
        self.page = page


_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</ul>', re.DOTALL)


def described(page: Seen) -> str:
    """Where a page is, what it is called, and what its error summary says."""
    title = _TITLE.search(page.html)
    named = f" “{' '.join(unescape(title[1]).split())}”" if title else ""
    summary = _SUMMARY.search(page.html)
    problems = [words for _, words in read_page(page.status, page.path, summary[0]).links] if summary else []
    said = f" It says: {'; '.join(problems)}." if problems else ""
    return f"It is the page{named} at {page.path}.{said}"


@dataclass(frozen=True, slots=True)
class Walked:
    """The confirmation page reached, its reference, and the addresses walked through in order; or `ended`, the page
    where the form says that it is not for this person."""

    reference: str
    page: Seen
    addresses: tuple[str, ...]
    ended: str = ""


def fields_for(form: HtmlForm, typed: AllTyped) -> tuple[Pairs, dict[str, Upload]]:
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
            named = [(f"{key}-{part}" if part else key, text) for part, text in value.items()]
            pairs += [(name, text) for name, text in named if name in form.offers]
        else:
            chosen = [choice for choice in value if isinstance(choice, str)]
            pairs += [(key, choice) for choice in chosen] if key in form.offers else []
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


def step(browser: Browser, typed: AllTyped) -> Seen:
    """Answer the page the browser is on, and go where that leads."""
    page = browser.page
    form = question_form(page)
    if form is None:
        onward = _link_onward(page)
        if not onward:
            raise Stuck("There is no form here.", page)
        return browser.get(onward)
    place = _place(page)
    given = _scoped(typed, place)
    if "another" in form.offers:
        there = sum(words.startswith("Remove ") for _, words in page.links)
        more = there < len(items_of(given, place[-1]))
        return browser.submit(form, [("another", "yes" if more else "no")])
    pairs, uploads = fields_for(form, given)
    while button := _row_wanted(form, given):
        page = browser.submit(form, pairs, uploads, press=button)
        after = question_form(page)
        if after is None or len(after.offers) == len(form.offers):
            raise Stuck("There is no room for another row.", page)
        form = after
        pairs, uploads = fields_for(form, given)
    return browser.submit(form, pairs, uploads)


def _row_wanted(form: HtmlForm, typed: AllTyped) -> str:
    """The button that adds a row to a table for which more is typed than the page has fields; "" if there is none."""
    tables = [name.removesuffix("-more") for name, _ in form.submits if name.endswith("-more")]
    return next(
        (
            f"{key}-more"
            for key in tables
            if isinstance(rows := typed.get(key), Mapping)
            and any(f"{key}-{part}" not in form.offers for part in rows)
        ),
        "",
    )


def items_of(typed: AllTyped, group: str) -> tuple[AllTyped, ...]:
    """What is typed for each item of a group."""
    found = typed.get(group, ())
    if isinstance(found, str | Mapping | Upload):
        return ()
    return tuple(item for item in found if isinstance(item, Mapping))


def ended(page: Seen) -> str:
    """The page of the form where it ends early; "" for any other."""
    return _place(page)[-1] if page.status == 200 and ENDED in page.text else ""


def _place(page: Seen) -> list[str]:
    """Where in the form a page stands: what follows the service in its address."""
    return page.path.partition("?")[0].split("/")[3:] or [""]


def _scoped(typed: AllTyped, place: list[str]) -> AllTyped:
    """What is typed for the item that a page is about."""
    for group, number in zip(place[:-1:2], place[1::2], strict=False):
        items = items_of(typed, group)
        typed = items[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(items) else {}
    return typed


def _link_onward(page: Seen) -> str:
    """From the list of tasks, or the answers of a section: where it goes on."""
    at = "/".join(page.path.split("/")[:3])
    if _place(page) == ["tasks"]:
        inside = [(href, words) for href, words in page.links if href.startswith(f"{at}/")]
        check = next((href for href, _ in inside if href == f"{at}/check-your-answers"), "")
        aside = (f"{at}/check-your-answers/", f"{at}/save", f"{at}/clear", f"{at}/part/")
        return check or next((href for href, _ in inside if not href.startswith(aside)), "")
    if _place(page)[0] == "check-your-answers":
        return next((href for href, words in page.links if words == "Continue"), "")
    return ""


class Others(Protocol):
    """What is done when the list of tasks waits for somebody else: their part, by whoever plays them."""

    def __call__(self, person: str) -> None: ...


def walk(
    browser: Browser,
    slug: str,
    typed: AllTyped,
    *,
    most_pages: int = MOST_PAGES,
    others: Others | None = None,
) -> Walked:
    """The whole way from the service's page to its confirmation. Raises Stuck when it does not get there.

    Where the form waits for other people's parts, each of them is asked, and `others` plays them.
    """
    page = start(browser, slug)
    addresses = [page.path]
    for _ in range(most_pages):
        if page.status != 200:
            raise Stuck(f"The answer was {page.status}.", page)
        if where := ended(page):
            return Walked("", page, tuple(addresses), where)
        if _place(page) == ["done"]:
            found = REFERENCE.search(page.text)
            if found is None:
                raise Stuck("There is no reference on the confirmation page.", page)
            return Walked(found.group(), page, tuple(addresses))
        before = page.path
        if person := _waits_for(page):
            page = _ask(browser, person, others)
            continue
        page = step(browser, typed)
        if _place(page) == before.partition("?")[0].split("/")[3:]:
            raise Stuck("The page came back.", page)
        addresses.append(page.path)
        if _place(page) == ["pay"]:
            page = pay(browser)
    raise Stuck(f"Still not done after {most_pages} pages.", page)


def walk_part(browser: Browser, link: str, email: str, typed: AllTyped) -> str:
    """Somebody's part, from the link in their e-mail until it is finished; the text of the first page they see.

    Raises Stuck."""
    asked = browser.get(link)
    form = question_form(asked)
    if form is None:
        raise Stuck("The link asks for no e-mail address.", asked)
    page = browser.submit(form, [("email", email)])
    first = page.text
    for _ in range(MOST_PAGES):
        if _place(page) == ["part", "finished"]:
            return first
        before = _place(page)
        page = step(browser, typed)
        if page.status != 200 or _place(page) == before:
            raise Stuck("The page came back.", page)
    raise Stuck(f"Still not done after {MOST_PAGES} pages.", page)


def _waits_for(page: Seen) -> str:
    """Whom the list of tasks waits for, when one's own are done; "" as long as they are not, and for other pages."""
    if page.status != 200 or _place(page) != ["tasks"]:
        return ""
    place = _link_onward(page).split("/")[3:]
    return place[1] if len(place) == 2 and place[0] == "ask" else ""


def _ask(browser: Browser, person: str, others: Others | None) -> Seen:
    """Ask somebody for their part, and have it played; the list of tasks as it stands then."""
    tasks = browser.page
    page = browser.get(_link_onward(tasks))
    form = question_form(page)
    if form is None or others is None:
        raise Stuck(f"Nobody plays “{person}”.", page)
    page = browser.submit(form, press="do")
    if _place(page) != ["tasks"]:
        raise Stuck(f"“{person}” could not be asked.", page)
    others(person)
    after = browser.get(tasks.path.partition("?")[0])
    if _waits_for(after) == person:
        raise Stuck(f"“{person}” was asked and has not finished.", after)
    return after


def pay(browser: Browser) -> Seen:
    """From the service's page of payment through the pretend provider's and back."""
    onward = next((href for href, words in browser.page.links if words == "Continue to payment"), "")
    form = question_form(browser.get(onward)) if onward else None
    if form is None:
        raise Stuck("There is no way to pay.", browser.page)
    return browser.submit(form, press="pay")


def walk_to_problems(
    browser: Browser,
    slug: str,
    typed: AllTyped,
    *,
    untyped: Iterable[str] = (),
    most_pages: int = MOST_PAGES,
) -> dict[str, str]:
    """Walk until a page is sent back; the sentence of each question it is sent back for. Empty: it never was.

    `untyped`: questions that it may be sent back for and nothing is typed for.
    """
    page = start(browser, slug)
    for _ in range(most_pages):
        if _place(page) == ["done"] or ended(page):
            return {}
        before = _place(page)
        page = step(browser, typed)
        if _place(page) == before:
            return _problems_on(page, {*_scoped(typed, before), *untyped}, before[-1])
    raise Stuck(f"Still not done after {most_pages} pages.", page)


def _problems_on(page: Seen, questions: Iterable[str], place: str) -> dict[str, str]:
    """By question: an error summary links to `#key` or `#key-part`; of a list of items, by the group."""
    problems: dict[str, str] = {}
    keys = sorted(questions, key=len, reverse=True)
    for href, words in page.links:
        field = href.removeprefix("#")
        if href.startswith("#") and field != "main":
            key = next((key for key in keys if field == key or field.startswith(f"{key}-")), field)
            key = place if field == "another" else key
            problems.setdefault(key, words)
    return problems
