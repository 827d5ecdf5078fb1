"""A National Insurance number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.types.codes import Code, in_groups, in_shape

#: HMRC's rules: letters never given out, and pairs kept for other uses.
_GIVEN = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalInsuranceNumber(Code):
    type: ClassVar[str] = "national-insurance-number"
    about: ClassVar[str] = "A National Insurance number, in any spacing and case, O for 0 and I for 1 mended."
    example: ClassVar[str] = """\
ask: nino
type: national-insurance-number
label: What is your National Insurance number?
hint: It is on your National Insurance card, benefit letter, payslip or P60. For example, QQ 12 34 56 C
binding: person.national_insurance_number
sensitive: yes
"""
    bindings: ClassVar[frozenset[str]] = frozenset({"person.national_insurance_number"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "Enter a National Insurance number in the correct format, like QQ 12 34 56 C",
        "no_suffix": "Enter the whole National Insurance number. It ends in A, B, C or D",
    }
    usual_name: ClassVar[str] = "a National Insurance number"
    pattern: ClassVar[str] = f"^{_GIVEN.pattern}$"

    def understood(self, squeezed: str) -> tuple[str, str]:
        code = in_shape(squeezed, "LLDDDDDDL")
        if _GIVEN.fullmatch(code):
            return code, ""
        return "", "no_suffix" if in_shape(squeezed, "LLDDDDDD") else "wrong"

    @classmethod
    def spaced(cls, value: str) -> str:
        return in_groups(value, 2, 2, 2, 2, 1)
