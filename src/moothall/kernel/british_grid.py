"""References of the British National Grid as degrees of longitude and latitude (WGS84).

The Ordnance Survey's own series, and its seven-parameter shift from OSGB36: right to about five metres, which is
better than the square a reference of eight figures names.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"([A-HJ-Z])([A-HJ-Z])\s*(?:([0-9]{1,5})\s+([0-9]{1,5})|([0-9]{2,10}))")
_METRES = re.compile(r"([0-9]{6})(?:\.[0-9]+)?\s*[, ]\s*([0-9]{6,7})(?:\.[0-9]+)?")
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
#: The grid's own extent, in metres.
_EAST, _NORTH = 700_000, 1_300_000


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """Half axes in metres."""

    a: float
    b: float

    @property
    def e2(self) -> float:
        return 1 - (self.b / self.a) ** 2


AIRY = Ellipsoid(6_377_563.396, 6_356_256.909)
WGS84 = Ellipsoid(6_378_137.0, 6_356_752.314245)
_SCALE, _LAT0, _LON0, _E0, _N0 = 0.9996012717, math.radians(49), math.radians(-2), 400_000.0, -100_000.0
#: Shift in metres, turn in seconds of arc, scale in parts of a million: from OSGB36 to WGS84.
_SHIFT, _TURN, _STRETCH = (446.448, -125.157, 542.060), (0.1502, 0.2470, 0.8421), -20.4894


def metres_in(text: str) -> tuple[float, float] | None:
    """(easting, northing) in metres of `SP 5123 0623` (the middle of its square) or `451230 206230`; else None."""
    tidy = " ".join(text.upper().split())
    if metres := _METRES.fullmatch(tidy):
        east, north = float(metres[1]), float(metres[2])
        return (east, north) if 0 < east < _EAST and 0 < north < _NORTH else None
    reference = _REFERENCE.fullmatch(tidy)
    if reference is None:
        return None
    figures = reference[5] or reference[3] + reference[4]
    half, square = len(figures) // 2, _square(reference[1], reference[2])
    if len(figures) % 2 or square is None or (reference[3] and len(reference[3]) != half):
        return None
    size = 10 ** (5 - half)
    return (
        square[0] + int(figures[:half]) * size + size / 2,
        square[1] + int(figures[half:]) * size + size / 2,
    )


def degrees_at(east: float, north: float) -> tuple[float, float]:
    """(longitude, latitude) in WGS84 degrees of a point in metres of the grid."""
    lat, lon = _unprojected(east, north)
    x, y, z = _shifted(*_in_space(lat, lon))
    return _on_ground(x, y, z)


def _square(first: str, second: str) -> tuple[int, int] | None:
    """The south-west corner of a square of 100 km in metres, or None when it lies outside the grid."""
    one, two = _LETTERS.index(first), _LETTERS.index(second)
    east = ((one - 2) % 5) * 5 + two % 5
    north = (19 - one // 5 * 5) - two // 5
    inside = 0 <= east * 100_000 < _EAST and 0 <= north * 100_000 < _NORTH
    return (east * 100_000, north * 100_000) if inside else None


def _arc(lat: float) -> float:
    """The length of the meridian from the true origin, on Airy's ellipsoid."""
    n = (AIRY.a - AIRY.b) / (AIRY.a + AIRY.b)
    less, more = lat - _LAT0, lat + _LAT0
    return AIRY.b * _SCALE * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(less) * math.cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * less) * math.cos(2 * more)
        - 35 / 24 * n**3 * math.sin(3 * less) * math.cos(3 * more)
    )  # fmt: skip


def _unprojected(east: float, north: float) -> tuple[float, float]:
    """(latitude, longitude) in radians on Airy's ellipsoid."""
    lat, a = _LAT0, AIRY.a * _SCALE
    for _ in range(10):
        lat += (north - _N0 - _arc(lat)) / a
    s2 = math.sin(lat) ** 2
    nu, rho = a / math.sqrt(1 - AIRY.e2 * s2), a * (1 - AIRY.e2) / (1 - AIRY.e2 * s2) ** 1.5
    eta2, tan, sec, d = nu / rho - 1, math.tan(lat), 1 / math.cos(lat), east - _E0
    seventh = tan / (2 * rho * nu)
    eighth = tan / (24 * rho * nu**3) * (5 + 3 * tan**2 + eta2 - 9 * tan**2 * eta2)
    ninth = tan / (720 * rho * nu**5) * (61 + 90 * tan**2 + 45 * tan**4)
    tenth = sec / nu
    eleventh = sec / (6 * nu**3) * (nu / rho + 2 * tan**2)
    twelfth = sec / (120 * nu**5) * (5 + 28 * tan**2 + 24 * tan**4)
    beyond = sec / (5040 * nu**7) * (61 + 662 * tan**2 + 1320 * tan**4 + 720 * tan**6)
    return (
        lat - seventh * d**2 + eighth * d**4 - ninth * d**6,
        _LON0 + tenth * d - eleventh * d**3 + twelfth * d**5 - beyond * d**7,
    )


def _in_space(lat: float, lon: float) -> tuple[float, float, float]:
    nu = AIRY.a / math.sqrt(1 - AIRY.e2 * math.sin(lat) ** 2)
    flat = nu * math.cos(lat)
    return flat * math.cos(lon), flat * math.sin(lon), (1 - AIRY.e2) * nu * math.sin(lat)


def _shifted(x: float, y: float, z: float) -> tuple[float, float, float]:
    grown = 1 + _STRETCH / 1e6
    rx, ry, rz = (math.radians(turn / 3600) for turn in _TURN)
    return (
        _SHIFT[0] + x * grown - y * rz + z * ry,
        _SHIFT[1] + x * rz + y * grown - z * rx,
        _SHIFT[2] - x * ry + y * rx + z * grown,
    )


def _on_ground(x: float, y: float, z: float) -> tuple[float, float]:
    flat = math.hypot(x, y)
    lat = math.atan2(z, flat * (1 - WGS84.e2))
    for _ in range(10):
        nu = WGS84.a / math.sqrt(1 - WGS84.e2 * math.sin(lat) ** 2)
        lat = math.atan2(z + WGS84.e2 * nu * math.sin(lat), flat)
    return math.degrees(math.atan2(y, x)), math.degrees(lat)
