"""The door of `people`."""

from __future__ import annotations

from moothall.apps.people.queries import Person, email_matches, people_named
from moothall.apps.people.services import RecordedSource, bulk_sources, erase_sources, record_source

__all__ = [
    "Person",
    "RecordedSource",
    "bulk_sources",
    "email_matches",
    "erase_sources",
    "people_named",
    "record_source",
]
