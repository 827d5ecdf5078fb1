"""Where a photo was taken, offered for the place of a report: nothing of it is used before somebody says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.catalogue.folders import copied_folders
from tests.apps.documents.samples import photo_taken
from tests.apps.places.test_places import address, geojson, square
from tests.cast import SYSTEM
from tests.sites.public.resident import ADDRESS, CHECK, PAGES, content, fill_in, seen

from moothall.apps.places.api import load_addresses, load_areas, nearest_address
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.django_db
OFFER = "Use the place where the photo was taken"
WHERE = f"{ADDRESS}/where"
TAKEN = "51.75202,-1.25773"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> Iterator[None]:
    with copied_folders(tmp_path):
        load_areas(geojson(square("E05000001", "Hiram", -1.3, 51.7)), by=SYSTEM)
        yield


def with_photo(client: Client, picture: bytes) -> None:
    fill_in(client, until="photo")
    client.post(f"{ADDRESS}/photo", {"photo": SimpleUploadedFile("sofa.jpg", picture, "image/jpeg")})
    client.post(f"{ADDRESS}/what-land", PAGES["what-land"])


def test_it_is_offered_looked_at_and_sent(client: Client) -> None:
    with_photo(client, photo_taken())
    offered = content(client.get(WHERE))
    assert "Your photo says that it was taken in Hiram ward." in offered
    assert OFFER in offered
    pressed = client.post(WHERE, {"place": "Behind the mill", "spot": "", "spot-photo": TAKEN})
    assert pressed.status_code == 200
    html = content(pressed)
    assert "There is a problem" not in html
    assert 'value="51.75202, -1.25773"' in html
    assert "Behind the mill" in html
    assert OFFER not in html
    assert client.get(CHECK)["Location"] == WHERE, "nothing is answered before they go on"
    gone_on = client.post(WHERE, {"place": "Behind the mill", "spot": "51.75202, -1.25773"})
    assert gone_on["Location"] == f"{ADDRESS}/did-you-see"
    for page in ("did-you-see", "your-details"):
        client.post(f"{ADDRESS}/{page}", PAGES[page])
    assert "Hiram ward" in seen(client.get(CHECK)).text


def test_a_photo_that_says_nothing_offers_nothing(client: Client) -> None:
    with_photo(client, sample_photo())
    with CaptureQueriesContext(connection) as queries:
        assert OFFER not in content(client.get(WHERE))
    assert sum("documents_document" in query["sql"] for query in queries) == 1


def test_nobody_else_is_told_and_without_a_photo_nothing_is_looked_up(client: Client) -> None:
    with_photo(client, photo_taken())
    other = Client()
    fill_in(other, until="where")
    with CaptureQueriesContext(connection) as queries:
        assert OFFER not in content(other.get(WHERE))
    assert not any("documents_document" in query["sql"] for query in queries)


def test_it_is_named_by_the_address_nearest_to_it(client: Client) -> None:
    here = {"line": "3 Mill Lane", "town": "Barchester"}
    near = address("1", longitude="-1.25773", latitude="51.75222", **here)
    far = address("2", longitude="-1.25773", latitude="51.75302", line="9 Mill Lane")
    load_addresses([near, far], by=SYSTEM)
    with_photo(client, photo_taken())
    assert "it was taken near 3 Mill Lane, Barchester." in content(client.get(WHERE))
    pressed = content(client.post(WHERE, {"place": "", "spot": "", "spot-photo": TAKEN}))
    assert "Your photo was taken near 3 Mill Lane, Barchester." in pressed
    client.post(WHERE, {"place": "Behind the mill", "spot": "51.75202, -1.25773"})
    for page in ("did-you-see", "your-details"):
        client.post(f"{ADDRESS}/{page}", PAGES[page])
    assert "Near 3 Mill Lane, Barchester" in seen(client.get(CHECK)).text


@pytest.mark.parametrize(("lon", "lat", "found"), [
    (-1.55, 52.05, "1"), (-1.55, 52.05040, "1"), (-1.55, 52.05050, None), (-1.5507, 52.05, "1"), (-1.5508, 52.05, None),
    (0.0, 90.0, None), (179.9, -89.9, None),
])  # fmt: skip
def test_an_address_is_near_within_fifty_metres(lon: float, lat: float, found: str | None) -> None:
    load_addresses([address("1")], by=SYSTEM)
    nearest = nearest_address(lon, lat, within=50)
    assert (nearest.uprn if nearest else None) == found
