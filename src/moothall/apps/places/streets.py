"""The street in the line of an address, and its name in the one way it is looked up."""

from __future__ import annotations

import re
import unicodedata

#: What stands before the street: "Flat 3,", "12A", "12-14", "The Old Mill,".
_NUMBER = re.compile(r"(?:^|,\s*|\s)[0-9]+[A-Za-z]?(?:\s*[-/]\s*[0-9]+[A-Za-z]?)?\s*,?\s+(?=[^\W\d_])")
_SHORT = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "dr": "drive",
    "ct": "court", "cres": "crescent", "gdns": "gardens", "pl": "place", "sq": "square", "ter": "terrace",
    "terr": "terrace", "gr": "grove", "pk": "park", "wy": "way",
}  # fmt: skip


def street_in(line: str) -> str:
    """`Gazebee Way` of `Flat 2, 14 Gazebee Way`; without a number, what follows the last comma."""
    numbers = list(_NUMBER.finditer(line))
    rest = line[numbers[-1].end() :] if numbers else line.rpartition(",")[2]
    return rest.strip(" ,.")


def as_looked_up(street: str) -> str:
    """`mill road` of `Mill Rd.`, `MILL ROAD` and `mill  road`; St at the front is a saint and stays."""
    plain = unicodedata.normalize("NFKD", street[:200]).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", letters))
    return " ".join(_SHORT.get(word, word) if number else word for number, word in enumerate(words))[:200]
