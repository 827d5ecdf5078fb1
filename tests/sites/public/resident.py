"""A resident at a browser, as tests of the public site meet one: Django's client behind a reader of pages."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.test import Client
from tests.answers import html
from tests.cast import FLY_TIPPING

from moothall.sites.rehearsal.browser import Seen, read_page

ADDRESS = f"/services/{FLY_TIPPING}"
#: What each page of the shortest way is sent.
PAGES: dict[str, dict[str, str]] = {
    "what-was-dumped": {"rubbish_type": "furniture"},
    "how-much": {"amount": "item"},
    "photo": {},
    "what-land": {"land": "street"},
    "where": {"place": "Outside 14 Mill Lane", "spot": ""},
    "did-you-see": {"saw_it_happen": "no"},
    "your-details": {"name": "Septimus Harding", "email": "septimus@example.com", "phone": ""},
}
CHECK = f"{ADDRESS}/check-your-answers"


def fill_in(client: Client, *, until: str = "") -> None:
    """The whole form up to the page `until`; up to check-your-answers when it is left out."""
    for page, typed in PAGES.items():
        if page == until:
            return
        response = client.post(f"{ADDRESS}/{page}", typed)
        assert response.status_code == 302, (page, response.content.decode()[:3000])


def send(client: Client) -> str:
    """Fill in everything and send it; the reference."""
    fill_in(client)
    response = client.post(CHECK, follow=True)
    assert response.status_code == 200
    return reference_on(response)


def reference_on(response: HttpResponseBase) -> str:
    html = content(response)
    return html.partition('<span class="reference">')[2].partition("<")[0]


def content(response: HttpResponseBase) -> str:
    return html(response)


def seen(response: HttpResponseBase) -> Seen:
    """The page as a person reads it."""
    return read_page(response.status_code, "", content(response))
