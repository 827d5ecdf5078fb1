"""A company's number at Companies House."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.types.codes import Code, as_digits

#: Every two-letter prefix in the register: companies of Scotland and Northern Ireland, partnerships, charitable
#: organisations, overseas companies and entities, societies, and those of old registers.
PREFIXES = (
    "AC", "CE", "CS", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "LP", "NA", "NC", "NF", "NI", "NL", "NO", "NP", "NR",
    "NV", "NZ", "OC", "OE", "PC", "RC", "RS", "SA", "SC", "SE", "SF", "SG", "SI", "SL", "SO", "SP", "SR", "SZ", "ZC",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyNumber(Code):
    type: ClassVar[str] = "company-number"
    about: ClassVar[str] = (
        "A company registration number of Companies House: eight digits, or two letters and six digits; noughts left "
        "out at the front are put back."
    )
    example: ClassVar[str] = """\
ask: company
type: company-number
label: What is your company registration number?
hint: It has 8 characters, like 01234567 or SC123456
binding: business.company_number
"""
    bindings: ClassVar[frozenset[str]] = frozenset({"business.company_number"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "Enter a company registration number in the correct format, like 01234567 or SC123456",
        "too_long": "Company registration number must be 8 characters or fewer, like 01234567 or SC123456",
        "unknown_prefix": "Check the first two letters of the company registration number, like SC or NI",
    }
    usual_name: ClassVar[str] = "a company registration number"
    pattern: ClassVar[str] = f"^([0-9]{{8}}|({'|'.join(PREFIXES)})[0-9]{{6}}|R[0-9]{{7}}|(IP|SP)[0-9]{{5}}R)$"

    def understood(self, squeezed: str) -> tuple[str, str]:
        if re.fullmatch("[0-9OIL]+", squeezed) and re.search("[0-9]", squeezed):
            digits = as_digits(squeezed).lstrip("0")
            return (digits.zfill(8), "") if 0 < len(digits) <= 8 else ("", "too_long" if digits else "wrong")
        if society := re.fullmatch("(IP|SP)([0-9]{1,5})R", squeezed):
            return f"{society[1]}{society[2].zfill(5)}R", ""
        prefix, rest = self._split(squeezed)
        digits = as_digits(rest)
        if not digits.isdigit():
            return "", "wrong"
        if prefix == "R":
            return (f"R{digits.zfill(7)}", "") if len(digits) <= 7 else ("", "too_long")
        if prefix not in PREFIXES:
            return "", "unknown_prefix" if len(prefix) == 2 and len(squeezed) == 8 else "wrong"
        return (f"{prefix}{digits.zfill(6)}", "") if len(digits) <= 6 else ("", "too_long")

    def _split(self, squeezed: str) -> tuple[str, str]:
        """The letters at the front; 0C and N1 are OC and NI."""
        front = squeezed[:2].replace("0", "O").replace("1", "I")
        if front in PREFIXES:
            return front, squeezed[2:]
        letters = re.match("[A-Z]*", squeezed)
        size = min(2, len(letters[0])) if letters else 0
        return squeezed[:size], squeezed[size:]
