"""Where a case is, as others about the same place are found: an address or a street as a key, a point as a cell.

A cell is some 200 metres wide and high: what is within 100 metres of a point stands in its cell or in one beside it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from moothall.apps.cases.models import Case
from moothall.apps.forms import api as forms
from moothall.kernel.actors import system

#: Degrees of a cell: some 200 metres in England either way.
_HIGH, _WIDE = 0.0018, 0.003
_ROW = 1_000_000
_METRES = 111_320
#: In this order: what a case is about; failing that, where somebody lives.
_BOUND = ("place.address", "place.point", "place.uprn", "place.postcode", "person.address")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_SELF = system("cases")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`place` is the same for the same address, or the same street without a number; "" where it is not known."""

    place: str = ""
    lat: float | None = None
    lon: float | None = None

    @property
    def cell(self) -> int | None:
        return None if self.lat is None or self.lon is None else _cell(_row(self.lat), _column(self.lon))

    @property
    def cells(self) -> tuple[int, ...]:
        """Its own cell and those around it."""
        if self.lat is None or self.lon is None:
            return ()
        row, column = _row(self.lat), _column(self.lon)
        return tuple(_cell(row + up, column + aside) for up in (-1, 0, 1) for aside in (-1, 0, 1))

    def metres_to(self, other: Whereabouts) -> int | None:
        """As the crow flies; None where either has no point."""
        if self.lat is None or self.lon is None or other.lat is None or other.lon is None:
            return None
        east = (self.lon - other.lon) * math.cos(math.radians(self.lat))
        return round(math.hypot(self.lat - other.lat, east) * _METRES)


NOWHERE = Whereabouts()
#: From the number of a cell to those of its own and of the cells around it.
STEPS = tuple(up * _ROW + aside for up in (-1, 0, 1) for aside in (-1, 0, 1))


def whereabouts(form: forms.Form, answers: forms.Answers) -> Whereabouts:
    """From the first answer that says where."""
    own = form.part()
    for binding in _BOUND:
        for question in own.bound(binding):
            found = _at(answers.value(question.key))
            if found != NOWHERE:
                return found
    return NOWHERE


def whereabouts_of(case: Case, form: forms.Form) -> Whereabouts:
    """From what is kept of the case."""
    kept = None if case.erased else forms.answers_of(case.stream, seen_by=_SELF)
    return whereabouts(form, kept.answers) if kept else NOWHERE


def _at(value: forms.JSON) -> Whereabouts:
    if isinstance(value, str):
        return Whereabouts(_plain(value)) if value.strip() else NOWHERE
    if not isinstance(value, dict):
        return NOWHERE
    lat, lon = value.get("lat"), value.get("lon")
    if isinstance(lat, int | float) and isinstance(lon, int | float):
        return Whereabouts("", float(lat), float(lon))
    line, postcode = value.get("line_1"), value.get("postcode")
    if isinstance(line, str) and isinstance(postcode, str) and line:
        return Whereabouts(_plain(f"{postcode} {line}"))
    if value.get("kind") == "street":
        return Whereabouts(_plain(f"{value.get('text', '')} {value.get('town', '')}"))
    return NOWHERE


def _plain(text: str) -> str:
    return _NOT_A_WORD.sub(" ", text.casefold()).strip()[:120]


def _row(lat: float) -> int:
    return math.floor(lat / _HIGH)


def _column(lon: float) -> int:
    return math.floor(lon / _WIDE)


def _cell(row: int, column: int) -> int:
    return row * _ROW + column
