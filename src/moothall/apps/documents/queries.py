"""Questions about documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from moothall.apps.documents.models import Document
from moothall.ground.files import api as files
from moothall.kernel.actors import Actor


class DocumentNotFound(LookupError):
    """There is no such document of that owner."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A document as pages list it. `size` is in bytes; `digest` names the content in `ground/files`."""

    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    digest: str
    attached_at: datetime


def attached(document: Document) -> Attached:
    return Attached(
        document.id,
        document.kind,
        document.name,
        document.media_type,
        document.size,
        document.digest,
        document.attached_at,
    )


def documents_of(owner: str, *, seen_by: Actor) -> tuple[Attached, ...]:
    """The owner's documents, oldest first. The caller has decided that `seen_by` may see the owner's things."""
    return tuple(attached(row) for row in Document.objects.filter(owner=owner).order_by("id"))


def open_document(key: UUID, *, owner: str, seen_by: Actor) -> tuple[Attached, BinaryIO]:
    """One document of `owner` and its bytes. Raises DocumentNotFound, for another owner's document too."""
    row = Document.objects.filter(pk=key, owner=owner).first()
    if row is None:
        raise DocumentNotFound(str(key))
    return attached(row), files.give(row.digest)
