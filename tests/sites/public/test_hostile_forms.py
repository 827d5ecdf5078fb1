"""Hostile strings through a whole form and all that follows: no failure of ours, and what was typed comes back.

What `test_hostile.py` sends to each address by itself goes here through one request from its first page to its last
word: the items of a group, rows of a table, names of files, a draft saved and gone on with, the payment, what is added,
what staff read and what is printed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from tests.apps.catalogue.folders import copied_folders
from tests.cast import SYSTEM
from tests.kernel.dmn.tables import model, table
from tests.sites.public.resident import content, reference_on
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.catalogue.api import load, mistakes_now
from moothall.apps.forms.text import clean_line
from moothall.apps.payments import api as payments
from moothall.connectors.demo.api import DemoMailer, DemoPayments
from moothall.ground.jobs.api import run_pending
from moothall.kernel.characters import is_readable, readable
from moothall.ui.pages import UNREADABLE

pytestmark = pytest.mark.django_db

SLUG = "say-anything"
ADDRESS = f"/services/{SLUG}"
FORM = "application/x-www-form-urlencoded"
CHECK = f"{ADDRESS}/check-your-answers"
STRINGS = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile-blns" / "blns-even.json"
OWN = (
    "a\x00b", "\x00", "\ud800", "x\udfffy", "\u202egnp.exe", "\u2066\u2067abc", "\u200f\u05d0\u05d1 x", "\ufeff",
    '=HYPERLINK("http://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1:2)", "\t=1+1", "\r=1",
    "'; DROP TABLE cases_case; --", '" OR ""="', "%s %(name)s {0} {name} {{ 7*7 }} {% raw %}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "<!--", "]]>", "&amp;&lt;", "</textarea></title>", "javascript:alert(1)",
    "../../etc/passwd", "C:\\con\\nul", "😀" * 40, "é" * 150, "e\u0301\u0301\u0301", "٣ ½ ﷽",
)  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _the_service(tmp_path: Path) -> Iterator[None]:
    payments.use_provider(DemoPayments(tmp_path / "till"))
    with copied_folders(tmp_path) as folders:
        folder = shutil.copytree(Path(__file__).parent / "services" / SLUG, folders.service(SLUG))
        (folder / "decisions").mkdir()
        rows = [(["-"], ["5"])]
        fee = model(table("saying_fee", {"line": "string"}, {"fee": "number"}, rows))
        (folder / "decisions" / "fee.dmn").write_text(fee)
        assert [str(one) for one in mistakes_now()] == []
        load(by=SYSTEM)
        yield
    payments.use_provider(None)


@pytest.fixture
def officer() -> Client:
    return sign_in(Client(), an_officer("Marcus Thorne", team="customer-relations", role="manager"))


def sent(client: Client, page: str, **typed: object) -> HttpResponseBase:
    """Post a page; lone surrogates as a browser that has them would send them."""
    fields = {name: _as_bytes(said) if isinstance(said, str) else said for name, said in typed.items()}
    if any(isinstance(said, SimpleUploadedFile) for said in typed.values()):
        return client.post(f"{ADDRESS}/{page}", fields)
    body = urlencode({name.replace("__", "-"): said for name, said in fields.items()})
    return client.post(f"{ADDRESS}/{page}", body, content_type=FORM)


def _as_bytes(said: str) -> bytes:
    return said.encode("utf-8", "surrogatepass")


def taken(client: Client, page: str, **typed: object) -> bool:
    """Whether it was taken; if not, it came back with a sentence and with what was typed."""
    response = sent(client, page, **typed)
    assert response.status_code in (200, 302), (page, typed)
    if response.status_code == 302:
        assert all(is_readable(said) for said in typed.values() if isinstance(said, str)), (page, typed)
        return True
    html = content(response)
    assert "There is a problem" in html
    for name, said in typed.items():
        if not isinstance(said, str):
            continue
        if not is_readable(said):
            refused_at(name.replace("__", "-"), html)
        if len(said) < 200 and readable(said).isprintable():
            assert readable(said) in unescape(html), (page, said)
    return False


def refused_at(field: str, html: str) -> None:
    """A character that is none is named in the summary, which leads to its field, and at the field itself."""
    assert f'<a href="#{field}">{UNREADABLE}</a>' in html, field
    assert html.count(UNREADABLE) > 1, field
    assert not set("\x00\ufffd") & set(html)


def shown(said: str, page: str) -> bool:
    """Whether a page shows it as it was typed, once what cannot be stored or seen is gone."""
    wanted = clean_line(_as_bytes(said).decode("utf-8", "replace"))
    return not wanted or wanted in " ".join(unescape(page).split())


def through(client: Client, officer: Client, post: DemoMailer, strings: Sequence[str]) -> None:
    """One request that says all of `strings`, as items, as rows and in running text."""
    client.get(f"{ADDRESS}/start?again=1")
    for said in strings:
        taken(client, "you", name=said, email=f"{said}@example.com")
    sent(client, "you", name="Eleanor Bold", email="eleanor@example.com")
    kept = [said for said in strings if taken(client, "said", line=said, story=said)]
    everything = "\n".join(map(readable, strings))
    sent(client, "said", line="x", story=everything)
    for said in strings:
        taken(client, "rows", **{"rows-1-what": said, "rows-rows": "1"})
    assert taken(
        client, "rows",
        **{f"rows-{n}-what": said for n, said in enumerate(kept, 1)}, **{"rows-rows": str(len(kept))},
    )  # fmt: skip
    number = 0
    for said in strings:
        if taken(client, f"things/{number + 1}/thing", thing=said):
            number += 1
    assert number == len(kept)
    listed = content(client.get(f"{ADDRESS}/things"))
    assert all(shown(said, listed) for said in kept)
    assert taken(client, "things", another="no")
    for said in strings[:6]:
        if is_readable(said):
            taken(client, "save", email=said)
        else:
            refused_at("typed-1", content(sent(client, "save", email=said)))
    resumed(client, post)
    for said in strings[::5]:
        name = f"{said}.pdf"
        response = client.post(
            f"{ADDRESS}/papers", {"papers": SimpleUploadedFile(name, PDF, "application/pdf")}
        )
        assert response.status_code in (200, 302, 400), name
    client.post(f"{ADDRESS}/papers", {})
    looked = client.get(CHECK)
    assert looked.status_code == 200, looked.get("Location")
    html = content(looked)
    assert [said for said in kept if not shown(said, html)] == []
    assert "<script>alert(1)" not in html
    reference = paid(client)
    after(client, officer, post, reference, kept)


def resumed(client: Client, post: DemoMailer) -> None:
    """The draft is saved, and gone on with from its link on the same device; strange addresses are refused."""
    assert sent(client, "save", email="eleanor@example.com").status_code == 302
    run_pending()
    link = next(word for word in post.sent[-1].text.split() if "/resume/" in word).partition("//")[2]
    path = "/" + link.partition("/")[2]
    for said in OWN[:8]:
        asked = client.post(path, urlencode({"email": _as_bytes(said)}), content_type=FORM)
        assert asked.status_code in (200, 429)
    other = Client()
    assert other.post(path, {"email": "eleanor@example.com"}).status_code in (302, 429)


def paid(client: Client) -> str:
    """Paid for and sent; its reference."""
    assert client.post(CHECK)["Location"] == f"{ADDRESS}/pay"
    html = content(client.get(f"{ADDRESS}/pay"))
    till = "/demo/pay/" + html.partition('href="/demo/pay/')[2].partition('"')[0]
    assert client.get(till).status_code == 200
    back = client.post(till, {"do": "pay"})["Location"].removeprefix("http://testserver")
    reference = reference_on(client.get(back, follow=True))
    assert reference
    return reference


def after(client: Client, officer: Client, post: DemoMailer, reference: str, kept: Sequence[str]) -> None:
    """What the resident and staff read of it, what is added, and what leaves by mail."""
    for said in (*kept[:10], "x"):
        added = client.post(
            f"/requests/{reference}/add", urlencode({"words": _as_bytes(said)}),
            content_type=FORM,
        )  # fmt: skip
        assert added.status_code in (200, 302)
    told_of_a_character(client, f"/requests/{reference}/add", "words")
    told_of_a_character(officer, f"/staff/cases/{reference}/note/", "words")
    own = content(client.get(f"/requests/{reference}"))
    assert [said for said in kept if not shown(said, own)] == []
    case = content(officer.get(f"/staff/cases/{reference}/"))
    assert [said for said in kept if not shown(said, case)] == []
    assert "<script>alert(1)" not in own + case
    for said in kept:
        assert officer.get("/staff/search/?" + urlencode({"q": _as_bytes(said)})).status_code < 500
    client.post(f"/requests/{reference}/withdraw", {"words": kept[0]})
    run_pending()
    for mail in post.sent:
        assert not set("\r\n\x00") & set(mail.subject + mail.to_name)


def told_of_a_character(client: Client, address: str, field: str) -> None:
    """Any other form: nothing is done, everything typed is there less the character, and sent again it goes on."""
    body = urlencode({field: "On the\x00 left.\nBy the oak.", "kept": "as it was"})
    told = client.post(address, body, content_type=FORM)
    html = content(told)
    assert told.status_code == (422 if address.startswith("/staff") else 200)
    assert f'<a href="#typed-1">{UNREADABLE}</a>' in html
    assert "On the left.\nBy the oak.</textarea>" in html
    assert '<input type="hidden" name="kept" value="as it was">' in html


def test_our_own_through_a_whole_request(client: Client, officer: Client, post: DemoMailer) -> None:
    through(client, officer, post, OWN[:29])


@pytest.mark.outside_data
def test_naughty_strings_through_a_whole_request(client: Client, officer: Client, post: DemoMailer) -> None:
    strings = [said for said in json.loads(STRINGS.read_text()) if said.strip()][::9]
    through(client, officer, post, strings[:28])


@pytest.mark.outside_data
def test_naughty_strings_where_there_is_no_form(client: Client) -> None:
    for said in json.loads(STRINGS.read_text())[::5]:
        asked = urlencode({"q": _as_bytes(said), "which": _as_bytes(said)})
        for page in (f"/search?{asked}", f"/services/find-bin-days/look-up?{asked}"):
            response = client.get(page)
            assert response.status_code in (200, 302), page
            if response.status_code == 200 and len(said) < 100 and said.isprintable():
                assert said.strip() in unescape(content(response)), page
        assert client.get(f"/services/find-bin-days/look-up.ics?{asked}").status_code in (200, 404)
        for field in ("useful", "words", "website"):
            assert client.post("/useful", {"page": ADDRESS, field: said}).status_code == 200


def test_what_is_too_long_is_refused_kindly(client: Client) -> None:
    long = "a" * 100_000
    assert "There is a problem" in content(sent(client, "you", name=long, email="a@b.example"))
    sent(client, "you", name="Eleanor Bold", email="eleanor@example.com")
    for typed in ({"line": long, "story": "y"}, {"line": "x", "story": long}):
        assert "There is a problem" in content(sent(client, "said", **typed))
    sent(client, "said", line="x", story="y")
    assert "There is a problem" in content(sent(client, "rows", **{"rows-1-what": long, "rows-rows": "1"}))
    assert client.get("/search?" + urlencode({"q": "a" * 7000})).status_code == 200


@pytest.mark.parametrize("said", ["a\x00b", "\ud800x", "\ufffd"])
def test_searches_say_that_a_character_was_taken_out(client: Client, officer: Client, said: str) -> None:
    asked = urlencode({"q": _as_bytes(said)})
    for page in (f"/search?{asked}", f"/services/find-bin-days/look-up?{asked}"):
        html = content(client.get(page))
        assert UNREADABLE in html, page
        assert not set("\x00\ufffd") & set(html)
    desk = sign_in(Client(), an_officer("Olwen Arkwright", team="customer-relations", role="adviser"))
    for staff, page in (
        (officer, "/staff/search/"),
        (officer, "/staff/"),
        (desk, "/staff/contacts/look-up/"),
    ):
        html = content(staff.get(f"{page}?{asked}"))
        assert UNREADABLE in html, page
        assert not set("\x00\ufffd") & set(html)


def test_a_file_whose_name_cannot_be_read_is_refused_kindly(client: Client) -> None:
    sent(client, "you", name="Eleanor Bold", email="eleanor@example.com")
    sent(client, "said", line="x", story="y")
    taken(client, "rows", **{"rows-1-what": "x", "rows-rows": "1"})
    taken(client, "things/1/thing", thing="x")
    taken(client, "things", another="no")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="papers"; filename="my\xef\xbf\xbd.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + PDF + b"\r\n--x--\r\n"
    )
    shown = client.generic("POST", f"{ADDRESS}/papers", body, content_type="multipart/form-data; boundary=x")
    assert "has a name that we cannot read" in content(shown)


def test_the_word_to_a_council_says_it_at_its_field(client: Client) -> None:
    html = content(client.post("/useful", {"page": ADDRESS, "words": "The\x00 map"}))
    assert f'<a href="#words">{UNREADABLE}</a>' in html
    assert "The map" in html


def test_an_advisers_page_says_it_at_the_field(client: Client) -> None:
    desk = sign_in(client, an_officer("Olwen Arkwright", team="customer-relations", role="adviser"))
    call = desk.post("/staff/contacts/begin/", {"channel": "phone"})["Location"]
    page = content(desk.get(f"{call}form/{SLUG}/"))
    spots = [unescape(one.partition('"')[0]) for one in page.split('name="_spot" value="')[1:]]
    body = [("_spot", one) for one in spots] + [
        ("name", "Eleanor\x00 Bold"),
        ("email", "e@example.com"),
        ("do", "send"),
    ]
    html = content(desk.post(f"{call}form/{SLUG}/", urlencode(body), content_type=FORM))
    refused_at("name", html)
    assert 'value="Eleanor Bold"' in html
    assert 'value="e@example.com"' in html
