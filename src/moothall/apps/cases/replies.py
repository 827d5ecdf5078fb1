"""Questions about replies: what stands in an officer's box, what waits to leave, which files the reporter was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.apps.cases.models import Case, Party, Reply, ReplyState
from moothall.apps.cases.said import MAY_FOLLOW
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.written import Draft
from moothall.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class UnsentReply:
    """A reply that has not left: somebody's own draft (`leaves_at` is None), or anybody's that waits.

    `soon`: it leaves in some seconds; else somebody chose the moment.
    """

    id: UUID
    own: bool
    author: UUID
    draft: Draft
    leaves_at: datetime | None
    soon: bool


def replies_unsent(case: CaseView, *, seen_by: Actor) -> tuple[UnsentReply, ...]:
    """What waits on a case, and the draft of whoever was shown it; oldest first. No query."""
    return tuple(_unsent(one, case.hung.words(one.text_id), seen_by) for one in case.hung.replies)


def _unsent(one: Reply, words: str, seen_by: Actor) -> UnsentReply:
    parties = tuple(UUID(key) for key in one.parties)
    files = tuple(UUID(key) for key in one.files)
    draft = Draft(words, parties, files, one.language, one.seen)
    return UnsentReply(
        one.id, one.author == seen_by.account_id, one.author, draft, one.leaves_at, not one.scheduled
    )


def files_sent(case: Case) -> frozenset[UUID]:
    """The files that went with replies to whoever the request is. One query, where none did."""
    found = Reply.objects.filter(case_id=case.id, state=ReplyState.SENT).exclude(files=[])
    sent = list(found.values_list("files", "parties"))
    if not sent:
        return frozenset()
    own = Party.objects.filter(case_id=case.id, role__in=MAY_FOLLOW).values_list("id", flat=True)
    theirs = {str(key) for key in own}
    return frozenset(UUID(key) for files, parties in sent if theirs & set(parties) for key in files)
