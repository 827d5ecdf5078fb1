"""The door of `people`."""

from __future__ import annotations

from moothall.apps.people.queries import Person, email_matches, people_named
from moothall.apps.people.services import (
    CommittedSource,
    PastSource,
    RecordedSource,
    bulk_sources,
    committed_sources,
    content_of,
    erase_sources,
    record_source,
)

__all__ = [
    "CommittedSource",
    "PastSource",
    "Person",
    "RecordedSource",
    "bulk_sources",
    "committed_sources",
    "content_of",
    "email_matches",
    "erase_sources",
    "people_named",
    "record_source",
]
