"""Verbs: load areas, load addresses. Each replaces all there was, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from moothall.apps.places.mistakes import Mistake, NotLoaded
from moothall.apps.places.models import AddressPoint, Area, Source
from moothall.apps.places.outlines import outlines_of
from moothall.apps.places.policies import LOAD
from moothall.apps.places.queries import WARD, forget_remembered
from moothall.apps.places.reading_addresses import AddressReader, Row
from moothall.apps.places.reading_areas import areas_in
from moothall.apps.places.reading_files import rows_of, text_of
from moothall.ground import rows
from moothall.kernel.actors import Actor


def load_areas(geojson: str, *, kind: str = WARD, file: str = "areas.geojson", by: Actor) -> int:
    """Replace all areas of `kind` by those of a GeoJSON text in WGS84; returns how many.

    Each feature needs a code and a name, as `code` and `name` or as the ONS writes them (WD24CD, WD24NM).
    Raises NotLoaded with every mistake, Refused for who may not.
    """
    LOAD.demand(by)
    areas = areas_in(geojson, kind=kind, file=file)
    with transaction.atomic():
        Area.objects.filter(kind=kind).delete()
        taken = set(
            Area.objects.filter(code__in=[area.code for area in areas]).values_list("code", flat=True)
        )
        if taken:
            raise NotLoaded(
                [Mistake(file, 1, f"{min(taken)} is the code of an area of another kind already.")]
            )
        loaded = rows.load(areas)
    forget_remembered()
    return loaded


def load_addresses(
    listed: Iterable[Mapping[str, str | None]], *, file: str = "addresses.csv", by: Actor
) -> int:
    """Replace all address points by `listed`, rows as csv.DictReader gives them; returns how many.

    Columns: uprn, line, postcode, longitude, latitude, and if known town and ward (name or code; left out, the ward is
    found by the point). Raises NotLoaded with every mistake, Refused for who may not.
    """
    return _load_rows(enumerate(listed, start=2), file, by)


def _load_rows(numbered: Iterable[Row], file: str, by: Actor) -> int:
    LOAD.demand(by)
    areas = list(Area.objects.filter(kind=WARD).values_list("code", "name"))
    wards = {name.lower(): code for code, name in areas} | {code: code for code, _ in areas}
    points = list(AddressReader(file, wards, outlines_of(WARD)).points(numbered))
    with transaction.atomic():
        AddressPoint.objects.all().delete()
        return rows.load(points)


def load_folder(folder: Path, *, by: Actor) -> tuple[int, int]:
    """Load `wards.geojson` and `addresses.csv` of a council's folder of places; returns (areas, addresses) loaded.

    A file that is not there is left out, and so is one that has not changed since it was loaded: calling this at every
    start costs nothing. Raises NotLoaded and Refused, as above.
    """
    areas = addresses = 0
    outlines, points = folder / "wards.geojson", folder / "addresses.csv"
    with transaction.atomic():
        changed = _changed(outlines)
        if changed:
            areas = load_areas(text_of(outlines), file=str(outlines), by=by)
        # Addresses know their ward by its code, so new boundaries ask for them again.
        if _changed(points) or (changed and points.exists()):
            addresses = _load_rows(rows_of(points), str(points), by)
    return areas, addresses


def _changed(path: Path) -> bool:
    """Whether `path` is there and not what was loaded last; if so it is remembered as what is loaded now."""
    if not path.exists():
        return False
    digest = sha256(path.read_bytes()).hexdigest()
    known = Source.objects.filter(name=path.name).first()
    if known and known.digest == digest:
        return False
    Source.objects.update_or_create(name=path.name, defaults={"digest": digest})
    return True
