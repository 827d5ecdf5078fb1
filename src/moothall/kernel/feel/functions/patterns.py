"""Functions with patterns (the regular expressions of XPath, as a subset that cannot run away)."""

from __future__ import annotations

import re

from moothall.kernel.feel.functions.table import function
from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.patterns import Slots, first_match, occurrences, read_pattern
from moothall.kernel.feel.types import BOOLEAN, LIST, NULL, TEXT
from moothall.kernel.feel.values import Value

_PLACE = re.compile(r"\\([\\$])|\$([0-9])|([\\$])")


@function(
    "matches",
    (TEXT, TEXT),
    (TEXT, TEXT, TEXT),
    (TEXT, TEXT, NULL),
    gives=BOOLEAN,
    example='matches("BS1 5TR", "^[a-z]{1,2}[0-9]", "i")',
    answer="true",
)
def matches(meter: Meter, text: str, pattern: str, flags: str | None = None) -> Value:
    """Whether a pattern is found anywhere in a text; `^` and `$` hold it to the text's ends."""
    return first_match(read_pattern(pattern, flags or ""), text, 0, meter) is not None


@function(
    "replace",
    (TEXT, TEXT, TEXT),
    (TEXT, TEXT, TEXT, TEXT),
    (TEXT, TEXT, TEXT, NULL),
    gives=TEXT,
    example='replace("01225 477 000", "[^0-9]", "")',
    answer='"01225477000"',
)
def replace(meter: Meter, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """The text with every match replaced; `$1` is the first group. Null when the pattern matches an empty text."""
    read = read_pattern(pattern, flags or "")
    if first_match(read, "", 0, meter) is not None:
        return None
    if any(found[3] for found in _PLACE.finditer(replacement)):
        return None
    pieces: list[str] = []
    at = 0
    for found in occurrences(read, text, meter):
        start, end = found[0] or 0, found[1] or 0
        made = _fill(replacement, text, found)
        meter.spend_characters(len(made))
        pieces += [text[at:start], made]
        at = end
    return "".join([*pieces, text[at:]])


def _fill(replacement: str, text: str, found: Slots) -> str:
    def written(place: re.Match[str]) -> str:
        if place[1]:
            return place[1]
        group = 2 * int(place[2])
        if group >= len(found) or found[group] is None:
            return ""
        return text[found[group] : found[group + 1]]

    return _PLACE.sub(written, replacement)


@function(
    "split",
    (TEXT, TEXT),
    gives=LIST(TEXT),
    example='split("bin;bag;box", ";")',
    answer='["bin", "bag", "box"]',
)
def split(meter: Meter, text: str, delimiter: str) -> Value:
    """The parts of a text between the matches of a pattern."""
    pieces: list[str] = []
    at = 0
    for found in occurrences(read_pattern(delimiter), text, meter):
        start, end = found[0] or 0, found[1] or 0
        if end == start:
            continue
        meter.spend(1)
        pieces.append(text[at:start])
        at = end
    return (*pieces, text[at:])
