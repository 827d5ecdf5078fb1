"""A form saved for later: a link in an e-mail that opens it on another device, once the same e-mail address is typed.

A device that a draft is carried on with has a proof of its own, so the first device's goes on working, and leaving
one device leaves the others alone.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from moothall.apps.forms import draft_table
from moothall.apps.forms.drafts import (
    Draft,
    DraftGone,
    as_draft,
    changed_draft,
    discard_draft,
    hashed,
    new_token,
)
from moothall.apps.forms.models import DraftKey, DraftRow, PartRow
from moothall.apps.forms.remembered import forget_read
from moothall.apps.forms.types.email import address_in, tidy
from moothall.ground import rows
from moothall.ground.events.api import eraser
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.ui.languages import page_language

LINK, DEVICE = "link", "device"
#: A draft is used on no more devices than this at a time, and no more links to it work: the oldest go.
MOST_KEYS = 10


@dataclass(frozen=True, slots=True)
class SavedFor:
    """Whose link was sent last, and until when it works."""

    email: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft saved for later. `link` is its token for an e-mail; only this once is it known."""

    draft: Draft
    link: str = field(repr=False)
    until: datetime


def keep_draft(draft: Draft, email: str, *, days: int, by: Actor) -> KeptDraft:
    """Keep the draft for `days` after its last page, and make a link for `email`, in the caller's transaction.

    Links sent before go on working until they expire. Raises DraftGone.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A draft is kept in the transaction that sends its link."
        )
    kept = changed_draft(draft, lambda found: replace(found, days=max(days, found.days)))
    until = clock.now() + timedelta(days=days)
    if draft.person:
        PartRow.objects.filter(own_id=draft.id).update(until=until)
    return KeptDraft(kept, _new_key(draft, LINK, until, email=email), until)


def resume_draft(link: str, email: str, *, service: str, by: Actor) -> Draft:
    """The draft of a link, for the device that asks; from now on it has a token of its own.

    Raises DraftGone, the same whether the link is unknown, has expired, or goes with another e-mail address.
    """
    with transaction.atomic():
        found, works = _behind(link, email, service)
        if found is None or not works:
            raise DraftGone("There is no saved form with this link and e-mail address.")
        _opened_in(found)
        return replace(found, token=_new_key(found, DEVICE, found.expires))


def run_out(link: str, email: str, *, service: str, by: Actor) -> Draft | None:
    """The draft of a link that works no more, while what was typed is still there: somebody went on with it on another
    device meanwhile. A new link may go to the same address, and to no other."""
    found, works = _behind(link, email, service)
    return None if works or found is None or found.reference else found


def _behind(link: str, email: str, service: str) -> tuple[Draft | None, bool]:
    """The draft of a link that went to `email`, and whether the link still works."""
    key = DraftKey.objects.filter(token_hash=hashed(link), kind=LINK).first()
    fits = hmac.compare_digest(
        _tidy(key.email if key else "").encode(), _tidy(email).encode("utf-8", "replace")
    )
    found = as_draft(draft_table.stored_by_id(key.draft_id), "") if key else None
    if key is None or not fits or found is None or found.service != service:
        return None, False
    return found, key.expires > clock.now()


def _opened_in(draft: Draft) -> None:
    """Whoever takes part, or has asked others to, reads messages in the language in which they opened the form."""
    if draft.person:
        PartRow.objects.filter(own_id=draft.id).update(language=page_language())
    else:
        PartRow.objects.filter(draft_id=draft.id).update(asked_in=page_language())


def new_link(draft: Draft, email: str, until: datetime) -> str:
    """A link to a draft for whoever is reached at `email`: its token, known only this once."""
    return _new_key(draft, LINK, until, email=email)


def email_in(typed: str) -> str | None:
    """The e-mail address somebody typed, read as the question type does; None when it is none."""
    return address_in(tidy(typed))


def saved_for(draft: Draft, *, seen_by: Actor) -> SavedFor | None:
    """The last link of a draft; None when it was not saved for later. Who holds the draft may see it."""
    key = DraftKey.objects.filter(draft_id=draft.id, kind=LINK).order_by("-id").first()
    return SavedFor(key.email, key.expires) if key else None


def leave_draft(draft: Draft, *, by: Actor) -> None:
    """Finish and clear this device. A draft that was saved for later waits for its link; any other is forgotten."""
    discard_draft(draft, by=by, unless_kept=True)
    ours = hashed(draft.token)
    DraftKey.objects.filter(token_hash=ours).delete()
    DraftRow.objects.filter(token_hash=ours).update(token_hash=hashed(new_token()))


@eraser("forms.drafts")
def forget_draft(owner: str) -> None:
    """Drop the draft that owns `draft:<uuid>`, with every proof of it."""
    kind, _, key = owner.partition(":")
    if kind == "draft":
        forget_read(UUID(key))
        DraftRow.objects.filter(id=key).delete()


def _new_key(draft: Draft, kind: str, expires: datetime, *, email: str = "") -> str:
    token = new_token()
    rows.insert(
        DraftKey(
            id=new_id(), draft_id=draft.id, token_hash=hashed(token), kind=kind, email=email, expires=expires
        )
    )
    of_kind = DraftKey.objects.filter(draft_id=draft.id, kind=kind).order_by("-id")
    DraftKey.objects.filter(id__in=list(of_kind.values_list("id", flat=True)[MOST_KEYS:])).delete()
    return token


def _tidy(email: str) -> str:
    return tidy(email).casefold()[:320]
