"""iCalendar (RFC 5545): whole days, one event for each, that any calendar takes."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from moothall.apps.lookups.definitions import Answer
from moothall.kernel import clock

_LINE = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_of(found: Answer, *, name: str, domain: str) -> str:
    """The days of an answer as a calendar called `name`. Taken again, the same days are the same events."""
    stamp = f"{clock.now():%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(domain)}//Moothall//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for fact in found.facts:
        for day in fact.days:
            seed = f"{found.about}\x1f{fact.label}\x1f{day.isoformat()}"
            key = hashlib.sha256(seed.encode()).hexdigest()[:32]
            lines += [
                "BEGIN:VEVENT",
                f"UID:{key}@{_text(domain)}",
                f"DTSTAMP:{stamp}",
                f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
                f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
                f"SUMMARY:{_text(fact.label)}",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _text(said: str) -> str:
    return said.translate(_ESCAPED)


def _folded(line: str) -> str:
    """No line longer than 75 bytes; the next begins with a space, and no letter is cut in two."""
    pieces, piece = [], b""
    for letter in line:
        written = letter.encode()
        if len(piece) + len(written) > _LINE:
            pieces.append(piece)
            piece = b" "
        piece += written
    return b"\r\n".join([*pieces, piece]).decode()
