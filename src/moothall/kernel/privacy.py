"""What personal data a table holds, why, and for how long: every model says so in `holds`.

The privacy notice and the record of processing activities (UK GDPR Art. 30) are written from these.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """`what` personal data (empty: none), `why` (the purpose, UK GDPR Art. 5(1)(b)), `kept` how long."""

    what: str
    why: str
    kept: str

    @property
    def personal(self) -> bool:
        return bool(self.what)


def nothing_personal(why: str, kept: str = "As long as the council uses the platform.") -> Holds:
    """For a table that holds no personal data: `why` says what it is for."""
    return Holds("", why, kept)
