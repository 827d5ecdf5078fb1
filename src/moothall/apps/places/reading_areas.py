"""Areas out of a GeoJSON file, every mistake with its line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moothall.apps.places.mistakes import Mistake, NotLoaded
from moothall.apps.places.models import Area
from moothall.kernel.characters import said_strange, strange_in
from moothall.kernel.ids import new_id

#: As in files of our own, and as in those of the Office for National Statistics (WD24CD, WD24NM).
_CODE, _NAME = re.compile(r"code|[A-Z]{2,6}\d\dCD", re.I), re.compile(r"name|[A-Z]{2,6}\d\dNM", re.I)


@dataclass(frozen=True, slots=True)
class _Feature:
    """One feature and where it was read."""

    number: int
    line: int
    content: Mapping[str, Any]


def areas_in(text: str, *, kind: str, file: str) -> list[Area]:
    """The areas of a GeoJSON feature collection in WGS84. Raises NotLoaded with every mistake."""
    mistakes: list[Mistake] = []
    areas: dict[str, Area] = {}
    loading = new_id()
    for feature in _features(text, file):
        try:
            area = _area(feature.content, kind, loading)
        except ValueError as wrong:
            mistakes.append(Mistake(file, feature.line, f"Area {feature.number}: {wrong}"))
            continue
        if area.code in areas:
            mistakes.append(
                Mistake(file, feature.line, f"Area {feature.number}: {area.code} is there twice.")
            )
        areas[area.code] = area
    if mistakes:
        raise NotLoaded(mistakes)
    return list(areas.values())


def _features(text: str, file: str) -> Iterator[_Feature]:
    try:
        content = json.loads(text)
    except ValueError as wrong:
        line = getattr(wrong, "lineno", 1)
        raise NotLoaded([Mistake(file, line, f"This is not JSON: {getattr(wrong, 'msg', wrong)}.")]) from None
    except RecursionError:
        raise NotLoaded([Mistake(file, 1, "This JSON is nested too deeply to be a map.")]) from None
    listed = content.get("features") if isinstance(content, dict) else None
    if not isinstance(listed, list) or not listed:
        raise NotLoaded(
            [
                Mistake(
                    file,
                    1,
                    "This is no GeoJSON FeatureCollection with features. Export the areas as GeoJSON.",
                )
            ]
        )
    starts = [text.count("\n", 0, found.start()) + 1 for found in re.finditer(r'"Feature"', text)]
    for number, feature in enumerate(listed, start=1):
        line = starts[number - 1] if len(starts) == len(listed) else 1
        yield _Feature(number, line, feature if isinstance(feature, dict) else {})


def _area(feature: Mapping[str, Any], kind: str, loading: UUID) -> Area:
    """Raises ValueError with a sentence."""
    properties = feature.get("properties") or {}
    code, name = _property(properties, _CODE), _property(properties, _NAME)
    if not code or len(code) > 20:
        raise ValueError('it needs a property "code" of at most 20 characters, such as E05000001.')
    if not name or len(name) > 200:
        raise ValueError(f'{code} needs a property "name" of at most 200 characters.')
    if strange := strange_in(code + name):
        raise ValueError(said_strange(strange))
    geometry = feature.get("geometry") or {}
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"the outline of {name} must be a Polygon or a MultiPolygon.")
    west, south, east, north = _bounds(geometry, name)
    return Area(
        code=code,
        name=name,
        kind=kind,
        geometry=json.dumps({"type": geometry["type"], "coordinates": geometry["coordinates"]}),
        west=west,
        south=south,
        east=east,
        north=north,
        loading=loading,
    )


def _property(properties: Mapping[str, Any], wanted: re.Pattern[str]) -> str:
    if not isinstance(properties, dict):
        return ""
    return next(
        (str(value).strip() for key, value in properties.items() if wanted.fullmatch(key) and value), ""
    )


def _bounds(geometry: Mapping[str, Any], name: str) -> tuple[float, float, float, float]:
    """West, south, east, north. Raises ValueError when it is no outline in degrees."""
    from shapely import from_geojson
    from shapely.errors import ShapelyError

    try:
        shape = from_geojson(json.dumps(geometry))
        west, south, east, north = (float(value) for value in shape.bounds)
    except (ShapelyError, KeyError, TypeError, ValueError):
        raise ValueError(
            f"the outline of {name} is no closed ring of positions. Export it again as polygons."
        ) from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise ValueError(f"the outline of {name} is empty. Export it again as polygons.")
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise ValueError(
            f"the outline of {name} is not in degrees (EPSG:4326). Export it again with that projection; "
            "numbers such as 450673 are eastings."
        )
    if not shape.is_valid:
        raise ValueError(
            f"the outline of {name} crosses itself. Repair it with your map program's 'fix geometries'."
        )
    return west, south, east, north
