"""Places as people type them: a postcode, degrees, a grid reference, or words.

Pure: text in, what it is out. Nothing is looked up here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from moothall.apps.forms.postcodes import postcode_in
from moothall.apps.forms.types.figures import digits_in
from moothall.kernel.british_grid import degrees_at, metres_in

#: The United Kingdom and the islands around it, with some sea.
_WEST, _EAST, _SOUTH, _NORTH = -9.5, 2.5, 49.0, 61.5
_FIGURE = r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_PAIR = re.compile(rf"({_FIGURE})\s*°?\s*([NSEW])?\s*[,; ]\s*({_FIGURE})\s*°?\s*([NSEW])?", re.IGNORECASE)
_IN_LINK = re.compile(rf"[@=/(:]\s*({_FIGURE})\s*(?:,|%2C)\s*({_FIGURE})(?![0-9])", re.IGNORECASE)
_ANGLE = re.compile(
    r"([0-9]{1,3})\s*°\s*([0-9]{1,2}(?:\.[0-9]+)?)\s*['′’]?\s*(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:\"|″|”|''))?\s*([NSEW])",
    re.IGNORECASE,
)
_WORDS = re.compile(r"/{0,3}[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,}")
_LINK = re.compile(r"(?:https?://|www\.|geo:)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees in WGS84, to a millionth (a tenth of a metre)."""

    lon: float
    lat: float

    @property
    def near(self) -> bool:
        return _WEST <= self.lon <= _EAST and _SOUTH <= self.lat <= _NORTH


@dataclass(frozen=True, slots=True)
class Postcode:
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A street, or where it is in somebody's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """`code` of the sentence."""

    code: str


def place_in(typed: str) -> Point | Postcode | Words | Unusable:
    """What was typed; any text is at least words."""
    text = digits_in(typed)
    if postcode := postcode_in(text):
        return Postcode(postcode)
    if _WORDS.fullmatch(text) or re.search(r"(?:what3words\.com|w3w\.co)/", text, re.IGNORECASE):
        return Unusable("three_words")
    point = _degrees(text) or _on_grid(text)
    if point is not None:
        return point if point.near else Unusable("far")
    if _LINK.fullmatch(text):
        return Unusable("link")
    return Words(text) if any(char.isalpha() for char in text) else Unusable("wrong")


def _on_grid(text: str) -> Point | None:
    metres = metres_in(re.sub(r"^(?:OS )?grid (?:ref(?:erence)?)?:?\s*", "", text, flags=re.IGNORECASE))
    return _point(*degrees_at(*metres)) if metres else None


def _degrees(text: str) -> Point | None:
    if _LINK.match(text):
        found = _IN_LINK.search(text)
        return _either_way(float(found[1]), float(found[2])) if found else None
    angles = _ANGLE.findall(text)
    if len(angles) == 2:
        return _by_angles(angles)
    plain = re.sub(r"\b(?:lat(?:itude)?|long?(?:itude)?)\b\s*[:=]?", " ", text, flags=re.IGNORECASE).strip(
        " ()[]"
    )
    pair = _PAIR.fullmatch(plain)
    if pair is None or not ("." in pair[0] or "°" in pair[0] or pair[2]):
        return None
    first, second = _signed(pair[1], pair[2]), _signed(pair[3], pair[4])
    if (pair[2] or "").upper() in ("E", "W"):
        first, second = second, first
    return _either_way(first, second)


def _by_angles(angles: list[tuple[str, str, str, str]]) -> Point | None:
    """52°6'0"N 1°12'0"W, in either order."""
    found = {}
    for degrees, minutes, seconds, side in angles:
        size = float(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600
        found["lat" if side.upper() in "NS" else "lon"] = -size if side.upper() in "SW" else size
    return _point(found["lon"], found["lat"]) if len(found) == 2 else None


def _signed(figure: str, side: str | None) -> float:
    size = float(figure)
    return -abs(size) if (side or "").upper() in ("S", "W") and side else size


def _either_way(first: float, second: float) -> Point:
    """Latitude comes first; swapped, it can only be meant the other way where that lies in this country."""
    point, swapped = _point(second, first), _point(first, second)
    return swapped if swapped.near and not point.near else point


def _point(lon: float, lat: float) -> Point:
    return Point(round(lon, 6), round(lat, 6))
