"""Questions about documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.documents.contents.kinds import JPEG, PNG, WEBP, ending_of
from moothall.apps.documents.models import Document, State
from moothall.ground.files import api as files
from moothall.ground.gathering import Some, gathered, marks, padded
from moothall.kernel.actors import Actor

#: What browsers show by themselves, as a picture.
SHOWN_BY_BROWSERS = frozenset({JPEG, PNG, WEBP})
CHECKING = N_("We are checking this file. It can be opened in a few minutes")
LOCKED = N_("This picture is locked. A copy without private parts stands beside it")
#: Why a file was refused after it had been taken, for residents and officers alike.
REASONS = {
    "harmful": N_("it may harm a computer"),
    "lost": N_("it did not reach us whole"),
    "damaged": N_("it cannot be opened"),
    "too_many_pixels": N_("it is too large to open"),
    "too_packed": N_("it unpacks to more than we can open"),
}


class DocumentNotFound(LookupError):
    """There is no such document of that owner."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A document as pages list it. `size` is in bytes; answers name it by `digest`.

    `media_type` and `size` are of what is given out, once the document is `ready`; until then, and for good when it
    was refused, `words` say so.
    """

    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    digest: str
    attached_at: datetime
    state: str = State.WAITING
    why: str = ""
    #: Where it was taken, for services that said they need it.
    place_taken: str = ""
    #: How it came.
    source: str = ""
    #: Whether somebody has looked at it and said that everybody may see it.
    released: bool = False
    #: Parts of it are blacked out in another document; nothing is given out of this one.
    locked: bool = False
    #: The document it was made of, with parts of it blacked out.
    redacts: UUID | None = None

    @property
    def ready(self) -> bool:
        return self.state == State.CLEAN and not self.locked

    @property
    def picture(self) -> bool:
        """Can it be shown on a page?"""
        return self.ready and self.media_type in SHOWN_BY_BROWSERS

    @property
    def filename(self) -> str:
        """Its name, ending as what is given out is."""
        ending = ending_of(self.media_type)
        stem = self.name.rpartition(".")[0] if "." in self.name[-6:] else self.name
        return f"{stem or self.kind}{ending}" if ending else self.name

    @property
    def words(self) -> str:
        """Why it cannot be opened; "" when it can."""
        if self.ready:
            return ""
        if self.locked:
            return _(LOCKED)
        if self.state == State.WAITING:
            return _(CHECKING)
        return _("Not accepted: {reason}").format(reason=_(REASONS[self.why]))


def attached(document: Document) -> Attached:
    return Attached(
        document.id,
        document.kind,
        document.name,
        document.given_type or document.media_type,
        document.given_size or document.size,
        document.digest,
        document.attached_at,
        document.state,
        document.why,
        document.place_taken,
        document.source,
        document.released,
        document.locked,
        document.redacts,
    )


def as_opened(document: Document) -> Attached:
    """A locked document for whom it was opened."""
    return replace(attached(document), locked=False)


def documents_of(owner: str, *, seen_by: Actor) -> tuple[Attached, ...]:
    """The owner's documents, oldest first. The caller has decided that `seen_by` may see the owner's things.

    Officers see that a document is locked; nobody else sees that it is there.
    """
    found = documents_of_each([owner], seen_by=seen_by).get(owner, ())
    return tuple(one for one in found if seen_by.is_officer or not one.locked)


def documents_read(owners: Iterable[str]) -> Some[Document]:
    """What `documents_of_each` asks, for whoever reads it ahead."""
    asked = padded(dict.fromkeys(owners))
    return Some(Document, f"owner IN {marks(asked)}", asked)


def documents_of_each(owners: Iterable[str], *, seen_by: Actor) -> dict[str, tuple[Attached, ...]]:
    """The documents of each of `owners` that has any, oldest first, in one query."""
    found: dict[str, tuple[Attached, ...]] = {}
    asked = documents_read(owners)
    for row in sorted(gathered(asked)[asked], key=lambda one: (one.owner, one.id)):
        found[row.owner] = (*found.get(row.owner, ()), attached(row))
    return found


def open_document(key: UUID, *, owner: str, seen_by: Actor, small: bool = False) -> tuple[Attached, BinaryIO]:
    """One document of `owner` and its bytes; `small`: a picture as lists show it.

    Raises DocumentNotFound, for another owner's document too, and for one that is not ready: nobody sees a file
    that has not been looked through.
    """
    row = Document.objects.filter(pk=key, owner=owner, state=State.CLEAN, locked=False).first()
    if row is None:
        raise DocumentNotFound(str(key))
    return attached(row), files.give(row.small if small and row.small else row.given)


def position_of(digest: str, *, owner: str, seen_by: Actor) -> str:
    """Where a photo of a form that is being filled in was taken, "51.75202,-1.25773"; "" when it does not say.

    Forgotten when the form is sent, or the file is refused.
    """
    row = (
        Document.objects.filter(owner=owner, digest=digest)
        .exclude(state=State.REFUSED)
        .order_by("-id")
        .first()
    )
    return row.position if row else ""
