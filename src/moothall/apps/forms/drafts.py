"""Drafts: what somebody has typed so far, kept from the first page they send until they send the form.

A token of 192 random bits stands for a draft; the table keeps its hash. A page is saved by one UPDATE that names
the revision it read, or, when another tab was first, by one under a lock: two tabs, or two devices, are merged
question by question, and nobody's answer is lost.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from moothall.apps.forms import draft_table
from moothall.apps.forms.answers import Answers, answers_from_text
from moothall.apps.forms.draft_table import Stored
from moothall.apps.forms.models import DraftRow
from moothall.apps.forms.question import Typed
from moothall.apps.forms.reading import Reading
from moothall.ground import rows
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

#: How long a draft waits for its next page.
KEPT = timedelta(hours=24)
_LONGEST_TOKEN = 100


class DraftGone(LookupError):
    """There is no such draft any more: it expired, or never was."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form being filled in. `reference`: what it became, once it was sent; then its answers are gone from here.

    Files that were added belong to `owner` in the file store until the form is sent.
    """

    id: UUID
    token: str = field(repr=False)
    service: str
    version: str
    answers: Answers
    typed: Typed = field(repr=False)
    revision: int
    expires: datetime
    reference: str = ""

    @property
    def owner(self) -> str:
        return f"draft:{self.id}"


def begin_draft(service: str, version: str, reading: Reading, *, by: Actor) -> Draft:
    """Start a draft with the first page that was sent (never on a GET). One INSERT."""
    draft = Draft(
        id=new_id(),
        token=secrets.token_urlsafe(24),
        service=service,
        version=version,
        answers=reading.answers,
        typed=_typed_with({}, reading),
        revision=1,
        expires=clock.now() + KEPT,
    )
    rows.insert(
        DraftRow(
            id=draft.id,
            token_hash=_hashed(draft.token),
            service=service,
            version=version,
            answers=draft.answers.as_text(),
            typed=_written(draft.typed),
            expires=draft.expires,
        )
    )
    return draft


def draft_for(token: str, *, seen_by: Actor) -> Draft | None:
    """The draft of `token`; None when there is none, or it has expired. The token is the proof of who may see it."""
    return _found(token)


def save_page(draft: Draft, reading: Reading, *, by: Actor) -> Draft:
    """Put what one page said into the draft, as it stands now, and give it back. One UPDATE.

    Where another tab saved in between, the row is locked, read again and written: the newest answer to each question
    stays. A draft already sent comes back unchanged, with its `reference`. Raises DraftGone when it has expired.
    """
    if draft.reference:
        return draft
    saved = _saved(draft, reading)
    if _update(draft, saved):
        return saved
    with transaction.atomic():
        found = _found(draft.token, lock=True)
        if found is None:
            raise DraftGone("This form has expired.")
        if found.reference:
            return found
        saved = _saved(found, reading)
        _update(found, saved)
        return saved


def move_draft(draft: Draft, version: str, answers: Answers, *, by: Actor) -> Draft:
    """Go on with another version of the service, with the answers that fit it."""
    moved = replace(draft, version=version, answers=answers, revision=draft.revision + 1)
    if not _update(draft, moved):
        raise DraftGone("This form was changed elsewhere.")
    return moved


def finish_draft(draft: Draft, reference: str, *, by: Actor) -> str:
    """Say that the draft became `reference`, in the transaction that makes it so, and empty it.

    Returns the reference that stands: the caller's own, or the earlier one of a form that was sent twice; then
    nothing more is to be done. Raises DraftGone when the draft is not there.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A draft is finished in the transaction of what it becomes."
        )
    if draft_table.finish(_hashed(draft.token), reference):
        return reference
    earlier = draft_table.stored(_hashed(draft.token))
    if earlier is None:
        raise DraftGone("This form has expired.")
    return earlier.reference


def discard_draft(draft: Draft, *, by: Actor) -> None:
    """Finish and clear this device: what was typed goes at once; files with the next sweep."""
    DraftRow.objects.filter(id=draft.id, reference="").update(answers="{}", typed="{}", expires=clock.now())


def _found(token: str, *, lock: bool = False) -> Draft | None:
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    row = draft_table.stored(_hashed(token), lock=lock)
    if row is None or row.expires <= clock.now():
        return None
    return Draft(
        id=row.id,
        token=token,
        service=row.service,
        version=row.version,
        answers=answers_from_text(row.answers),
        typed=_read(row.typed),
        revision=row.revision,
        expires=row.expires,
        reference=row.reference,
    )


def _saved(draft: Draft, reading: Reading) -> Draft:
    """The draft with what one page said: answers to the questions it asked are replaced, all others stay."""
    return replace(
        draft,
        answers=draft.answers.without(reading.asked).with_(reading.answers),
        typed=_typed_with(draft.typed, reading),
        revision=draft.revision + 1,
        expires=clock.now() + KEPT,
    )


def _update(draft: Draft, saved: Draft) -> bool:
    """Did the row still have the revision of `draft`, so that `saved` now stands in it?"""
    answers, typed = saved.answers.as_text(), _written(saved.typed)
    row = Stored(
        saved.id, saved.service, saved.version, answers, typed, saved.revision, saved.reference, saved.expires
    )
    return draft_table.update(_hashed(draft.token), row, after=draft.revision, now=clock.now())


def _typed_with(before: Typed, reading: Reading) -> Typed:
    """What is kept of typing: only where it was not understood; an understood answer can be written out again."""
    wrong = {problem.question for problem in reading.problems}
    unsettled = {
        name: values
        for name, values in reading.typed.items()
        if name.partition("-")[0] in wrong and any(values)
    }
    return {**{name: values for name, values in before.items() if name not in reading.typed}, **unsettled}


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _written(typed: Typed) -> str:
    return json.dumps(typed, ensure_ascii=False, separators=(",", ":"))


def _read(written: str) -> Typed:
    return {name: tuple(values) for name, values in json.loads(written).items()}
