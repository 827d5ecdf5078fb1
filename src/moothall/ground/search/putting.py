"""What goes into the index and out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby, islice

from django.db import transaction

from moothall.ground.search.chosen import engine
from moothall.ground.search.documents import Document
from moothall.ground.search.models import Ranked

_BATCH = 10_000


def put(*documents: Document) -> None:
    """Index `documents` in the caller's transaction.

    What is given for a (kind, key) is all there is: rows of other classes that it had before go, so a case moved to a
    confidential service is at once found by nobody else. Raises ValueError for the same (kind, key, class) twice.
    """
    names = {(document.kind, document.key, document.confidentiality) for document in documents}
    if len(names) != len(documents):
        raise ValueError("The same document was given twice for one class.")
    ours = engine()
    for (kind, ranked), group in groupby(sorted(documents, key=_sort), key=_group):
        (ours.put_ranked if ranked else ours.put_listed)(kind, list(group))


def put_new(document: Document) -> None:
    """Index a numbered document of something that has just been made. Raises IntegrityError when it was there."""
    if document.number is None:
        raise ValueError("Documents without a number are few: put them with put().")
    engine().add_listed(document)


def _group(document: Document) -> tuple[str, bool]:
    return document.kind, document.number is None


def _sort(document: Document) -> tuple[str, bool, str]:
    return document.kind, document.number is None, document.key


def put_many(documents: Iterable[Document]) -> int:
    """Index any number of numbered documents that are not there yet, oldest first if possible; how many they were.

    For bulk loads: a transaction for each ten thousand, unless the caller holds one. PostgreSQL adds many to its index
    at a time, the last of them when the table is next vacuumed.
    Raises ValueError for a document without a number, IntegrityError for one that is there.
    """
    left, ours, total = iter(documents), engine(), 0
    while batch := list(islice(left, _BATCH)):
        if any(document.number is None for document in batch):
            raise ValueError("Documents without a number are few: put them with put().")
        with transaction.atomic():
            ours.load_listed(batch)
        total += len(batch)
    return total


def remove(kind: str, key: str) -> None:
    """Take out every row of (kind, key), in the caller's transaction: no question finds it, no row keeps its words."""
    engine().remove(kind, key)


def keep_only(kind: str, keys: Collection[str]) -> int:
    """Take out every document of `kind` without a number whose key is not among `keys`; how many that were.

    In the caller's transaction. For the few documents whose source may be gone without anybody having said so.
    """
    gone = sorted(set(Ranked.objects.filter(kind=kind).values_list("key", flat=True)) - set(keys))
    for key in gone:
        remove(kind, key)
    return len(gone)


def scrub() -> None:
    """Rewrite the index so that no page of it keeps words of removed documents; a nightly job does it.

    On SQLite older than 3.42 FTS5 only crosses removed words out until it next merges them; this merges all, in short
    steps. On PostgreSQL autovacuum does it. Outside a transaction, so that others can write between the steps.
    """
    engine().scrub()
