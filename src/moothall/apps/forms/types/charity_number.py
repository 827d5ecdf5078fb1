"""A charity's number at its regulator: England and Wales, Scotland, Northern Ireland."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.types.codes import Code, as_digits


@dataclass(frozen=True, slots=True, kw_only=True)
class CharityNumber(Code):
    type: ClassVar[str] = "charity-number"
    about: ClassVar[str] = (
        "A registered charity's number: six or seven digits for England and Wales, SC and six digits for Scotland, NIC "
        "and six digits for Northern Ireland."
    )
    example: ClassVar[str] = """\
ask: charity
type: charity-number
label: What is your charity’s number?
hint: For example, 1123456, SC012345 or NIC100123
binding: business.charity_number
"""
    bindings: ClassVar[frozenset[str]] = frozenset({"business.charity_number"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "Enter a charity number in the correct format, like 1123456, SC012345 or NIC100123",
    }
    usual_name: ClassVar[str] = "a charity number"
    pattern: ClassVar[str] = "^([1-9][0-9]{5,6}|SC[0-9]{6}|NIC1[0-9]{5})$"

    def understood(self, squeezed: str) -> tuple[str, str]:
        prefix, digits = _split(re.sub("^(?:REG|REGISTERED)?(?:CHARITY)?(?:NUMBER|NO)?", "", squeezed))
        code = f"{prefix}{digits.zfill(6) if prefix == 'SC' else digits}"
        return (code, "") if re.fullmatch(self.pattern, code) else ("", "wrong")


def _split(text: str) -> tuple[str, str]:
    """(SC, NIC or nothing, what should be digits)."""
    for written, prefix in (("SC", "SC"), ("NIC", "NIC"), ("N1C", "NIC"), ("NI", "NIC")):
        if text.startswith(written):
            return prefix, as_digits(text[len(written) :])
    return "", as_digits(text)
