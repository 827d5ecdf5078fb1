"""What people really type, by type: field suffix to text. Every one of them is understood by the type's example.

Tests hold the types to it; the catalogue of questions shows what is made of it.
"""

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
    "person": (
        {
            "-name": "Jo Bloggs",
            "-born-on-day": "27",
            "-born-on-month": "3",
            "-born-on-year": "1980",
            "-relation": "child",
            "-phone": "01632 960 001",
        },
        {
            "-name": "Jo",
            "-born-on-day": "1",
            "-born-on-month": "1",
            "-born-on-year": "2001",
            "-relation": "Friend",
        },
    ),
    "bank-account": (
        {"-account-name": "J Bloggs", "-sort-code": "30-94-30", "-account-number": "733445"},
        {
            "-account-name": "J Bloggs",
            "-sort-code": "3O943O",
            "-account-number": "12 34 56 78",
            "-roll-number": "A/12-3",
        },
    ),
    "rating": tuple({"": text} for text in ("1", "5", "Satisfied", "very satisfied", "4/5", "３")),
    "ranking": ({"-1": "hill", "-2": "wood"}, {"-1": "River Primary", "-2": "hill"}, {"": "wood, hill"}),
    "declaration": ({"-agree": "yes"}, {"-agree": "on"}),
    "consent": ({"-agree": "yes"}, {}),
    "signature": ({"-signed": "Jo Bloggs"},),
    "from-context": ({"": "poster"}, {"": "nonsense"}),
    "table": (
        {"-1-day": "", "-1-day-day": "27/3/2026", "-1-at": "11pm", "-1-minutes": "30"},
        {"-2-day-day": "today", "-2-at": "23:30", "-rows": "3"},
    ),
    "address": (
        {"-line-1": "1 Mill Lane", "-town": "Marketbury", "-postcode": "bc1 1aa"},
        {
            "-line-1": "The Mill",
            "-line-2": "Low Road",
            "-town": "Puddingdale",
            "-county": "Barset",
            "-postcode": "SW1A1AA",
        },
    ),
    "place": tuple(
        {"": text}
        for text in (
            "SW1A 1AA",
            "sw1a1aa",
            "52.1, -1.2",
            "-1.2 52.1",
            "52.1N 1.2W",
            "52°06'00\"N 1°12'00\"W",
            "SP 5123 0623",
            "sp51230623",
            "451230, 206230",
            "https://maps.example/@52.1,-1.2,17z",
            "Mill Lane",
            "by the old oak",
        )
    ),
    "date": (
        {"-day": "27", "-month": "3", "-year": "2026"},
        *({"-day": text} for text in ("27/3/2026", "today", "12 march 2026")),
    ),
    "email": ({"": "jo@example.com"},),
    "phone": ({"": "01632 960 001"},),
    "yes-no": ({"": "yes"}, {"": "no"}),
    "one-of": ({"": "garden"},),
    "several-of": ({"": "needles"},),
    "short-text": ({"": "Mill Lane"},),
    "long-text": ({"": "One\r\nTwo"},),
}
