"""The door of `people`."""

from __future__ import annotations

from moothall.apps.people.finding import (
    Alike,
    names_alike,
    people_heard,
    people_heard_by_any,
    place_heard,
    told_by,
)
from moothall.apps.people.keying import rebuild_keys, write_keys
from moothall.apps.people.queries import Person, email_matches, people_named, people_read
from moothall.apps.people.services import (
    CommittedSource,
    LoadedSources,
    PastSource,
    RecordedSource,
    bulk_sources,
    committed_sources,
    content_of,
    erase_sources,
    record_source,
    sources_loaded,
)

__all__ = [
    "Alike",
    "CommittedSource",
    "LoadedSources",
    "PastSource",
    "Person",
    "RecordedSource",
    "bulk_sources",
    "committed_sources",
    "content_of",
    "email_matches",
    "erase_sources",
    "names_alike",
    "people_heard",
    "people_heard_by_any",
    "people_named",
    "people_read",
    "place_heard",
    "rebuild_keys",
    "record_source",
    "sources_loaded",
    "told_by",
    "write_keys",
]
