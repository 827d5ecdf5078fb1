"""Questions about places. They are open to everybody: no `seen_by`, because there is nobody to hide a street from."""

from __future__ import annotations

import time
from collections import Counter

from moothall.apps.places.definitions import Address, AreaNow
from moothall.apps.places.geometry import wards as outlines
from moothall.apps.places.models import AddressPoint, Area
from moothall.apps.places.postcodes import tidy_postcode

KEPT_S = 60.0
_names: dict[str, str] = {}
_read_at = float("-inf")


def wards() -> tuple[AreaNow, ...]:
    """Every ward, by name."""
    return tuple(
        AreaNow(code, name, "ward") for code, name in sorted(_ward_names().items(), key=lambda w: w[1])
    )


def ward_name(code: str) -> str:
    """The name of a ward; its code again for one that is not known any more."""
    return _ward_names().get(code, code)


def ward_of_postcode(typed: str) -> str | None:
    """The code of the ward in which most addresses of a postcode lie; None when there are none."""
    postcode = tidy_postcode(typed)
    if not postcode:
        return None
    found = Counter(
        AddressPoint.objects.filter(postcode=postcode).exclude(ward="").values_list("ward", flat=True)
    )
    return min(found, key=lambda ward: (-found[ward], ward)) if found else None


def ward_at(longitude: float, latitude: float) -> str | None:
    """The code of the ward with the point (degrees, WGS 84); None outside all of them."""
    return outlines.code_at(longitude, latitude)


def addresses_at(typed: str, *, limit: int = 200) -> tuple[Address, ...]:
    """The addresses of a postcode, in the order of their lines."""
    rows = AddressPoint.objects.filter(postcode=tidy_postcode(typed)).order_by("line", "uprn")[:limit]
    return tuple(
        Address(row.uprn, row.line, row.town, row.postcode, row.longitude, row.latitude, row.ward)
        for row in rows
    )


def forget_places() -> None:
    """After a load: read areas again."""
    global _read_at
    _read_at = float("-inf")
    outlines.forget()


def _ward_names() -> dict[str, str]:
    global _names, _read_at
    if time.monotonic() - _read_at > KEPT_S:
        _names = dict(Area.objects.filter(kind="ward").values_list("code", "name"))
        _read_at = time.monotonic()
    return _names
