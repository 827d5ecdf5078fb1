"""Tables of places: areas with their outlines, and the points that have an address."""

from __future__ import annotations

from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import nothing_personal


class Area(models.Model):
    """An area with a code, such as a ward. `geometry` is GeoJSON (WGS 84, longitude before latitude)."""

    holds = nothing_personal("To know which ward a place lies in.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    geometry = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["kind", "name"], name="places_area_kind_name")]

    def __str__(self) -> str:
        return self.name


class AddressPoint(models.Model):
    """An address with its UPRN, where it is (WGS 84), and the code of its ward. An address alone says nothing of who
    lives there."""

    holds = nothing_personal("To find an address, its position and its ward.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    uprn = models.CharField(max_length=12, unique=True)
    line = models.CharField(max_length=200)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, db_index=True)
    longitude = models.FloatField()
    latitude = models.FloatField()
    ward = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return f"{self.line}, {self.postcode}"


class LoadedFile(models.Model):
    """Which file of places was loaded last, by its digest: the same one is not loaded again."""

    holds = nothing_personal("To load a file of places only when it has changed.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
