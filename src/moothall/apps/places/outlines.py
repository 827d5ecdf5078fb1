"""Areas as shapes in memory, for finding which one a point lies in.

shapely and numpy take some 35 MB, so they are loaded only by a process that is asked for a point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from moothall.apps.places.models import Area

if TYPE_CHECKING:
    from shapely import STRtree


@dataclass(frozen=True, slots=True)
class Outlines:
    """The areas of one kind as they were in one `loading`."""

    loading: UUID | None
    codes: tuple[str, ...]
    tree: STRtree

    def area_at(self, lon: float, lat: float) -> str | None:
        """See `area_at`, without a query."""
        from shapely import Point

        if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
            return None
        found = self.tree.query(Point(lon, lat), predicate="intersects")
        return self.codes[min(found)] if len(found) else None


_remembered: dict[str, Outlines] = {}


def area_at(kind: str, lon: float, lat: float) -> str | None:
    """The code of the area of `kind` at a point in WGS84 degrees, the first by code on a border; None outside all."""
    return outlines_of(kind).area_at(lon, lat)


def outlines_of(kind: str) -> Outlines:
    """What this process remembers, unless areas were loaded since, by whichever process: one small query."""
    loading = Area.objects.filter(kind=kind).values_list("loading", flat=True).first()
    known = _remembered.get(kind)
    if known is None or known.loading != loading:
        known = _remembered[kind] = _drawn(kind, loading)
    return known


def _drawn(kind: str, loading: UUID | None) -> Outlines:
    from shapely import STRtree, from_geojson, prepare

    areas = list(Area.objects.filter(kind=kind).order_by("code").values_list("code", "geometry"))
    shapes = [from_geojson(geometry) for _, geometry in areas]
    prepare(shapes)
    return Outlines(loading, tuple(code for code, _ in areas), STRtree(shapes))


def nowhere() -> Outlines:
    """No area at all."""
    from shapely import STRtree

    return Outlines(None, (), STRtree(()))
