"""An NHS number, of England, Wales or the Isle of Man; its last digit checks the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.types.codes import Code, as_digits, in_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsNumber(Code):
    type: ClassVar[str] = "nhs-number"
    about: ClassVar[str] = "An NHS number of ten digits. The last one checks the others (modulus 11)."
    example: ClassVar[str] = """\
ask: nhs_number
type: nhs-number
label: What is your NHS number?
hint: It is on letters from the NHS. For example, 485 777 3456
required: no
binding: person.nhs_number
sensitive: yes
"""
    bindings: ClassVar[frozenset[str]] = frozenset({"person.nhs_number"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "Enter an NHS number in the correct format, like 485 777 3456",
        "wrong_length": "NHS number must have 10 digits",
        "wrong_check": "Check the NHS number. One or more of its digits is wrong",
    }
    usual_name: ClassVar[str] = "an NHS number"
    pattern: ClassVar[str] = "^[0-9]{10}$"
    inputmode: ClassVar[str] = "numeric"

    def understood(self, squeezed: str) -> tuple[str, str]:
        digits = as_digits(squeezed)
        if not digits.isdigit():
            return "", "wrong"
        if len(digits) != 10:
            return "", "wrong_length"
        return (digits, "") if checks_out(digits) else ("", "wrong_check")

    @classmethod
    def spaced(cls, value: str) -> str:
        return in_groups(value, 3, 3, 4)


def checks_out(digits: str) -> bool:
    """Modulus 11 over the first nine; ten equal digits are nobody's number, whatever they add up to."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - total % 11) % 11
    return check == int(digits[9]) and len(set(digits)) > 1
