"""Verbs on documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import BinaryIO
from uuid import UUID

from moothall.apps.documents.models import Document
from moothall.apps.documents.queries import Attached, attached
from moothall.ground import rows
from moothall.ground.events.api import eraser
from moothall.ground.files import api as files
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f/\\\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def attach(
    owner: str,
    content: bytes | BinaryIO,
    *,
    name: str,
    media_type: str,
    kind: str,
    source: str,
    by: Actor,
) -> Attached:
    """Keep `content` for `owner`. Called outside any transaction: the file is stored first, then its row.

    A crash between the two leaves a file nobody owns, which the sweep of `ground/files` removes.
    """
    key = new_id()
    kept = files.keep(content, owner=_file_owner(key), media_type=media_type)
    document = Document(
        id=key,
        owner=owner,
        kind=kind,
        name=_UNPRINTABLE.sub(" ", name).strip()[:200] or kind,
        media_type=media_type[:100],
        digest=kept.digest,
        size=kept.size,
        source=source,
        attached_by=by.key,
        attached_at=clock.now(),
    )
    rows.insert(document)
    return attached(document)


def hand_over(owner: str, *, to: str, by: Actor) -> int:
    """Everything of `owner` is now `to`'s, in the caller's transaction; returns how many documents."""
    return rows.change(Document, {"owner": owner}, owner=to)


def release_others(owner: str, *, keep: Collection[str], by: Actor) -> int:
    """Drop the documents of `owner` whose digest is not among `keep`: photos that were replaced before they were sent.

    In the caller's transaction; returns how many. One question where there are none.
    """
    every = Document.objects.filter(owner=owner).values_list("id", "digest")
    gone = [key for key, digest in every if digest not in keep]
    if gone:
        _drop(gone)
    return len(gone)


def erase_documents(owner: str, *, by: Actor) -> int:
    """Drop the owner's documents; the next sweep removes the bytes nobody else owns. Returns how many."""
    keys = list(Document.objects.filter(owner=owner).values_list("id", flat=True))
    _drop(keys)
    return len(keys)


def _drop(keys: Sequence[UUID]) -> None:
    for key in keys:
        files.forget(_file_owner(key))
    Document.objects.filter(pk__in=keys).delete()


def _file_owner(key: UUID) -> str:
    return f"document:{key}"


@eraser("documents")
def forget(subject: str) -> Iterable[str]:
    """Whatever was attached to the subject goes with it."""
    erase_documents(subject, by=system("erasure"))
    return ()
