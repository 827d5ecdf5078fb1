"""The first visit of a page on a phone: at most 45 kB in at most 6 requests, all of them to the council's own host.

Counted as it is sent: the page as the application answers it, its assets as the server of assets does.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from tests.sites.public.resident import CHECK, content, fill_in

from moothall.apps.catalogue.api import services_listed
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS
from moothall.project.wsgi import with_assets
from moothall.ui.build import ROOT, build

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

MOST_BYTES, MOST_REQUESTS = 45_000, 6
#: What a browser fetches of itself for an element, by attribute.
FETCHED = {"script": "src", "img": "src", "source": "src", "iframe": "src", "link": "href", "video": "poster"}
#: Links of the head that fetch nothing.
IDLE = ("canonical", "alternate", "author", "license", "next", "prev", "help")


class Fetches(HTMLParser):
    """The addresses that a page makes a browser fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        address = said.get(FETCHED.get(tag, ""))
        if address and not (tag == "link" and said.get("rel") in IDLE):
            self.addresses.append(address)


@dataclass(frozen=True, slots=True)
class Weight:
    """What was fetched, with its bytes as they travel."""

    fetched: dict[str, int]

    @property
    def whole(self) -> int:
        return sum(self.fetched.values())

    def __str__(self) -> str:
        return "\n".join(f"{size:>7}  {address}" for address, size in self.fetched.items())


@pytest.fixture(scope="module")
def serving() -> WSGIApplication:
    """The server of assets, before an application that has none."""
    build(ROOT / "build" / "static")

    def nothing(environ: object, begin: object) -> list[bytes]:
        raise AssertionError(f"Not built: {environ['PATH_INFO']}")

    return with_assets(nothing)


def weigh(client: Client, serving: WSGIApplication, path: str) -> Weight:
    """What a browser that was never here fetches for the page at `path`."""
    phone = {"HTTP_ACCEPT_ENCODING": "gzip, deflate", "HTTP_HOST": "testserver"}
    response = client.get(path, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200, (path, response.status_code)
    fetched = {path: len(response.content)}
    waiting = [urljoin(path, address) for address in Fetches(content(response)).addresses]
    for address in waiting:
        assert not urlsplit(address).netloc, f"{path} asks another host: {address}"
        if address.startswith("/static/"):
            sent = _asset(serving, address, phone)
        else:
            sent = client.get(address, headers={"accept-encoding": "gzip"}).content
        fetched[address] = len(sent)
        if address.endswith(".css"):
            inside = re.findall(rb"url\(([^)]*)\)|@import", _plain(sent))
            assert not inside, f"{address} fetches more: {inside}"
    return Weight(fetched)


def _asset(serving: WSGIApplication, address: str, headers: dict[str, str]) -> bytes:
    status: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": address, **headers}
    body = b"".join(serving(environ, lambda said, *_: status.append(said)))
    assert status[0].startswith("200"), (address, status)
    return body


def _plain(sent: bytes) -> bytes:
    return gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent


PATHS = (
    "/",
    "/search?q=bin",
    "/services/report-fly-tipping",
    "/services/blue-badge",
    "/services/report-fly-tipping/what-was-dumped",
    "/services/report-missed-bin/which-bin",
    "/services/find-bin-days/look-up",
    "/pages/accessibility",
    "/track",
    "/staff/sign-in/",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_first_visit_is_light(client: Client, serving: WSGIApplication, path: str) -> None:
    weight = weigh(client, serving, path)
    assert weight.whole <= MOST_BYTES, weight
    assert len(weight.fetched) <= MOST_REQUESTS, weight


def test_the_answers_to_check_are_light_where_one_begins_with_them(
    client: Client, serving: WSGIApplication
) -> None:
    """Whoever comes back by a link to their draft has nothing of ours yet."""
    fill_in(client)
    weight = weigh(client, serving, CHECK)
    assert weight.whole <= MOST_BYTES, weight
    assert len(weight.fetched) <= MOST_REQUESTS, weight


def test_the_first_page_of_every_form_is_light(client: Client, serving: WSGIApplication) -> None:
    for service in services_listed(seen_by=ANONYMOUS):
        if service.takes_requests and service.availability(clock.today()).open:
            first = client.get(f"/services/{service.slug}/start")["Location"]
            weight = weigh(client, serving, first)
            assert weight.whole <= MOST_BYTES, weight


def test_too_much_would_be_noticed(client: Client, serving: WSGIApplication) -> None:
    """The count itself: the style sheet, the script, the icon and the colours are in it, in their zipped size."""
    weight = weigh(client, serving, "/")
    kinds = sorted(address.rpartition(".")[2] for address in weight.fetched if address.startswith("/static/"))
    assert kinds == ["css", "js", "svg"]
    assert sum(size for address, size in weight.fetched.items() if address.startswith("/static/")) > 20_000
