"""Photos on the public page of a request: each only after an officer has looked at it.

No rule lets a photo out by itself. A machine sees no face, no number plate and no child at a window, and a photo may be
evidence. What is shown is what was made of it, small and without the place where it was taken; what was sent is gone.
"""

from __future__ import annotations

from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.events import PhotoReleased
from moothall.apps.cases.policies import WORK
from moothall.apps.cases.public import is_photo, shows_photos
from moothall.apps.cases.writing import changing
from moothall.apps.documents import api as documents
from moothall.kernel.actors import Actor


def show_photo(reference: str, document: UUID, *, by: Actor) -> None:
    """Everybody who has the address of the public page sees this photo from now on. Twice does no harm.

    Raises Refused CASE-56 where the service does not allow it, CASE-57 for what is no photo that was checked.
    """
    with changing(reference, by=by, may=WORK) as change:
        rules.photos_may_be_public.demand(shows_photos(change.case))
        sent = documents.documents_of(change.case.stream, seen_by=by)
        rules.is_a_photo_to_show.demand(any(one.id == document and is_photo(one) for one in sent))
        if documents.release_to_all(document, owner=change.case.stream, released=True, by=by):
            change.tell(PhotoReleased(document, True))


def hide_photo(reference: str, document: UUID, *, by: Actor) -> None:
    """Nobody outside sees it any more, whatever the service allows."""
    with changing(reference, by=by, may=WORK) as change:
        if documents.release_to_all(document, owner=change.case.stream, released=False, by=by):
            change.tell(PhotoReleased(document, False))
