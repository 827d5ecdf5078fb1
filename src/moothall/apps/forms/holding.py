"""A draft that something waits for which comes without its token: a payment at a provider, somebody's signature."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from moothall.apps.forms import draft_table
from moothall.apps.forms.drafts import Draft, as_draft, changed_draft
from moothall.kernel.actors import Actor, Kind

_OWNER = "draft:"


def draft_owned(owner: str, *, seen_by: Actor) -> Draft | None:
    """The draft behind a `Draft.owner`, for the system alone; None when it has expired, and for other owners."""
    if not owner.startswith(_OWNER) or seen_by.kind is not Kind.SYSTEM:
        return None
    return as_draft(draft_table.stored_by_id(UUID(owner.removeprefix(_OWNER))), "")


def hold_draft(draft: Draft, *, days: int, by: Actor) -> Draft:
    """Keep the draft for `days` from now at least. Raises DraftGone."""
    if draft.days >= days:
        return draft
    return changed_draft(draft, lambda found: replace(found, days=max(days, found.days)))
