"""Questions about places. They are about the council's ground, so anybody may ask: none takes an actor."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import connection

from moothall.apps.places.models import Area
from moothall.apps.places.outlines import area_at
from moothall.apps.places.postcodes import read_postcode

WARD = "ward"

#: Asked at every submission; through the ORM's compiler it cost a fifth of one.
_MOST_OF_POSTCODE = (
    "SELECT ward FROM places_addresspoint WHERE postcode = %s AND ward <> '' "
    "GROUP BY ward ORDER BY count(*) DESC, ward LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class AreaNamed:
    """An area as lists and filters show it."""

    code: str
    name: str
    kind: str


def wards() -> tuple[AreaNamed, ...]:
    """The council's wards, by name."""
    rows = Area.objects.filter(kind=WARD).order_by("name", "code").values_list("code", "name", "kind")
    return tuple(AreaNamed(*row) for row in rows)


def ward_name(code: str) -> str:
    """The name of the ward with `code`; the code itself when there is none (an old boundary, another council).

    No query for a page that names many: a process remembers the names for a minute.
    """
    return _NAMES.known().get(code, code)


class _Names:
    """The wards' names, read again a minute later or when this process has loaded others."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._read_at = float("-inf")

    def known(self) -> dict[str, str]:
        if time.monotonic() - self._read_at > _REMEMBERED_S:
            self._names = dict(Area.objects.filter(kind=WARD).values_list("code", "name"))
            self._read_at = time.monotonic()
        return self._names

    def forget(self) -> None:
        self._read_at = float("-inf")


_REMEMBERED_S = 60.0
_NAMES = _Names()


def forget_names() -> None:
    """After a loading."""
    _NAMES.forget()


def ward_at(lon: float, lat: float) -> str | None:
    """The code of the ward at a point in WGS84 degrees; None outside the council."""
    return area_at(WARD, lon, lat)


def ward_of_postcode(postcode: str) -> str | None:
    """The code of the ward where most addresses of `postcode` lie, however it is typed; None when unknown."""
    known = read_postcode(postcode)
    if known is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_MOST_OF_POSTCODE, [known])
        most = cursor.fetchone()
    return str(most[0]) if most else None
