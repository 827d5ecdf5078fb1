"""Words of replies: what stands in an officer's box, whom can be written to, and how files came that go along."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from moothall.apps.cases.said import CO_APPLICANT, MAY_FOLLOW
from moothall.ui.languages import BASE

#: How a document came that an officer added to a reply: for the reporter only once that has left.
WITH_REPLY = "reply"
#: Who can be written to.
WRITABLE = (*MAY_FOLLOW, CO_APPLICANT)


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in an officer's box: words, the keys of the parties it is for and of the files to go with it, and
    the language it is written in."""

    words: str = ""
    parties: tuple[UUID, ...] = ()
    files: tuple[UUID, ...] = ()
    language: str = BASE
    #: The last fact of the case that was on the page when this was written; 0 where there was no page.
    seen: int = 0
    #: The page it was typed on, and a number that is larger with each thing which that page sends, in whatever window:
    #: what was sent earlier and arrives later is known by it.
    box: UUID | None = None
    turn: int = 0
