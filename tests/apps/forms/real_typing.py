"""What people really type, by type: field suffix to text. Every one of them is understood by the type's example."""

from __future__ import annotations

SAMPLES: dict[str, tuple[dict[str, str], ...]] = {
    "number": tuple({"": text} for text in ("3", " 12 ", "about 30", "１２", "three", "1O")),
    "money": tuple(
        {"": text} for text in ("£1,200.50", "1200", "50p", "£1,000,000", "120.5", "12 pounds 50p")
    ),
    "percentage": tuple({"": text} for text in ("50%", "12.5", "33.3 per cent", "0", "100 %")),
    "time": tuple(
        {"": text}
        for text in (
            "3pm",
            "15:00",
            "1500",
            "0930",
            "noon",
            "midnight",
            "half past 3 in the afternoon",
            "24:00",
        )
    ),
    "name": tuple({"": text} for text in ("Jo Bloggs", "Ng", "Μαρία", "O’Hara-Smith Jr.", "李小龙")),
    "date-range": (
        {
            "-from-day": "1",
            "-from-month": "3",
            "-from-year": "2027",
            "-to-day": "5",
            "-to-month": "mar",
            "-to-year": "2027",
        },
        {"-from-day": "today", "-to-day": "tomorrow"},
    ),
    "national-insurance-number": tuple(
        {"": text} for text in ("AB123456C", "ab 12 34 56 c", "AB-12-34-56-C", "ABI23456C")
    ),
    "nhs-number": tuple({"": text} for text in ("9434765919", "943 476 5919", "943-476-5919", "943476591９")),
    "vehicle-registration": tuple(
        {"": text}
        for text in ("ab12cde", "AB12 CDE", "a123 bcd", "abc 123d", "ABC 1", "1 ABC", "AIZ 1234", "ABI2CDE")
    ),
    "company-number": tuple(
        {"": text} for text in ("01234567", "1234567", "sc123456", "NI 12345", "OE001234", "R7", "IP123R")
    ),
    "charity-number": tuple(
        {"": text} for text in ("1123456", "SC012345", "sc 12345", "NIC 100123", "No. 202918")
    ),
    "uprn": tuple({"": text} for text in ("100023336956", "UPRN 1000 2333 6956", "000010033544")),
}
