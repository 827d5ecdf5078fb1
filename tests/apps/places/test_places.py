from __future__ import annotations

import json

import pytest
from django.db import transaction

from moothall.apps.places.api import (
    NotLoaded,
    load_addresses,
    load_areas,
    load_folder,
    read_postcode,
    ward_at,
    ward_name,
    ward_of_postcode,
    wards,
)
from moothall.kernel.actors import ANONYMOUS, system
from moothall.kernel.rules import Refused

pytestmark = pytest.mark.django_db

US = system("tests")


def square(code: str, name: str, west: float, south: float, size: float = 0.1) -> dict[str, object]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def geojson(*features: dict[str, object]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1)


def address(uprn: str, postcode: str = "BC1 1AA", ward: str = "", **more: str) -> dict[str, str | None]:
    point = {"longitude": "-1.55", "latitude": "52.05"}
    return {"uprn": uprn, "line": "1 Mill Lane", "postcode": postcode, "ward": ward} | point | more


@pytest.fixture
def barchester():
    load_areas(
        geojson(square("E05000001", "Hiram", -1.6, 52.0), square("E05000002", "Courcy", -1.5, 52.0)), by=US
    )


@pytest.mark.usefixtures("barchester")
def test_a_point_lies_in_a_ward():
    assert ward_at(-1.55, 52.05) == "E05000001"
    assert ward_at(-1.45, 52.05) == "E05000002"
    assert ward_at(-1.5, 52.05) == "E05000001", "on the border the first by code"
    for nowhere in ((0.0, 0.0), (-1.55, 52.2), (float("nan"), 52.0), (float("inf"), 1e300), (999.0, 999.0)):
        assert ward_at(*nowhere) is None


@pytest.mark.usefixtures("barchester")
def test_wards_have_names():
    assert [ward.name for ward in wards()] == ["Courcy", "Hiram"]
    assert ward_name("E05000001") == "Hiram"
    assert ward_name("E05999999") == "E05999999"
    load_areas(geojson(square("E05000001", "Hiram Hospital", -1.6, 52.0)), by=US)
    assert ward_name("E05000001") == "Hiram Hospital"


@pytest.mark.usefixtures("barchester")
def test_boundaries_loaded_again_are_used_at_once():
    assert ward_at(-1.55, 52.05) == "E05000001"
    load_areas(geojson(square("E05000009", "Framley", -1.6, 52.0)), by=US)
    assert ward_at(-1.55, 52.05) == "E05000009"
    assert [ward.code for ward in wards()] == ["E05000009"]


@pytest.mark.usefixtures("barchester")
def test_boundaries_taken_back_are_forgotten():
    with transaction.atomic():
        load_areas(geojson(square("E05000009", "Framley", -1.6, 52.0)), by=US)
        assert ward_at(-1.55, 52.05) == "E05000009"
        transaction.set_rollback(True)
    assert ward_at(-1.55, 52.05) == "E05000001"


def test_a_ward_may_have_holes_and_parts():
    hole = square("E05000001", "Hiram", -1.6, 52.0)
    hole["geometry"]["coordinates"].append(square("", "", -1.57, 52.03, 0.04)["geometry"]["coordinates"][0])
    parts = square("E05000002", "Courcy", -1.57, 52.03, 0.04)
    far = square("", "", -1.0, 52.0)["geometry"]["coordinates"]
    parts["geometry"] = {"type": "MultiPolygon", "coordinates": [parts["geometry"]["coordinates"], far]}
    load_areas(geojson(hole, parts), by=US)
    assert (ward_at(-1.59, 52.01), ward_at(-1.55, 52.05), ward_at(-0.95, 52.05)) == (
        "E05000001",
        "E05000002",
        "E05000002",
    )


@pytest.mark.usefixtures("barchester")
def test_a_postcode_is_in_the_ward_of_most_of_its_addresses():
    listed = [
        address("1", "BC1 1AA", "Hiram"),
        address("2", "bc11aa", "E05000002"),
        address("3", "BC1 1AA", "courcy"),
        address("4", "BC1 1AB"),
        address("5", "BC1 1AC", longitude="0", latitude="0"),
    ]
    assert load_addresses(listed, by=US) == 5
    assert ward_of_postcode("bc1 1aa") == "E05000002"
    assert ward_of_postcode("BC11AB") == "E05000001"
    assert ward_of_postcode("BC1 1AC") is None
    assert ward_of_postcode("BC9 9ZZ") is None
    assert ward_of_postcode("no idea") is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("bc47de", "BC4 7DE"),
        (" BC4  7DE. ", "BC4 7DE"),
        ("BC4-7DE", "BC4 7DE"),
        ("Ｏx16 5AB", "OX16 5AB"),
        ("0X16 5AB", "OX16 5AB"),
        ("OX16 OAB", "OX16 0AB"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("W1A 0AX", "W1A 0AX"),
        ("m1 1ae", "M1 1AE"),
        ("EC1A1BB", "EC1A 1BB"),
        ("", None),
        ("BC4", None),
        ("12345", None),
        ("BC4 7D", None),
        ("x" * 100_000, None),
        ("BC4\x007DE", "BC4 7DE"),
        ("'; DROP", None),
    ],
)
def test_postcodes_are_read_as_people_type_them(typed, read):
    assert read_postcode(typed) == read


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("{", 1, "This is not JSON"),
        ('{\n\n"features": [}', 3, "This is not JSON"),
        ("[" * 100_000, 1, "nested too deeply"),
        ("[]", 1, "no GeoJSON FeatureCollection"),
        ('{"features": []}', 1, "no GeoJSON FeatureCollection"),
        (geojson({"type": "Feature", "properties": {}, "geometry": None}), 5, 'needs a property "code"'),
        (geojson(square("E1", "", 0, 0)), 5, 'E1 needs a property "name"'),
        (geojson(square("E1", "A", 450673, 205980, 1000)), 5, "not in degrees"),
        (geojson(square("E1", "A", 0, 0), square("E1", "B", 1, 1)), 39, "E1 is there twice"),
    ],
)
def test_mistakes_in_areas_are_said_with_their_line(text, line, words):
    with pytest.raises(NotLoaded) as refused:
        load_areas(text, file="wards.geojson", by=US)
    (mistake,) = refused.value.mistakes
    assert words in mistake.sentence
    assert str(mistake).startswith(f"wards.geojson:{line}: ")


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "Point", "coordinates": [0, 0]}, "must be a Polygon"),
        ({"type": "Polygon"}, "no closed ring"),
        ({"type": "Polygon", "coordinates": []}, "is empty"),
        ({"type": "Polygon", "coordinates": "x"}, "no closed ring"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "crosses itself"),
    ],
)
def test_outlines_that_are_none_are_said(geometry, words):
    feature = square("E1", "A", 0, 0) | {"geometry": geometry}
    with pytest.raises(NotLoaded, match=words):
        load_areas(geojson(feature), by=US)


@pytest.mark.usefixtures("barchester")
def test_mistakes_in_addresses_are_all_said_with_their_line_and_nothing_is_loaded():
    load_addresses([address("1")], by=US)
    wrong = [
        address("10"),
        address("x"),
        address("10"),
        address("11", "nonsense"),
        address("12", line=""),
        address("13", longitude="450673"),
        address("14", latitude="north"),
        address("15", ward="Nowhere"),
        address("9" * 30),
    ]
    with pytest.raises(NotLoaded) as refused:
        load_addresses(wrong, file="addresses.csv", by=US)
    said = [str(mistake) for mistake in refused.value.mistakes]
    assert [line.split(":")[1] for line in said] == ["3", "4", "5", "6", "7", "8", "9", "10"]
    assert "'x' is no UPRN. Write a whole number of at most 12 digits." in said[0]
    assert "The UPRN 10 is in line 2 already." in said[1]
    assert "Write one like BC4 7DE." in said[2]
    assert "There is no ward 'Nowhere'." in said[6]
    assert ward_of_postcode("BC1 1AA") == "E05000001", "what was there stays"


def test_a_missing_column_is_one_mistake():
    with pytest.raises(NotLoaded) as refused:
        load_addresses([{"uprn": "1", "postcode": "BC1 1AA"}] * 500, by=US)
    assert [str(mistake) for mistake in refused.value.mistakes] == [
        "addresses.csv:1: There is no column 'line'. It needs uprn, line, postcode, longitude, latitude and may have "
        "town, ward."
    ]


def test_a_thousand_mistakes_are_a_hundred():
    with pytest.raises(NotLoaded) as refused:
        load_addresses((address("x") for _ in range(1000)), by=US)
    assert len(refused.value.mistakes) == 100


def test_a_folder_is_loaded_when_it_has_changed(tmp_path):
    assert load_folder(tmp_path / "none", by=US) == (0, 0)
    (tmp_path / "wards.geojson").write_text(geojson(square("E1", "Hiram", -1.6, 52.0)))
    (tmp_path / "addresses.csv").write_text(
        "\ufeffuprn,line,town,postcode,longitude,latitude,ward\n1,1 Mill Lane,Barchester,BC1 1AA,-1.55,52.05,Hiram\n"
    )
    assert load_folder(tmp_path, by=US) == (1, 1)
    assert load_folder(tmp_path, by=US) == (0, 0)
    assert ward_of_postcode("BC1 1AA") == "E1"
    (tmp_path / "wards.geojson").write_text(geojson(square("E2", "Hiram", -1.6, 52.0)))
    assert load_folder(tmp_path, by=US) == (1, 1)
    assert ward_of_postcode("BC1 1AA") == "E2"
    (tmp_path / "addresses.csv").write_bytes(b"uprn,line\n1,\xff\n")
    with pytest.raises(NotLoaded, match=r"addresses.csv:2: This is not UTF-8"):
        load_folder(tmp_path, by=US)


def test_who_may_not_load_is_refused():
    with pytest.raises(Refused):
        load_areas(geojson(square("E1", "A", 0, 0)), by=ANONYMOUS)
    with pytest.raises(Refused):
        load_addresses([], by=ANONYMOUS)
