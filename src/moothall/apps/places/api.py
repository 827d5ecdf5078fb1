"""The door of `places`."""

from moothall.apps.places.definitions import Address, AreaNow, PlaceMistakes
from moothall.apps.places.postcodes import tidy_postcode
from moothall.apps.places.queries import addresses_at, ward_at, ward_name, ward_of_postcode, wards
from moothall.apps.places.services import load_addresses, load_areas, load_places

__all__ = [
    "Address",
    "AreaNow",
    "PlaceMistakes",
    "addresses_at",
    "load_addresses",
    "load_areas",
    "load_places",
    "tidy_postcode",
    "ward_at",
    "ward_name",
    "ward_of_postcode",
    "wards",
]
