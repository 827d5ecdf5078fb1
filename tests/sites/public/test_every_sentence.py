"""Every sentence that a resident reads can be translated: walked in a language that a machine made of English.

In it each of our sentences has accents, and so have the words of the folders. What is still plain on a page went past
the catalogue, but for names, references and what somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from textwrap import indent

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.apps.forms.made import sound
from tests.sites.public.resident import content, reference_on

from moothall.apps.forms.api import KINDS, outline, posted, read_page
from moothall.kernel import clock
from moothall.ui.languages import speaking
from moothall.ui.questions import compile_page

pytestmark = pytest.mark.django_db

XA = "/en-XA"
#: What is nobody's sentence: names, addresses, what was typed in these tests, names of formats and rules.
NAMES = re.compile(
    r"Barchester( City Council)?|English|Cymraeg|Gwen Harding|Mill Lane|\b[A-Z]{1,2}\d\w? ?\d[A-Z]{2}\b"
    r"|\bBAR-\w{3}-\w{3}-\w{3}\b|\S+@\S+|https?://\S+|<[^>]*>|moothall_\w+|axe-core|wcag\w*|best-practice|\bcat\.\S+"
    r"|\b[0-9a-f]{8}\b|The Moot Hall|Hiram Street|\bbinn?s?\b|zzzzz|\b[a-z]+_[a-z_]+\b|A page"
    r"|PDF|JPG|PNG|WebP|HEIC|DOCX|XLSX|ODT|ODS|%\{count\}|what3words"
)
WORD = re.compile(r"[A-Za-z]{3,}")
UNREAD = ("script", "style", "code", "svg")
VOID = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr")
SAID_BY = ("alt", "title", "placeholder", "aria-label", "content")


class Reader(HTMLParser):
    """The text of a page and of those attributes that are read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        #: Of each element that is open, whether nobody reads it in this language.
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in VOID:
            other = self._open[-1] if self._open else False
            unread = tag in UNREAD or "paper__key" in str(said.get("class"))
            self._open.append(other or unread or said.get("lang", XA[1:]) != XA[1:])
        if self._open and self._open[-1]:
            return
        if tag != "meta":
            self.said += [str(said[name]) for name in SAID_BY if said.get(name)]
            self.said += [str(value) for name, value in attrs if name.startswith("data-i18n")]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1]):
            self.said.append(data.strip())


def plain_words(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return [text for text in reader.said if WORD.search(NAMES.sub("", text))]


@pytest.fixture(autouse=True)
def pseudo_languages(settings: Settings) -> None:
    settings.MOOTHALL_PSEUDO_LANGUAGES = True


def walk(client: Client, service: str, steps: list[tuple[str, dict[str, str]]]) -> Iterator[tuple[str, str]]:
    """Each page of a form: as it is met, sent back with errors, and then filled in."""
    for page, typed in steps:
        address = f"{XA}/services/{service}/{page}"
        yield f"{page}", content(client.get(address))
        yield f"{page} with errors", content(client.post(address, {"nothing": "x", **WRONG.get(page, {})}))
        response = client.post(address, typed)
        assert response.status_code == 302, (page, plain_words(content(response)))


def test_no_sentence_of_a_journey_goes_past_the_catalogue(client: Client) -> None:
    service = f"{XA}/services/report-missed-bin"
    found = {}
    for page, html in walk(client, "report-missed-bin", steps()):
        found[page] = plain_words(html)
    found["check"] = plain_words(content(client.get(f"{service}/check-your-answers")))
    found["save"] = plain_words(content(client.get(f"{service}/save")))
    found["save with errors"] = plain_words(content(client.post(f"{service}/save", {"email": "x"})))
    found["unfinished"] = plain_words(content(client.get(service)))
    found["clear"] = plain_words(content(client.get(f"{service}/clear")))
    done = client.post(f"{service}/check-your-answers", follow=True)
    found["done"] = plain_words(content(done))
    reference = reference_on(done)
    for page in ("", "/add", "/withdraw"):
        found[f"request{page}"] = plain_words(content(client.get(f"{XA}/requests/{reference}{page}")))
    found["add nothing"] = plain_words(content(client.post(f"{XA}/requests/{reference}/add", {})))
    client.post(f"{XA}/requests/{reference}/add", {"words": "?"})
    client.post(f"{XA}/requests/{reference}/withdraw", {"words": "?"})
    found["withdrawn"] = plain_words(content(client.get(f"{XA}/requests/{reference}?done=withdrawn")))
    found["add too late"] = plain_words(
        content(client.post(f"{XA}/requests/{reference}/add", {"words": "?"}))
    )
    missed = {page: words for page, words in found.items() if words}
    assert missed == {}, missed


PAGES = (
    "/",
    "/search",
    "/search?q=bin",
    "/search?q=binn",
    "/search?q=zzzzz",
    "/services/report-missed-bin/paper",
    "/services/report-fly-tipping",
    "/services/blue-badge",
    "/services/resident-parking-permit",
    "/services/find-bin-days",
    "/services/find-bin-days/look-up",
    "/services/find-bin-days/look-up?q=",
    "/services/find-bin-days/look-up?q=zz",
    "/services/report-missed-bin/check-your-answers",
    "/track",
    "/nowhere",
    "/pages/privacy",
    "/pages/cookies",
    "/pages/accessibility",
    "/pages/contact",
)


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_of_a_page_goes_past_the_catalogue(client: Client, page: str) -> None:
    assert plain_words(content(client.get(f"{XA}{page}", follow=True))) == []


def test_nor_does_one_that_says_what_is_wrong(client: Client) -> None:
    for typed in (
        {},
        {"reference": "x", "email": "x"},
        {"reference": "BAR-777-777-777", "email": "a@example.com"},
    ):
        assert plain_words(content(client.post(f"{XA}/track", typed))) == []
    for said in ({"useful": "yes"}, {"useful": "no"}, {"words": "x" * 1001}, {"words": "?"}):
        told = client.post(f"{XA}/useful", {"page": f"{XA}/services/report-missed-bin", **said})
        assert [text for text in plain_words(content(told)) if "xxx" not in text] == []


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("calculated",)])
def test_nothing_that_a_type_of_question_says_goes_past_it(name: str) -> None:
    """Its own labels, and its sentences for what is wrong; the words of its example are the folder's."""
    example = indent(KINDS[name].example, " " * 10).lstrip()
    with speaking("en-XA"):
        form = sound(f"pages:\n  - page: page\n    title: A page\n    questions:\n        - {example}")
        page = compile_page(outline(form, "page"))
        (question,) = form.questions.values()
        fields = dict.fromkeys(question.kind.fields(question), "?!")
        wrong = [read_page(form, "page", posted(typed)).problems for typed in ({}, fields)]
        html = [page.fill(token="t"), *(page.fill(token="t", problems=problems) for problems in wrong)]
    said = set(WORD.findall(KINDS[name].example.lower()))
    found = {
        text
        for each in html
        for text in plain_words(each)
        if set(WORD.findall(NAMES.sub("", text).lower())) - said
    }
    assert found == set(), found


def steps() -> list[tuple[str, dict[str, str]]]:
    yesterday = clock.today() - timedelta(days=1)
    return [
        ("which-bin", {"bins": "recycling"}),
        (
            "which-day",
            {f"missed_on-{part}": str(getattr(yesterday, part)) for part in ("day", "month", "year")},
        ),
        ("out-in-time", {"out_in_time": "yes"}),
        ("tag", {"tag": "none"}),
        (
            "where",
            {"address-line-1": "14 Mill Lane", "address-town": "Barchester", "address-postcode": "BC1 1AA"},
        ),
        ("help-with-bins", {"assisted": "yes"}),
        ("where-it-stands", {"stands": "?"}),
        ("your-details", {"name": "Gwen Harding", "email": "gwen@example.com", "phone": ""}),
    ]


WRONG = {
    "which-day": {"missed_on-day": "31", "missed_on-month": "2", "missed_on-year": "2026"},
    "where": {"address-postcode": "?"},
    "your-details": {"email": "?", "phone": "1"},
}
