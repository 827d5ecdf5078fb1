"""What other rooms see of places: frozen, without a row of a table in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AreaNow:
    """An area by its code and name; `kind` is "ward"."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address point; position in degrees, WGS 84."""

    uprn: str
    line: str
    town: str
    postcode: str
    longitude: float
    latitude: float
    ward: str


class PlaceMistakes(ValueError):
    """A file of places cannot be loaded: each mistake is `file:line: what is wrong. What to write instead.`"""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
