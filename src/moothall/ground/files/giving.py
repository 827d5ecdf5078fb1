"""Questions: the bytes, who owns them, and whether the store has what the rows say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from moothall.ground.files.models import Content, Ownership
from moothall.ground.files.store import file_store
from moothall.ground.outside import forbid_in_transaction


@dataclass(frozen=True, slots=True)
class Owned:
    """A file of an owner."""

    digest: str
    size: int
    media_type: str


def give(digest: str) -> BinaryIO:
    """The bytes of `digest`, as a stream the caller closes. Outside any transaction.

    Raises FileNotFoundError when nobody keeps it, StoreFailed when the store cannot be reached.
    """
    forbid_in_transaction("The file store")
    row = Content.objects.filter(pk=digest, stored_at__isnull=False).first()
    if row is None:
        raise FileNotFoundError(f"There is no content {digest}.")
    return file_store().read(row.name)


def owned_by(owner: str) -> tuple[Owned, ...]:
    """The files of `owner`, in the order they were kept."""
    rows = Ownership.objects.filter(owner=owner).select_related("content").order_by("id")
    return tuple(Owned(row.content_id, row.content.size, row.media_type) for row in rows)


def names_kept() -> Iterator[tuple[str, str]]:
    """(name in the store, digest) of all content: for a backup, and to check what was restored."""
    rows = Content.objects.filter(stored_at__isnull=False).order_by("digest")
    yield from rows.values_list("name", "pk").iterator(chunk_size=2000)
