"""Verbs: keep, share, release, sweep. The store is touched outside transactions alone."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, cast

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from moothall.ground.files.models import Content, Leftover, Ownership
from moothall.ground.files.store import file_store
from moothall.ground.outside import forbid_in_transaction
from moothall.kernel import clock
from moothall.kernel.rules import Refused

#: Bytes of one file, unless the caller says otherwise: a photograph from a telephone, a scanned letter.
LARGEST = 20 * 1024 * 1024
#: How long content without an owner is kept: a page may still be about to claim it.
GRACE = timedelta(days=1)

_PIECE = 256 * 1024
_IN_MEMORY = 1024 * 1024
SWEPT_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """`digest` is SHA-256 in lower-case hexadecimal, `size` in bytes."""

    digest: str
    size: int


def keep(content: bytes | BinaryIO, *, owner: str, media_type: str, largest: int = LARGEST) -> Kept:
    """Keep `content` for `owner` and say what it is now called. Outside any transaction; durable when it returns.

    Raises Refused("FILE-01") above `largest` bytes, StoreFailed when the store cannot be reached.
    """
    forbid_in_transaction("The file store")
    with _measured(content, largest) as (stream, kept):
        row = _content_row(kept)
        if row.stored_at is None or not _is_there(row):
            file_store().write(row.name, stream, kept.size)
        while not _claimed(row, owner, media_type):
            # The sweep took the row while we wrote: keep it again, under a new name.
            Leftover.objects.get_or_create(name=row.name)
            stream.seek(0)
            row = _content_row(kept)
            file_store().write(row.name, stream, kept.size)
    return kept


def share(digest: str, *, owner: str, media_type: str) -> None:
    """Another owner of content that somebody owns already; no store, so in any transaction. Raises LookupError."""
    if not Content.objects.filter(pk=digest, stored_at__isnull=False).exists():
        raise LookupError(f"There is no content {digest}.")
    Ownership.objects.get_or_create(owner=owner, content_id=digest, defaults={"media_type": media_type[:100]})


def release(owner: str) -> int:
    """`owner` gives up everything it owns, in the caller's transaction; returns how many files.

    Content nobody owns any more is deleted from the store by the sweep, a day later; see `forget` for at once.
    """
    digests = list(Ownership.objects.filter(owner=owner).values_list("content_id", flat=True))
    Ownership.objects.filter(owner=owner).delete()
    Content.objects.filter(pk__in=digests).update(touched_at=clock.now())
    return len(digests)


def forget(owner: str) -> int:
    """Like `release`, for erasure: what only `owner` had is gone from the next sweep on, without the day's grace."""
    digests = list(Ownership.objects.filter(owner=owner).values_list("content_id", flat=True))
    Ownership.objects.filter(owner=owner).delete()
    Content.objects.filter(pk__in=digests).filter(~_owned()).update(touched_at=clock.now() - 2 * GRACE)
    return len(digests)


def sweep() -> int:
    """Delete what nobody has owned for a day; returns how many names the store was told to forget.

    Outside any transaction. A crash at any moment loses nothing that is owned and forgets nothing that is not.
    """
    forbid_in_transaction("The file store")
    with transaction.atomic():
        unowned = Content.objects.filter(~_owned(), touched_at__lt=clock.now() - GRACE)
        rows = list(unowned.select_for_update(of=("self",)).order_by("touched_at")[:SWEPT_AT_ONCE])
        Leftover.objects.bulk_create([Leftover(name=row.name) for row in rows])
        Content.objects.filter(pk__in=[row.pk for row in rows]).delete()
    names = list(Leftover.objects.order_by("name").values_list("name", flat=True)[:SWEPT_AT_ONCE])
    for name in names:
        file_store().delete(name)
        Leftover.objects.filter(pk=name).delete()
    return len(names)


def _owned() -> Exists:
    return Exists(Ownership.objects.filter(content_id=OuterRef("pk")))


def _content_row(kept: Kept) -> Content:
    """The row of this content, there before the store is touched, so that nothing in the store is without a row."""
    name = f"{kept.digest}.{secrets.token_hex(4)}"
    row, made = Content.objects.get_or_create(pk=kept.digest, defaults={"name": name, "size": kept.size})
    if not made:
        Content.objects.filter(pk=kept.digest).update(touched_at=clock.now())
    return row


def _is_there(row: Content) -> bool:
    """Whether the store still has what was stored: a lost file comes back when somebody sends the same again."""
    return file_store().holds(row.name)


def _claimed(row: Content, owner: str, media_type: str) -> bool:
    """Write who owns it; False when the sweep has taken the row since."""
    try:
        with transaction.atomic():
            now = clock.now()
            held = Content.objects.filter(pk=row.pk, name=row.name)
            if not held.update(touched_at=now, stored_at=row.stored_at or now):
                return False
            Ownership.objects.get_or_create(
                owner=owner, content_id=row.pk, defaults={"media_type": media_type[:100]}
            )
    except IntegrityError:
        return False
    return True


@contextmanager
def _measured(content: bytes | BinaryIO, largest: int) -> Iterator[tuple[BinaryIO, Kept]]:
    """A stream of `content` at its beginning, and its digest and size, read once in pieces."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        for piece in _pieces(content):
            size += len(piece)
            if size > largest:
                raise Refused("FILE-01", f"The file must be smaller than {_in_words(largest)}.")
            digest.update(piece)
            copy.write(piece)
        copy.seek(0)
        yield cast(BinaryIO, copy), Kept(digest.hexdigest(), size)


def _pieces(content: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while piece := content.read(_PIECE):
        yield piece


def _in_words(size: int) -> str:
    megabytes = size / (1024 * 1024)
    return f"{megabytes:.0f} MB" if megabytes >= 1 else f"{max(1, size // 1024)} kB"
