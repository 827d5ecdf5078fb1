"""The door of places: addresses and streets, which ward a postcode or a point is in, and loading them."""

from __future__ import annotations

from moothall.apps.places.mistakes import Mistake, NotLoaded
from moothall.apps.places.policies import LOAD
from moothall.apps.places.postcodes import read_postcode
from moothall.apps.places.queries import (
    Address,
    AreaNamed,
    PointAt,
    Street,
    address_of,
    addresses_at,
    middles_of_wards,
    nearest_address,
    points_of_addresses,
    points_of_postcodes,
    streets_named,
    ward_at,
    ward_choices,
    ward_name,
    ward_of_postcode,
    wards,
)
from moothall.apps.places.reading_files import mistakes_in_folder
from moothall.apps.places.services import load_addresses, load_areas, load_folder
from moothall.apps.places.streets import as_looked_up as street_looked_up
from moothall.apps.places.streets import street_in

__all__ = [
    "LOAD",
    "Address",
    "AreaNamed",
    "Mistake",
    "NotLoaded",
    "PointAt",
    "Street",
    "address_of",
    "addresses_at",
    "load_addresses",
    "load_areas",
    "load_folder",
    "middles_of_wards",
    "mistakes_in_folder",
    "nearest_address",
    "points_of_addresses",
    "points_of_postcodes",
    "read_postcode",
    "street_in",
    "street_looked_up",
    "streets_named",
    "ward_at",
    "ward_choices",
    "ward_name",
    "ward_of_postcode",
    "wards",
]
