"""Questions about places. They are about the council's ground, so anybody may ask: none takes an actor."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Avg, Min

from moothall.apps.places.models import AddressPoint, Area
from moothall.apps.places.outlines import area_at
from moothall.apps.places.postcodes import read_postcode
from moothall.apps.places.streets import as_looked_up, street_in

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


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it stands in our list. `ward` is a code, "" when unknown."""

    uprn: str
    line: str
    town: str
    postcode: str
    ward: str


@dataclass(frozen=True, slots=True)
class Street:
    """A street, as far as it lies in one ward; `lon` and `lat` are in the middle of its addresses there."""

    name: str
    town: str
    ward: str
    lon: float
    lat: float


_METRES_OF_A_DEGREE = 111_320.0
#: No more are looked at for the nearest: the flats of a tower are all at one point.
_MOST_NEAR = 2000
#: So many addresses of one postcode, or pieces of one street, are told.
MOST = 300


def addresses_at(postcode: str) -> tuple[Address, ...]:
    """The addresses of a postcode, however it is typed, house numbers in their order; empty when it is unknown."""
    known = read_postcode(postcode)
    if known is None:
        return ()
    rows = AddressPoint.objects.filter(postcode=known).values_list("uprn", "line", "town", "postcode", "ward")
    return tuple(sorted((_address(row) for row in rows[:MOST]), key=_as_walked))


def address_of(uprn: str) -> Address | None:
    """The address with this UPRN; None for one we do not have, and for what is none."""
    if not (uprn.isascii() and uprn.isdigit() and len(uprn) <= 12):
        return None
    rows = AddressPoint.objects.filter(uprn=int(uprn)).values_list("uprn", "line", "town", "postcode", "ward")
    row = rows.first()
    return _address(row) if row else None


def nearest_address(lon: float, lat: float, *, within: float) -> Address | None:
    """The address nearest to a point in WGS84 degrees, not further than `within` metres; None where there is none."""
    # On this scale the earth is flat, and a degree of longitude shrinks with the latitude.
    east = _METRES_OF_A_DEGREE * math.cos(math.radians(lat))
    if east < 1:
        return None
    high, wide = within / _METRES_OF_A_DEGREE, within / east
    rows = AddressPoint.objects.filter(
        lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide)
    ).values_list("uprn", "line", "town", "postcode", "ward", "lon", "lat")
    near = [
        (math.hypot((row[5] - lon) * east, (row[6] - lat) * _METRES_OF_A_DEGREE), row)
        for row in rows[:_MOST_NEAR]
    ]
    nearest = min(near, default=None)
    return _address(nearest[1][:5]) if nearest and nearest[0] <= within else None


def streets_named(name: str) -> tuple[Street, ...]:
    """The streets of this name, in any case, with Rd for Road and perhaps a house number before it; each as often as
    it has towns and wards."""
    wanted = {as_looked_up(name), as_looked_up(street_in(name))} - {""}
    if not wanted:
        return ()
    rows = (
        AddressPoint.objects.filter(street__in=sorted(wanted))
        .values("town", "ward")
        .annotate(lon=Avg("lon"), lat=Avg("lat"), line=Min("line"))
        .order_by("town", "ward")[:MOST]
    )
    return tuple(
        Street(street_in(row["line"]), row["town"], row["ward"], row["lon"], row["lat"]) for row in rows
    )


def _address(row: tuple[int, str, str, str, str]) -> Address:
    return Address(str(row[0]), *row[1:])


def _as_walked(address: Address) -> tuple[list[tuple[int, int, str]], str]:
    """2 comes before 10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", address.line.casefold())
    key = [(0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part) for part in parts]
    return key, address.uprn


def wards() -> tuple[AreaNamed, ...]:
    """The council's wards, by name."""
    rows = Area.objects.filter(kind=WARD).order_by("name", "code").values_list("code", "name", "kind")
    return tuple(AreaNamed(*row) for row in rows)


def ward_choices() -> tuple[tuple[str, str], ...]:
    """The wards to choose from, code and name, by name. No query, as for `ward_name`."""
    return tuple(_NAMES.known().items())


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
            found = Area.objects.filter(kind=WARD).order_by("name", "code")
            self._names = dict(found.values_list("code", "name"))
            self._read_at = time.monotonic()
        return self._names

    def forget(self) -> None:
        self._read_at = float("-inf")


class _WardsOfPostcodes:
    """What a process has looked up within a minute: every submission asks, and only a loading changes addresses."""

    def __init__(self) -> None:
        self._wards: dict[str, str | None] = {}
        self._until = float("-inf")

    def of(self, postcode: str) -> str | None:
        if time.monotonic() > self._until or len(self._wards) > _MOST_REMEMBERED:
            self._wards, self._until = {}, time.monotonic() + _REMEMBERED_S
        if postcode not in self._wards:
            self._wards[postcode] = _ward_with_most_addresses(postcode)
        return self._wards[postcode]

    def forget(self) -> None:
        self._until = float("-inf")


_REMEMBERED_S = 60.0
_MOST_REMEMBERED = 20_000
_NAMES = _Names()
_WARDS = _WardsOfPostcodes()


def forget_remembered() -> None:
    """After a loading."""
    _NAMES.forget()
    _WARDS.forget()


def ward_at(lon: float, lat: float) -> str | None:
    """The code of the ward at a point in WGS84 degrees; None outside the council."""
    return area_at(WARD, lon, lat)


def ward_of_postcode(postcode: str) -> str | None:
    """The code of the ward where most addresses of `postcode` lie, however it is typed; None when unknown.

    No query for one that was asked within a minute.
    """
    known = read_postcode(postcode)
    return None if known is None else _WARDS.of(known)


def _ward_with_most_addresses(postcode: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(_MOST_OF_POSTCODE, [postcode])
        most = cursor.fetchone()
    return str(most[0]) if most else None


@dataclass(frozen=True, slots=True)
class PointAt:
    """A point in WGS84 degrees."""

    lat: float
    lon: float


def points_of_postcodes(postcodes: Iterable[str]) -> dict[str, PointAt]:
    """The middle of the addresses of each postcode that is known, however it is typed. One query."""
    wanted = {typed: known for typed in set(postcodes) if (known := read_postcode(typed))}
    rows = AddressPoint.objects.filter(postcode__in=sorted(set(wanted.values())))
    middles = {
        row["postcode"]: PointAt(row["lat"], row["lon"])
        for row in rows.values("postcode").annotate(lat=Avg("lat"), lon=Avg("lon"))
    }
    return {typed: middles[known] for typed, known in wanted.items() if known in middles}


def points_of_addresses(uprns: Iterable[str]) -> dict[str, PointAt]:
    """Where each address is whose UPRN we have. One query."""
    wanted = sorted({int(one) for one in uprns if one.isascii() and one.isdigit() and len(one) <= 12})
    rows = AddressPoint.objects.filter(uprn__in=wanted).values_list("uprn", "lat", "lon")
    return {str(uprn): PointAt(lat, lon) for uprn, lat, lon in rows}


def middles_of_wards(codes: Iterable[str]) -> dict[str, PointAt]:
    """The middle of each ward: of the box around it. One query."""
    rows = Area.objects.filter(kind=WARD, code__in=sorted(set(codes)))
    sides = rows.values_list("code", "south", "north", "west", "east")
    return {code: PointAt((south + north) / 2, (west + east) / 2) for code, south, north, west, east in sides}
