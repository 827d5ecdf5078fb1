"""A page that comes back with a list, another row, or what a link carried; on the real site, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.apps.catalogue.folders import ROOT, change, copied_folders
from tests.cast import FLY_TIPPING, SYSTEM
from tests.sites.public.resident import ADDRESS, CHECK, PAGES, content, fill_in

from moothall.apps.places.api import load_folder

pytestmark = pytest.mark.django_db
FIRST = f"{ADDRESS}/what-was-dumped"
MORE = """\
      - {ask: came_by, type: from-context, label: Came by, take: link, parameter: via, allow: [poster]}

  - page: more
    title: Some more
    questions:
      - {ask: home, type: address, label: Your address}
      - {ask: heard, type: table, label: When, each: Time, columns: [{column: at, type: time, label: At}]}

"""


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> Iterator[None]:
    with copied_folders(tmp_path) as folders:
        change(
            folders.service(FLY_TIPPING) / "form.yaml",
            "  - page: what-else\n",
            f"{MORE}  - page: what-else\n",
        )
        load_folder(ROOT / "councils" / "barchester" / "places", by=SYSTEM)
        yield


def test_a_link_carries_what_the_form_allows(client: Client) -> None:
    started = client.get(f"{ADDRESS}/start?via=poster&token=secret")
    assert started["Location"] == f"{FIRST}?via=poster"
    first = content(client.get(started["Location"]))
    assert '<input type="hidden" id="came_by" name="came_by" value="poster">' in first
    assert client.get(f"{ADDRESS}/start?via=evil")["Location"] == FIRST
    assert 'name="came_by">' in content(client.get(f"{FIRST}?via=evil"))


@pytest.mark.parametrize("said", ["http://[", "http://a]b/", "http://\u2100/", "//", "x" * 5_000, "\x01"])
def test_a_page_before_that_is_no_address_is_as_if_there_was_none(client: Client, said: str) -> None:
    page = client.get(f"{FIRST}?via=poster", headers={"referer": said})
    assert 'value="poster"' in content(page)


def test_a_postcode_then_a_row_then_on(client: Client) -> None:
    client.post(FIRST, {**PAGES["what-was-dumped"], "came_by": "poster"})
    page = f"{ADDRESS}/more"
    listed = content(client.post(page, {"home-postcode": "bc4 7de", "heard-1-at": "9am", "heard-rows": "1"}))
    assert "addresses found</option>" in listed
    assert "There is a problem" not in listed
    assert 'value="9am"' in listed
    chosen = {
        "home-postcode": "BC4 7DE",
        "home-listed": "BC4 7DE",
        "home-uprn": "999900000003",
        "heard-1-at": "9am",
    }
    grown = content(client.post(page, {**chosen, "heard-rows": "1", "heard-more": "yes"}))
    assert 'name="heard-2-at"' in grown
    assert 'name="home-line-1" type="text" value="1 Gazebee Way"' in grown
    done = client.post(page, {**chosen, "heard-rows": "2", "heard-2-at": "11pm"})
    assert done.status_code == 302
    fill_in(client, until="what-was-dumped")
    for name, typed in list(PAGES.items())[1:]:
        client.post(f"{ADDRESS}/{name}", typed)
    check = content(client.get(CHECK))
    assert "1 Gazebee Way" in check
    assert "Time 2: At: 11pm" in check
    assert "Came by" not in check
