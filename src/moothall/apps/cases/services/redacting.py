"""Photos of a case without what nobody else should see: faces, number plates, a child at a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO
from uuid import UUID

from moothall.apps.cases.events import PhotoRedacted
from moothall.apps.cases.policies import WORK, CaseNotFound
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.writing import changing
from moothall.apps.documents import api as documents
from moothall.ground.looks.api import record_look
from moothall.kernel.actors import Actor


def redact_photo(reference: str, document: UUID, boxes: Sequence[documents.Box], *, by: Actor) -> None:
    """Make a copy of a picture of the case with `boxes` black, and lock the original: it is off the public page and the
    reporter's page at once, and only a role opens it. Raises Refused DOCUMENT-01 to -03, CaseNotFound."""
    with changing(reference, by=by, may=WORK) as change:
        try:
            copy = documents.redact(document, owner=change.case.stream, boxes=boxes, by=by)
        except documents.DocumentNotFound:
            raise CaseNotFound(reference) from None
        change.tell(PhotoRedacted(document, copy.id, len(boxes)))


def original_for(reference: str, document: UUID, *, seen_by: Actor) -> tuple[documents.Attached, BinaryIO]:
    """The locked original of a redacted picture, and its bytes. The look is recorded as one at an original.

    Raises Refused for an officer who may not open originals, CaseNotFound.
    """
    case = visible(reference, seen_by)
    try:
        found = documents.open_original(document, owner=case.stream, seen_by=seen_by)
    except documents.DocumentNotFound:
        raise CaseNotFound(reference) from None
    record_look(seen_by, [f"document:{document}", case.stream], purpose="original", route="cases.original")
    return found
