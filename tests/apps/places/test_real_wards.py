"""Cherwell's real wards and postcodes (2013 and 2014, OGL): does a point find the ward its own file names?"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from moothall.apps.places.api import load_addresses, load_areas, ward_at, ward_of_postcode, wards
from moothall.kernel.actors import system

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
WARDS = DATA / "geo-uk-geojson" / "wards_by_lad"
POSTCODES = DATA / "geo-codepoint" / "ox.csv"
CHERWELL = "E07000177"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.outside_data,
    pytest.mark.skipif(not POSTCODES.exists(), reason=f"needs {POSTCODES}"),
]


def degrees(east: float, north: float) -> tuple[float, float]:
    """National Grid metres to WGS84 (lon, lat), by the seven-parameter shift: some metres off, enough for a ward."""
    lat, lon = airy(east, north)
    a, b = 6377563.396, 6356256.909
    e2 = 1 - (b * b) / (a * a)
    nu = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    x, y = nu * math.cos(lat) * math.cos(lon), nu * math.cos(lat) * math.sin(lon)
    z = (1 - e2) * nu * math.sin(lat)
    scale = 1 - 20.4894e-6
    rx, ry, rz = (math.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
    x, y, z = (
        446.448 + scale * x - rz * y + ry * z,
        -125.157 + rz * x + scale * y - rx * z,
        542.060 - ry * x + rx * y + scale * z,
    )
    a, b = 6378137.0, 6356752.3141
    e2 = 1 - (b * b) / (a * a)
    p = math.hypot(x, y)
    lat = math.atan2(z, p * (1 - e2))
    for _ in range(8):
        nu = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
        lat = math.atan2(z + e2 * nu * math.sin(lat), p)
    return math.degrees(math.atan2(y, x)), math.degrees(lat)


def airy(east: float, north: float) -> tuple[float, float]:
    """National Grid metres to latitude and longitude on the Airy ellipsoid, in radians (OS guide, annex C)."""
    a, b, f0 = 6377563.396, 6356256.909, 0.9996012717
    lat0, lon0, n0, e0 = math.radians(49), math.radians(-2), -100000.0, 400000.0
    e2, n = 1 - (b * b) / (a * a), (a - b) / (a + b)

    def meridian(lat: float) -> float:
        d, s = lat - lat0, lat + lat0
        return (
            b
            * f0
            * (
                (1 + n + 1.25 * n**2 + 1.25 * n**3) * d
                - (3 * n + 3 * n**2 + 2.625 * n**3) * math.sin(d) * math.cos(s)
                + (1.875 * n**2 + 1.875 * n**3) * math.sin(2 * d) * math.cos(2 * s)
                - (35 / 24) * n**3 * math.sin(3 * d) * math.cos(3 * s)
            )
        )

    lat = lat0 + (north - n0) / (a * f0)
    while abs(rest := north - n0 - meridian(lat)) >= 1e-5:
        lat += rest / (a * f0)
    nu = a * f0 / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    rho = a * f0 * (1 - e2) / (1 - e2 * math.sin(lat) ** 2) ** 1.5
    eta2, t, sec, d = nu / rho - 1, math.tan(lat), 1 / math.cos(lat), east - e0
    lat_out = (
        lat
        - t / (2 * rho * nu) * d**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * d**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * d**6
    )
    lon_out = (
        lon0
        + sec / nu * d
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * d**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * d**5
    )
    return lat_out, lon_out


def postcodes_of(district: str) -> list[tuple[str, float, float, str]]:
    """(postcode, lon, lat, ward) of a district."""
    with POSTCODES.open() as file:
        rows = [row for row in csv.reader(file) if row[8] == district and row[2] != "0"]
    return [(row[0], *degrees(float(row[2]), float(row[3])), row[9]) for row in rows]


def test_the_conversion_is_right_to_some_metres():
    # Ordnance Survey's worked example is Caister water tower: 651409.903 E 313177.270 N.
    lon, lat = degrees(651409.903, 313177.270)
    assert (lat, lon) == (pytest.approx(52.65798, abs=1e-4), pytest.approx(1.71605, abs=1e-4))


def test_points_and_postcodes_find_the_ward_that_their_file_names():
    load_areas((WARDS / f"{CHERWELL}.json").read_text(), file="cherwell", by=system("tests"))
    assert len(wards()) == 28
    known = postcodes_of(CHERWELL)
    assert len(known) > 4000
    right = sum(ward_at(lon, lat) == ward for _, lon, lat, ward in known)
    assert right / len(known) >= 0.999
    listed = (
        {"uprn": str(n), "line": "1 Street", "postcode": code, "longitude": str(lon), "latitude": str(lat)}
        for n, (code, lon, lat, _) in enumerate(known, start=1)
    )
    assert load_addresses(listed, by=system("tests")) == len(known)
    sample = known[::10]
    assert sum(ward_of_postcode(code) == ward for code, _, _, ward in sample) / len(sample) >= 0.999


def test_points_in_the_next_district_are_in_no_ward_of_this():
    load_areas((WARDS / f"{CHERWELL}.json").read_text(), file="cherwell", by=system("tests"))
    oxford = postcodes_of("E07000178")
    outside = sum(ward_at(lon, lat) is None for _, lon, lat, _ in oxford)
    assert outside / len(oxford) >= 0.999
