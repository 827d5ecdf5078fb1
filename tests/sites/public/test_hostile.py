"""Whatever is sent, to whichever address: an answer in words, never a failure of ours."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import FLY_TIPPING, HARDING, OLWEN, sends
from tests.sites.public.resident import ADDRESS, CHECK, PAGES, content, fill_in

from moothall.apps.cases import api as cases

pytestmark = pytest.mark.django_db

STRINGS = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile-blns" / "blns-even.json"
#: The suite takes every fourth of the list; MOOTHALL_THOROUGH=yes all of them, which is a minute.
THOROUGH = os.environ.get("MOOTHALL_THOROUGH") == "yes"
OWN = (
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\ufeff\u202e\u200b",
    "'; DROP TABLE cases_case; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "../../../../etc/passwd",
    "%00%0d%0aSet-Cookie: a=b",
    "😀" * 50,
    "9" * 400,
)
PATHS = (
    "/services/{}",
    "/services/{}/start",
    f"{ADDRESS}/{{}}",
    "/pages/{}",
    "/track/{}",
    "/requests/{}",
    "/requests/{}/answer",
    "/requests/{}/documents/{}",
    f"{ADDRESS}/pictures/{{}}",
    "/search?q={}",
    f"{ADDRESS}?preview={{}}",
)


@pytest.fixture
def asked() -> cases.Opened:
    """A request whose reporter has been asked something."""
    olwen = OLWEN.signs_in()
    opened = sends(FLY_TIPPING, HARDING)
    cases.take_case(opened.reference, by=olwen)
    cases.ask_reporter(opened.reference, "Which side?", by=olwen)
    return opened


def everywhere(client: Client, text: str, asked: cases.Opened) -> None:
    for path in PATHS:
        address = path.replace("{}", quote(text, safe="", errors="replace") or "x")
        assert client.get(address).status_code < 500, path
        assert client.post(address, {"answer": text}).status_code < 500, path
    for page, typed in PAGES.items():
        given = dict.fromkeys(typed, text) or {"photo": text}
        assert client.post(f"{ADDRESS}/{page}", given).status_code < 500, page
        client.post(f"{ADDRESS}/{page}", typed)
    long = {"place": text + "x", "spot": text[:10]}
    assert client.post(f"{ADDRESS}/where", long).status_code < 500
    assert client.post("/track", {"reference": text, "email": text}).status_code < 500
    assert client.post("/track", {"reference": asked.reference, "email": f"{text}@a.b"}).status_code < 500


@pytest.mark.parametrize("text", OWN, ids=range(len(OWN)))
def test_our_own_hostile_strings(client: Client, asked: cases.Opened, text: str) -> None:
    everywhere(client, text, asked)
    client.post("/track", {"reference": asked.reference, "email": HARDING.email})
    response = client.post(f"/requests/{asked.reference}/answer", {"answer": text})
    assert response.status_code < 500
    assert "<script>alert(1)" not in content(client.get(f"/requests/{asked.reference}"))


@pytest.mark.any_engine  # what engines take differently, NUL and surrogates, is among our own
@pytest.mark.outside_data
def test_the_big_list_of_naughty_strings(client: Client, asked: cases.Opened) -> None:
    strings = json.loads(STRINGS.read_text())
    assert len(strings) > 100
    for text in strings[:: 1 if THOROUGH else 4]:
        everywhere(client, text, asked)
        page = client.post(f"{ADDRESS}/your-details", {"name": text, "email": text, "phone": text})
        assert page.status_code < 500


@pytest.mark.outside_data
def test_naughty_strings_reach_the_end_of_a_form_and_come_back_as_typed(client: Client) -> None:
    for text in json.loads(STRINGS.read_text())[::12]:
        client.get(f"{ADDRESS}/start?again=1")
        fill_in(client)
        client.post(f"{ADDRESS}/where", {"place": text or "x", "spot": ""})
        assert client.get(CHECK).status_code < 500
        assert client.post(CHECK).status_code < 500


def test_a_megabyte_in_every_field(client: Client, asked: cases.Opened) -> None:
    for page, typed in PAGES.items():
        fill_in(client, until=page)
        for name in typed:
            assert client.post(f"{ADDRESS}/{page}", {name: "a" * 1_000_000}).status_code < 500
    assert client.post("/track", {"reference": "a" * 1_000_000, "email": "b" * 1_000_000}).status_code < 500
    assert client.post("/track", {"reference": "a" * 3_000_000}).status_code in (400, 413)
    client.post("/track", {"reference": asked.reference, "email": HARDING.email})
    for verb, field in (("answer", "answer"), ("not-fixed", "why")):
        sent = client.post(f"/requests/{asked.reference}/{verb}", {field: "a" * 1_000_000})
        assert sent.status_code < 500


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"rubbish_type": "bags"}'),
        ("text/plain", b"rubbish_type=bags"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\""),
        ("multipart/form-data; boundary=" + "x" * 500, b"\xff\xfe"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"rubbish_type=%ff%fe"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"rubbish_type=bags"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000))),
        ("", b"\x00"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [f"{ADDRESS}/what-was-dumped", f"{ADDRESS}/photo", CHECK, "/track"])
def test_bodies_that_are_none(client: Client, path: str, kind: str, body: bytes) -> None:
    fill_in(client, until="photo" if path.endswith("photo") else "what-was-dumped")
    response = client.generic("POST", path, body, content_type=kind)
    assert response.status_code < 500


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "head", "trace"])
@pytest.mark.parametrize("path", ["/", "/search", ADDRESS, f"{ADDRESS}/what-was-dumped", CHECK, "/track"])
def test_other_methods(client: Client, method: str, path: str) -> None:
    assert client.generic(method.upper(), path).status_code < 500


def test_cookies_that_are_not_ours(client: Client) -> None:
    for name in (
        "moothall_draft",
        "moothall_proof",
        "moothall_preview",
        "moothall_form",
        "moothall_staff",
        "x",
    ):
        for value in ("", "x", "é" * 100, "\x00", "." * 4000, '"quoted', "a:b:c"):
            client.cookies.clear()
            client.cookies[name] = value
            for path in (
                "/",
                ADDRESS,
                f"{ADDRESS}/what-was-dumped",
                CHECK,
                f"{ADDRESS}/done",
                "/track",
                "/requests/x",
            ):
                assert client.get(path).status_code < 500, (name, value, path)
            assert client.post(f"{ADDRESS}/what-was-dumped", PAGES["what-was-dumped"]).status_code < 500


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.jpg", b"", "image/jpeg"),
        ("a.jpg", b"GIF89a", "image/jpeg"),
        ("a.svg", b"<svg onload=alert(1)>", "image/svg+xml"),
        ("a.html", b"<html>", "image/jpeg"),
        ("a" * 5000 + ".jpg", b"\xff\xd8\xff", "x" * 500),
        ("\x00", b"\xff\xd8\xff" + b"a" * 100, "text/html"),
        ("../../x", b"\x89PNG\r\n\x1a\n", ""),
    ],
)
def test_files_that_are_no_photos(client: Client, name: str, body: bytes, kind: str) -> None:
    fill_in(client, until="photo")
    sent = client.post(f"{ADDRESS}/photo", {"photo": SimpleUploadedFile(name, body, kind)})
    assert sent.status_code in (200, 302, 400)
    client.post(f"{ADDRESS}/did-you-see", PAGES["did-you-see"])
    client.post(f"{ADDRESS}/your-details", PAGES["your-details"])
    assert client.get(CHECK).status_code < 500
    assert client.post(CHECK).status_code < 500


@pytest.mark.parametrize("path", ["/", "/staff/", "/track", "/services/nothing/x"])
@pytest.mark.parametrize("host", ["jones.example", "a b'<script>", "", "x:99999999", "[::1"])
def test_a_request_for_another_host_is_refused_on_both_sites(client: Client, path: str, host: str) -> None:
    response = client.get(path, HTTP_HOST=host)
    assert response.status_code == 400
    assert "default-src 'none'" in response["Content-Security-Policy"]
