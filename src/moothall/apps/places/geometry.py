"""Which area a point lies in, answered from memory: an STRtree over the outlines, made once in each process.

The outlines are read again when the table has changed; it is looked at once a minute. shapely is imported when the
first point is asked about: a process that never asks is 30 MB smaller.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from moothall.apps.places.models import Area

if TYPE_CHECKING:
    from shapely import STRtree

LOOK_EVERY_S = 60.0


class Outlines:
    """The areas of one kind."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._tree: STRtree | None = None
        self._codes: tuple[str, ...] = ()
        self._read_at = float("-inf")

    def forget(self) -> None:
        self._read_at = float("-inf")

    def code_at(self, longitude: float, latitude: float) -> str | None:
        """The code of the area with the point inside it or on its edge (the first by code), or None."""
        from shapely import Point

        if time.monotonic() - self._read_at > LOOK_EVERY_S:
            self._read()
        if self._tree is None:
            return None
        found = self._tree.query(Point(longitude, latitude), predicate="intersects")
        return min((self._codes[int(number)] for number in found), default=None)

    def _read(self) -> None:
        from shapely import STRtree
        from shapely.geometry import shape

        areas = list(Area.objects.filter(kind=self._kind).order_by("code").values_list("code", "geometry"))
        self._codes = tuple(code for code, _ in areas)
        self._tree = STRtree([shape(geometry) for _, geometry in areas]) if areas else None
        self._read_at = time.monotonic()


wards = Outlines("ward")
