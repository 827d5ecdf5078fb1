"""A vehicle's registration number, as on its plate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.types.codes import Code, in_shape

#: Shapes by age, the most usual first: what fits two (as typed, or mended) is the first of them.
_STYLES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("current", ("LLDDLLL",), "[A-HJ-PR-Y][A-HJ-PR-Z][0-9]{2}[A-HJ-PR-Z]{3}"),
    ("prefix", ("LDLLL", "LDDLLL", "LDDDLLL"), "[A-HJ-NP-TV-Y][0-9]{1,3}[A-HJ-PR-Z]{3}"),
    ("suffix", ("LLLDL", "LLLDDL", "LLLDDDL"), "[A-HJ-PR-Z]{3}[0-9]{1,3}[A-HJ-NPR-TV-Y]"),
    (
        "dateless",
        tuple(f"{'L' * letters}{'D' * digits}" for letters in (1, 2, 3) for digits in (1, 2, 3, 4))
        + tuple(f"{'D' * digits}{'L' * letters}" for letters in (1, 2, 3) for digits in (1, 2, 3, 4)),
        "[A-PR-Z]{1,3}[0-9]{1,3}|[A-PR-Z]{1,2}[0-9]{4}|[0-9]{1,3}[A-PR-Z]{1,3}|[0-9]{4}[A-PR-Z]{1,2}"
        # Four digits with three letters: Northern Ireland, where one of the letters is I or Z.
        "|(?=.*[IZ])(?:[A-PR-Z]{3}[0-9]{4}|[0-9]{4}[A-PR-Z]{3})",
    ),
)
#: Where a plate of each style has its space: before this.
_BREAK = {
    "current": re.compile(r"(?<=^.{4})"),
    "prefix": re.compile(r"(?<=[0-9])(?=[A-Z])"),
    "suffix": re.compile(r"(?<=^.{3})"),
    "dateless": re.compile(r"(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[0-9])"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRegistration(Code):
    type: ClassVar[str] = "vehicle-registration"
    about: ClassVar[str] = (
        "A registration number (number plate): current, prefix, suffix, dateless and Northern Ireland styles. O and 0, "
        "I and 1 are mended where only one of them can be."
    )
    example: ClassVar[str] = """\
ask: registration
type: vehicle-registration
label: What is the registration number of the vehicle?
hint: For example, AB12 CDE
name: the registration number
binding: vehicle.registration
"""
    bindings: ClassVar[frozenset[str]] = frozenset({"vehicle.registration"})
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "foreign": {
            "enum": ["yes", "no"],
            "description": "yes: any plate of up to 12 letters and digits is accepted, for vehicles from abroad.",
        },
    }
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "Enter a registration number in the correct format, like AB12 CDE",
    }
    usual_name: ClassVar[str] = "a registration number"
    pattern: ClassVar[str] = "^[A-Z0-9]{2,12}$"

    foreign: bool = False

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(foreign=settings.get("foreign") == "yes")

    def understood(self, squeezed: str) -> tuple[str, str]:
        plate = mended(squeezed)
        if not plate and self.foreign and 2 <= len(squeezed) <= 12:
            plate = squeezed
        return (plate, "") if plate else ("", "wrong")

    @classmethod
    def spaced(cls, value: str) -> str:
        style = style_of(value)
        return _BREAK[style].sub(" ", value, count=1) if style else value


def style_of(plate: str) -> str:
    """current, prefix, suffix or dateless; "" for no British plate."""
    return next((style for style, _, pattern in _STYLES if re.fullmatch(pattern, plate)), "")


def mended(text: str) -> str:
    """The plate as typed if there are such, else as it was most likely meant; "" when neither."""
    if style_of(text) or not re.search("[A-HJ-NP-Z]", text):
        return text if style_of(text) else ""
    for _, shapes, pattern in _STYLES:
        for shape in shapes:
            candidate = in_shape(text, shape)
            if candidate and re.fullmatch(pattern, candidate):
                return candidate
    return ""
