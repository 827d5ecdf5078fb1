"""Areas and address points. No verbs here."""

from __future__ import annotations

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import nothing_personal


class Area(models.Model):
    """A polygon the council is divided into."""

    holds = nothing_personal("To know in which ward something is.", "Until the boundaries are loaded again.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    #: GeoJSON geometry in WGS84, as text: it is parsed once in a process.
    geometry = models.TextField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    #: The same for all areas of one loading: tells other processes that what they remember is old.
    loading = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["kind", "code"], name="places_area_kind")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class AddressPoint(models.Model):
    """One address. Its key is the UPRN, the number that every UK system knows it by."""

    holds = nothing_personal(
        "To find the ward of an address. A property's address without anybody who lives there.",
        "Until the addresses are loaded again.",
    )

    uprn = models.BigIntegerField(primary_key=True)
    line = models.CharField(max_length=200)
    #: The street's name as it is looked up: see `streets.py`.
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8)
    lon = models.FloatField()
    lat = models.FloatField()
    ward = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["postcode", "ward"], name="places_address_postcode"),
            models.Index(fields=["street"], name="places_address_street"),
            models.Index(fields=["lat", "lon"], name="places_address_point"),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.postcode}"


class Source(models.Model):
    """What was loaded last, so that an unchanged file is not loaded again."""

    holds = nothing_personal("To load a file of places only when it has changed.")

    name = models.CharField(primary_key=True, max_length=100)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
