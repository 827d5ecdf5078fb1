"""Verbs on documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from moothall.apps.documents.contents.kinds import PICTURES
from moothall.apps.documents.contents.pictures import position_in
from moothall.apps.documents.jobs import look_through
from moothall.apps.documents.models import Document, State
from moothall.apps.documents.quarantine import file_owners, tell_refused
from moothall.apps.documents.queries import Attached, attached
from moothall.ground import rows
from moothall.ground.events.api import eraser
from moothall.ground.files import api as files
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id

#: A photo says where it was taken within so many bytes.
_HEADER = 256 * 1024
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
    keep_position: bool = False,
) -> Attached:
    """Keep `content` for `owner`, in quarantine until a job has looked through it.

    Called outside any transaction: the file is stored first, then its row. A crash between the two leaves a file
    nobody owns, which the sweep of `ground/files` removes. `keep_position`: see `Document.place_taken`.
    """
    key = new_id()
    place = _position(content, media_type) if media_type in PICTURES else ""
    kept = files.keep(content, owner=file_owners(key)[0], media_type=media_type)
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
        position=place,
        keep_position=keep_position,
        place_taken=place if keep_position else "",
    )
    with transaction.atomic():
        rows.insert(document)
        look_through.enqueue(document=str(key))
    return attached(document)


def _position(content: bytes | BinaryIO, media_type: str) -> str:
    """Where a photo says it was taken, read from its beginning; it is left at its start."""
    if isinstance(content, bytes):
        return position_in(content, media_type)
    content.seek(0)
    start = content.read(_HEADER)
    content.seek(0)
    return position_in(start, media_type)


def hand_over(owner: str, *, to: str, keep: Collection[str], by: Actor) -> int:
    """What `owner` has is now that of `to`, which is new, in the caller's transaction; returns how many documents.

    One statement where there are none. Those whose digest is not among `keep` are dropped: photos that were replaced
    before they were sent. Where photos were taken is forgotten; what was refused before is told to its new owner, too.
    """
    handed = rows.change(Document, {"owner": owner}, owner=to, position="")
    if not handed:
        return 0
    every = Document.objects.filter(owner=to).values_list("id", "digest")
    gone = [key for key, digest in every if digest not in keep]
    if gone:
        _drop(gone)
    for refused in Document.objects.filter(owner=to, state=State.REFUSED):
        tell_refused(refused)
    return handed - len(gone)


def share_documents(keys: Collection[UUID], *, owner: str, to: str, by: Actor) -> int:
    """Documents of `owner` are those of `to`, too, each with a row of its own: erasing one erases nothing of the other.

    In the caller's transaction. Only what has been looked through; returns how many.
    """
    shared = 0
    for row in Document.objects.filter(pk__in=list(keys), owner=owner, state=State.CLEAN).order_by("id"):
        key = new_id()
        sent, large, small = file_owners(key)
        media_type = row.given_type or row.media_type
        for name, digest in ((large if row.given != row.digest else sent, row.given), (small, row.small)):
            if digest:
                files.share(digest, owner=name, media_type=media_type)
        row.pk, row.owner, row.released, row.attached_by = key, to, False, by.key
        row.save(force_insert=True)
        shared += 1
    return shared


def drop_documents(keys: Collection[UUID], *, owner: str, by: Actor) -> int:
    """Documents that `owner` does not have any more; how many."""
    gone = list(Document.objects.filter(pk__in=list(keys), owner=owner).values_list("id", flat=True))
    _drop(gone)
    return len(gone)


def release_to_all(key: UUID, *, owner: str, released: bool, by: Actor) -> bool:
    """Say whether everybody may see this document of `owner`; whether that is new. Nothing that is not ready may be."""
    found = Document.objects.filter(pk=key, owner=owner, state=State.CLEAN).exclude(released=released)
    return bool(found.update(released=released))


def erase_documents(owner: str, *, by: Actor) -> int:
    """Drop the owner's documents; the next sweep removes the bytes nobody else owns. Returns how many."""
    keys = list(Document.objects.filter(owner=owner).values_list("id", flat=True))
    _drop(keys)
    return len(keys)


def _drop(keys: Sequence[UUID]) -> None:
    for key in keys:
        for each in file_owners(key):
            files.forget(each)
    Document.objects.filter(pk__in=keys).delete()


@eraser("documents")
def forget(subject: str) -> Iterable[str]:
    """Whatever was attached to the subject goes with it."""
    erase_documents(subject, by=system("erasure"))
    return ()
