"""The British National Grid, against the Ordnance Survey's own example and well-known places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kernel.british_grid import degrees_at, metres_in


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("TG 51409 13177", (651409.5, 313177.5)),
        ("tg5140913177", (651409.5, 313177.5)),
        ("SP 5123 0623", (451235, 206235)),
        ("SP51230623", (451235, 206235)),
        ("SP 512 062", (451250, 206250)),
        ("NN 166 712", (216650, 771250)),
        ("HU 4 4", (445000, 1145000)),
        ("SV 00 00", (500, 500)),
        ("451230 206230", (451230, 206230)),
        ("451230.5, 206230", (451230, 206230)),
    ],
)
def test_references(text: str, metres: tuple[float, float]) -> None:
    assert metres_in(text) == metres


@pytest.mark.parametrize(
    "text",
    ["", "SP", "SP 123 45", "SP 123", "SI 12 34", "AA 12 34", "SP 123456 123456", "999999 123456", "1 2"],
)
def test_no_references(text: str) -> None:
    assert metres_in(text) is None


def test_degrees() -> None:
    """The Survey's worked example (A guide to coordinate systems in Great Britain), moved to WGS84."""
    assert degrees_at(651409.903, 313177.270) == (
        pytest.approx(1.716038, abs=0.00005),
        pytest.approx(52.657977, abs=0.00005),
    )


@pytest.mark.parametrize(
    ("east", "north", "lon", "lat"),
    [(216667, 771288, -5.0036, 56.7969), (530268, 179640, -0.1246, 51.5007)],
    ids=["Ben Nevis", "Westminster"],
)
def test_well_known_places_as_maps_have_them(east: int, north: int, lon: float, lat: float) -> None:
    assert degrees_at(east, north) == (pytest.approx(lon, abs=0.0003), pytest.approx(lat, abs=0.0003))


@given(st.integers(0, 699_999), st.integers(0, 1_299_999))
def test_everywhere_on_the_grid_is_near_great_britain(east: int, north: int) -> None:
    lon, lat = degrees_at(east, north)
    assert -10 < lon < 5
    assert 49 < lat < 62


@given(st.text())
def test_any_text(text: str) -> None:
    metres_in(text)
