"""Verbs on places: load areas and addresses from the files of a council's folder, whole and checked, or not at all."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from moothall.apps.places.definitions import PlaceMistakes
from moothall.apps.places.models import AddressPoint, Area, LoadedFile
from moothall.apps.places.postcodes import tidy_postcode
from moothall.apps.places.queries import forget_places
from moothall.kernel.actors import Actor

AT_ONCE = 500
MOST_MISTAKES = 50
COLUMNS = ("uprn", "line", "town", "postcode", "longitude", "latitude", "ward")


def load_places(folder: Path, *, by: Actor) -> None:
    """Load `wards.geojson` and `addresses.csv` of a council's `places/`, each when it is there and has changed.

    Raises PlaceMistakes.
    """
    loaders: dict[str, Callable[[Path], int]] = {
        "wards.geojson": lambda file: load_areas(file, kind="ward", by=by),
        "addresses.csv": lambda file: load_addresses(file, by=by),
    }
    known = dict(LoadedFile.objects.values_list("name", "digest"))
    for name, load in loaders.items():
        file = folder / name
        digest = sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
        if digest and known.get(name) != digest:
            load(file)
            LoadedFile.objects.update_or_create(name=name, defaults={"digest": digest})


def load_areas(file: Path, *, kind: str, by: Actor) -> int:
    """Replace the areas of `kind` by the features of a GeoJSON file (polygons; properties `code` and `name`).

    Returns how many. Raises PlaceMistakes, and then nothing has changed.
    """
    features, mistakes = _features(file)
    if mistakes:
        raise PlaceMistakes(tuple(mistakes))
    with transaction.atomic():
        Area.objects.filter(kind=kind).delete()
        Area.objects.bulk_create(
            Area(kind=kind, code=code, name=name, geometry=geometry) for code, name, geometry in features
        )
        transaction.on_commit(forget_places)
    return len(features)


def load_addresses(file: Path, *, by: Actor) -> int:
    """Replace all address points by the rows of a CSV file (columns uprn, line, town, postcode, longitude, latitude,
    ward: a ward's code or name). Returns how many. Raises PlaceMistakes, and then nothing has changed.
    """
    codes = {name: code for code, name in Area.objects.filter(kind="ward").values_list("code", "name")}
    points: list[AddressPoint] = []
    mistakes: list[str] = []
    with file.open(newline="", encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            wrong = tuple(_wrong(row))
            mistakes += [f"{file.name}:{number}: {sentence}" for sentence in wrong]
            if not wrong:
                points.append(_point(row, codes))
    mistakes += [f"{file.name}:1: {sentence}" for sentence in _twice(points)]
    if mistakes:
        raise PlaceMistakes(tuple(mistakes[:MOST_MISTAKES]))
    with transaction.atomic():
        AddressPoint.objects.all().delete()
        AddressPoint.objects.bulk_create(points, batch_size=AT_ONCE)
        transaction.on_commit(forget_places)
    return len(points)


def _features(file: Path) -> tuple[list[tuple[str, str, object]], list[str]]:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as wrong:
        line = getattr(wrong, "lineno", 1)
        return [], [f"{file.name}:{line}: This is not JSON. Write a GeoJSON FeatureCollection."]
    features, mistakes = [], []
    listed = said.get("features") if isinstance(said, dict) else None
    for number, feature in enumerate(listed if isinstance(listed, list) else []):
        named = feature.get("properties") if isinstance(feature, dict) else None
        outline = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(named, dict) or not named.get("code") or not named.get("name"):
            mistakes.append(
                f"{file.name}:1: Feature {number + 1} has no code or name. Give its properties both."
            )
        elif not isinstance(outline, dict) or outline.get("type") not in ("Polygon", "MultiPolygon"):
            mistakes.append(
                f"{file.name}:1: Feature {number + 1} is no area. Write a Polygon or a MultiPolygon."
            )
        else:
            features.append((str(named["code"]), str(named["name"]), outline))
    if not features and not mistakes:
        mistakes.append(
            f"{file.name}:1: There are no areas. Write a GeoJSON FeatureCollection with features."
        )
    return features, mistakes[:MOST_MISTAKES]


def _wrong(row: Mapping[str, str | None]) -> Iterator[str]:
    missing = [column for column in COLUMNS if row.get(column) is None]
    if missing:
        yield f"There is no {missing[0]}. Write the columns {', '.join(COLUMNS)}."
        return
    if not re.fullmatch(r"[0-9]{1,12}", row["uprn"] or ""):
        yield f"The UPRN “{row['uprn']}” is wrong. Write up to 12 digits."
    if not tidy_postcode(row["postcode"] or ""):
        yield f"The postcode “{row['postcode']}” is wrong. Write a whole one, such as SW1A 1AA."
    for column, most in (("longitude", 180.0), ("latitude", 90.0)):
        try:
            inside = abs(float(row[column] or "")) <= most
        except ValueError:
            inside = False
        if not inside:
            yield f"The {column} “{row[column]}” is wrong. Write degrees, such as 52.0603."


def _point(row: Mapping[str, str], codes: Mapping[str, str]) -> AddressPoint:
    return AddressPoint(
        uprn=row["uprn"].lstrip("0") or "0",
        line=row["line"][:200],
        town=row["town"][:100],
        postcode=tidy_postcode(row["postcode"]),
        longitude=float(row["longitude"]),
        latitude=float(row["latitude"]),
        ward=codes.get(row["ward"], row["ward"])[:30],
    )


def _twice(points: Iterable[AddressPoint]) -> Iterator[str]:
    seen: set[str] = set()
    for point in points:
        if point.uprn in seen:
            yield f"The UPRN {point.uprn} stands here twice. Take one of them out."
        seen.add(point.uprn)
