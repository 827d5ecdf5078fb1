"""A Unique Property Reference Number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.types.codes import Code, as_digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Uprn(Code):
    type: ClassVar[str] = "uprn"
    about: ClassVar[str] = (
        "A Unique Property Reference Number: what every British system calls one address. For staff and businesses; "
        "ask residents for an address, whose UPRN is kept with it."
    )
    example: ClassVar[str] = """\
ask: property_number
type: uprn
label: What is the UPRN of the property?
hint: Up to 12 digits, like 100023336956
binding: place.uprn
"""
    bindings: ClassVar[frozenset[str]] = frozenset({"place.uprn"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "UPRN must be a number of up to 12 digits, like 100023336956",
    }
    usual_name: ClassVar[str] = "a UPRN"
    pattern: ClassVar[str] = "^[1-9][0-9]{0,11}$"
    inputmode: ClassVar[str] = "numeric"

    def understood(self, squeezed: str) -> tuple[str, str]:
        digits = as_digits(squeezed.removeprefix("UPRN")).lstrip("0")
        return (digits, "") if digits.isdigit() and len(digits) <= 12 else ("", "wrong")
