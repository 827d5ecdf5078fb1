"""Blacking out parts of a picture: burned into a picture of its own, and the one it was made of locked away.

    copy = redact(document, owner=case.stream, boxes=[Box(120, 300, 80, 90)], by=by)    # in the verb's transaction

The copy waits until a job has made it, as everything waits that was sent. Of a locked document nothing is given out but
by `open_original`, to those whom `ORIGINALS` lets; pages say that it is locked. Nothing undoes a box: what is black in
the copy is not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from moothall.apps.documents.contents.kinds import JPEG
from moothall.apps.documents.contents.unfit import Unfit
from moothall.apps.documents.models import Document, State
from moothall.apps.documents.policies import ORIGINALS
from moothall.apps.documents.quarantine import Given, file_owners, let_out, refuse
from moothall.apps.documents.queries import Attached, DocumentNotFound, as_opened, attached
from moothall.apps.documents.rendering import burned
from moothall.ground import rows
from moothall.ground.files import api as files
from moothall.ground.jobs.api import Settle, job
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.kernel.rules import rule

#: A side of a picture is so long, whatever its pixels.
WHOLE = 1000
MOST_BOXES = 60
#: How a document came that was made here of another.
REDACTED = "redacted"
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Box:
    """What is blacked out, in thousandths of the picture's sides, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def fits(self) -> bool:
        inside = self.left >= 0 and self.top >= 0 and self.width > 0 and self.height > 0
        return inside and self.left + self.width <= WHOLE and self.top + self.height <= WHOLE


@rule("DOCUMENT-01")
def is_an_open_picture(picture: bool) -> bool:
    """Only a picture that has been checked, and is not locked, can be redacted. Try again in a few minutes."""
    return picture


@rule("DOCUMENT-02")
def boxes_are_drawn(number: int) -> bool:
    """Say what is to be blacked out."""
    return number > 0


@rule("DOCUMENT-03")
def boxes_fit(fitting: bool, number: int) -> bool:
    """Draw up to 60 boxes, each of them inside the picture."""
    return fitting and number <= MOST_BOXES


def redact(key: UUID, *, owner: str, boxes: Sequence[Box], by: Actor) -> Attached:
    """A copy of the picture without what is in `boxes`, in the caller's transaction. The original is locked from now
    on, and off every public page. Raises Refused DOCUMENT-01 to -03, DocumentNotFound for another owner's."""
    original = Document.objects.select_for_update().filter(pk=key, owner=owner).first()
    if original is None:
        raise DocumentNotFound(str(key))
    is_an_open_picture.demand(attached(original).picture)
    boxes_are_drawn.demand(len(boxes))
    boxes_fit.demand(all(box.fits for box in boxes), len(boxes))
    copy_key = new_id()
    copy = Document(
        id=copy_key,
        owner=owner,
        kind=original.kind,
        name=original.name,
        media_type=JPEG,
        digest=f"{REDACTED}:{copy_key}",
        size=0,
        source=original.source,
        attached_by=by.key,
        attached_at=clock.now(),
        place_taken=original.place_taken,
        redacts=key,
        boxes=";".join(f"{box.left},{box.top},{box.width},{box.height}" for box in boxes),
    )
    rows.insert(copy)
    Document.objects.filter(pk=key).update(locked=True, released=False)
    burn.enqueue(document=str(copy_key))
    return attached(copy)


def open_original(key: UUID, *, owner: str, seen_by: Actor) -> tuple[Attached, BinaryIO]:
    """A locked picture and its bytes. Raises Refused for whoever may not, DocumentNotFound for what is not locked."""
    ORIGINALS.demand(seen_by)
    row = Document.objects.filter(pk=key, owner=owner, state=State.CLEAN, locked=True).first()
    if row is None:
        raise DocumentNotFound(str(key))
    return as_opened(row), files.give(row.given)


@job(lane="files", attempts=_ATTEMPTS, limit_seconds=300, lease_seconds=60)
def burn(document: str) -> Settle:
    """Make the copy: outside any transaction, in a process of its own."""
    key = UUID(document)
    row = Document.objects.filter(pk=key).first()
    if row is None or row.state != State.WAITING or row.redacts is None:
        return _nothing
    original = Document.objects.filter(pk=row.redacts, owner=row.owner, state=State.CLEAN).first()
    try:
        if original is None:
            raise FileNotFoundError
        with files.give(original.given) as stream:
            content = stream.read()
        made = burned(content, original.given_type, row.boxes)
    except FileNotFoundError:
        return lambda: refuse(key, "lost")
    except Unfit as unfit:
        code = unfit.code
        return lambda: refuse(key, code)
    _sent, large_owner, small_owner = file_owners(key)
    large = files.keep(made.large, owner=large_owner, media_type=JPEG)
    small = files.keep(made.small, owner=small_owner, media_type=JPEG)
    given = Given(large.digest, JPEG, large.size, small.digest)
    return lambda: let_out(key, given)


def _nothing() -> None:
    """It was made before, or erased since."""
