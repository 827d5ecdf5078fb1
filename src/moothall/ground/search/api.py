"""The door of search: `put` what is to be found, `newest` for staff at any size, `best` for public pages.

A room puts its documents in the transaction that changes them:

    put(Document("case", str(case.id), "staff", reference, words, frozenset({"status:new"}), number=case.number))
    newest("mattress mill lane", kind="case", classes=seen_by.classes, facets=frozenset({"status:new"}))

`classes` are whatever the actor may see; None is every class, for system actors. No words, no hits.
"""

from __future__ import annotations

from moothall.ground.search.asking import best, count, newest, newest_and_count, place_of
from moothall.ground.search.documents import LARGEST_NUMBER, MOST_FACETS, Document, Hit, Segment
from moothall.ground.search.nearly import Vocabulary, vocabulary
from moothall.ground.search.putting import keep_only, put, put_many, put_new, remove, scrub

__all__ = [
    "LARGEST_NUMBER",
    "MOST_FACETS",
    "Document",
    "Hit",
    "Segment",
    "Vocabulary",
    "best",
    "count",
    "keep_only",
    "newest",
    "newest_and_count",
    "place_of",
    "put",
    "put_many",
    "put_new",
    "remove",
    "scrub",
    "vocabulary",
]
