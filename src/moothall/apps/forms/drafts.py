"""Drafts: what somebody has typed so far, kept from the first page they send until they send the form.

A token of 192 random bits stands for a draft; the table keeps its hash. A page is saved by one UPDATE that names
the revision it read, or, when another tab was first, by one under a lock: two tabs, or two devices, are merged
question by question (`windows.py`), and nobody's answer is lost. Saving for later is in `keeping.py`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from moothall.apps.forms import draft_table
from moothall.apps.forms.answers import Answers
from moothall.apps.forms.draft_table import Stored
from moothall.apps.forms.models import DraftRow
from moothall.apps.forms.question import Problem, Typed
from moothall.apps.forms.reading import Reading
from moothall.apps.forms.remembered import answers_read, forget_read, remember_read
from moothall.apps.forms.windows import (
    Conflict,
    Merged,
    Window,
    changed_since,
    changes_from,
    changes_text,
    chosen,
    conflicts,
    merged,
)
from moothall.ground import rows
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

#: How many days a draft waits for its next page, unless it was saved for later.
DAYS = 1
#: Nothing waits for longer than this.
MOST_DAYS = 3650
_LONGEST_TOKEN = 100


class DraftGone(LookupError):
    """There is no such draft any more: it expired, or never was."""


class PartChanged(RuntimeError):
    """Somebody has changed their part just now, or said no: what was about to be sent is not what stands there."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A draft of somebody's part, at the revision that was read."""

    id: UUID
    revision: int
    #: Who of the people of the form they are, and the language they read.
    person: str = ""
    language: str = ""

    @property
    def owner(self) -> str:
        return f"draft:{self.id}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form being filled in. `reference`: what it became, once it was sent; then its answers are gone from here.

    Files that were added belong to `owner` in the file store until the form is sent. It waits `days` for its next
    page. Of somebody else's part in a form, `person` says whose, and `main` is the draft it belongs to; `others` are
    the parts that were put together with this one to be sent. `changes` is for `windows.py`, which reads it where two
    windows met: nothing else costs a page the time.
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
    days: int = DAYS
    changes: str = field(default="{}", repr=False)
    person: str = ""
    main: UUID | None = None
    others: tuple[Joined, ...] = ()

    @property
    def owner(self) -> str:
        return f"draft:{self.id}"

    @property
    def opened(self) -> str:
        """The `owner` under which what it becomes is known: of somebody's part, that of the whole."""
        return f"draft:{self.main or self.id}"

    @property
    def kept(self) -> bool:
        """Was it saved for later?"""
        return self.days > DAYS

    @property
    def last_used(self) -> datetime:
        return self.expires - timedelta(days=self.days)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The questions that were answered differently in two windows, until one answer is chosen."""
        return conflicts(self.answers, changes_from(self.changes)) if '"answer":' in self.changes else ()

    def changed_since(self, window: Window) -> bool:
        """Has another window changed an answer since `window` was shown?"""
        return changed_since(changes_from(self.changes), window, self.answers)


@dataclass(frozen=True, slots=True)
class Saved:
    """A page that was saved: the draft as it stands now, and the problems that the page still has."""

    draft: Draft
    problems: tuple[Problem, ...]


def begin_draft(
    service: str, version: str, reading: Reading, *, by: Actor, window: Window | None = None
) -> Draft:
    """Start a draft with the first page that was sent (never on a GET). One INSERT."""
    first = merged(Answers(), {}, reading, window, revision=1)
    draft = Draft(
        id=new_id(),
        token=new_token(),
        service=service,
        version=version,
        answers=first.answers,
        typed=_typed_with({}, reading),
        revision=1,
        expires=clock.now() + timedelta(days=DAYS),
        changes=changes_text(first.changes),
    )
    rows.insert(
        DraftRow(
            id=draft.id,
            token_hash=hashed(draft.token),
            service=service,
            version=version,
            answers=draft.answers.as_text(),
            typed=_written(draft.typed),
            changes=draft.changes,
            expires=draft.expires,
        )
    )
    return draft


def draft_for(token: str, *, seen_by: Actor) -> Draft | None:
    """The draft of `token`; None when there is none, or it has expired. The token is the proof of who may see it."""
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    return as_draft(draft_table.stored(hashed(token)), token)


def save_page(draft: Draft, reading: Reading, *, by: Actor) -> Draft:
    """Put what one page said into the draft, as it stands now, and give it back. One UPDATE.

    The newest answer to each question stays. A draft already sent comes back unchanged, with its `reference`.
    Raises DraftGone when it has expired.
    """
    return save_window(draft, reading, None, by=by).draft


def save_window(draft: Draft, reading: Reading, window: Window | None, *, by: Actor) -> Saved:
    """`save_page` for a page that says what it had shown: where another window has answered otherwise since, both
    answers are kept (`Draft.conflicts`). Problems and all: what was not understood is kept as it was typed.
    """
    said: list[Merged] = []

    def saved(found: Draft) -> Draft:
        revision = found.revision + 1
        said.append(merged(found.answers, changes_from(found.changes), reading, window, revision=revision))
        return replace(
            found,
            answers=said[-1].answers,
            typed=_typed_with(found.typed, reading),
            changes=changes_text(said[-1].changes),
        )

    return Saved(changed_draft(draft, saved), said[-1].problems if said else ())


def choose_answers(draft: Draft, marks: Mapping[str, str], *, by: Actor) -> Draft:
    """Keep of each question in `Draft.conflicts` the answer whose mark was chosen."""

    def settled(found: Draft) -> Draft:
        answers, changes = chosen(
            found.answers, changes_from(found.changes), marks, revision=found.revision + 1
        )
        return replace(found, answers=answers, changes=changes_text(changes))

    return changed_draft(draft, settled)


def move_draft(draft: Draft, version: str, fitting: Callable[[Answers], Answers], *, by: Actor) -> Draft:
    """Go on with another version of the service, with those answers that are `fitting`; once, whoever comes first."""

    def moved(found: Draft) -> Draft:
        if found.version == version:
            return found
        return replace(found, version=version, answers=fitting(found.answers))

    return changed_draft(draft, moved)


def finish_draft(draft: Draft, reference: str, *, by: Actor) -> str:
    """Say that the draft became `reference`, in the transaction that makes it so, and empty it.

    Returns the reference that stands: the caller's own, or the earlier one of a form that was sent twice; then
    nothing more is to be done. Raises DraftGone when the draft is not there, PartChanged when one of its `others`
    is not as it was read.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A draft is finished in the transaction of what it becomes."
        )
    if draft_table.finish(draft.id, reference):
        if not all(draft_table.finish(one.id, reference, at=one.revision) for one in draft.others):
            raise PartChanged("A part of this form was changed while it was being sent.")
        for key in (draft.id, *(one.id for one in draft.others)):
            forget_read(key)
        return reference
    earlier = draft_table.stored_by_id(draft.id)
    if earlier is None:
        raise DraftGone("This form has expired.")
    return earlier.reference


def empty_draft(draft: Draft, reference: str, *, by: Actor) -> None:
    """Note what the draft became and empty it, for a verb that makes sure by itself that nothing is made of it twice.

    Its statement goes with the others of `rows.together`. Where other people filled in parts, whether these are as
    they were read has to be asked: raises as `finish_draft`.
    """
    if draft.others:
        finish_draft(draft, reference, by=by)
        return
    draft_table.finish_unasked(draft.id, reference)
    forget_read(draft.id)


def discard_draft(draft: Draft, *, by: Actor, unless_kept: bool = False) -> None:
    """Forget it everywhere: what was typed goes at once; files with the next sweep.

    `unless_kept`: not when it waits for more than a day, perhaps since another device has saved it for later.
    """
    forget_read(draft.id)
    longest = DAYS if unless_kept else MOST_DAYS
    DraftRow.objects.filter(id=draft.id, reference="", days__lte=longest).update(
        answers="{}", typed="{}", changes="{}", expires=clock.now()
    )


def changed_draft(draft: Draft, change: Callable[[Draft], Draft]) -> Draft:
    """The draft after `change`, in one UPDATE; or, where another window was first, read again under a lock and
    changed as it stands then. One already sent comes back unchanged. Raises DraftGone when it has expired."""
    if draft.reference:
        return draft
    saved = _next(change(draft))
    if _update(draft, saved):
        return saved
    with transaction.atomic():
        found = as_draft(draft_table.stored_by_id(draft.id, lock=True), draft.token)
        if found is None:
            raise DraftGone("This form has expired.")
        if found.reference:
            return found
        saved = _next(change(found))
        _update(found, saved)
        return saved


def _next(draft: Draft) -> Draft:
    return replace(draft, revision=draft.revision + 1, expires=clock.now() + timedelta(days=draft.days))


def as_draft(row: Stored | None, token: str) -> Draft | None:
    if row is None or row.expires <= clock.now():
        return None
    return Draft(
        id=row.id,
        token=token,
        service=row.service,
        version=row.version,
        answers=answers_read(row.id, row.answers),
        typed=_read(row.typed),
        revision=row.revision,
        expires=row.expires,
        reference=row.reference,
        days=row.days,
        changes=row.changes,
        person=row.person,
        main=row.main,
    )


def _update(draft: Draft, saved: Draft) -> bool:
    """Did the row still have the revision of `draft`, so that `saved` now stands in it?"""
    answers = saved.answers.as_text()
    row = Stored(
        saved.id,
        saved.service,
        saved.version,
        answers,
        _written(saved.typed),
        saved.changes,
        saved.revision,
        saved.days,
        saved.reference,
        saved.expires,
    )
    written = draft_table.update(row, after=draft.revision, now=clock.now())
    if written:
        remember_read(saved.id, answers, saved.answers)
    return written


def _typed_with(before: Typed, reading: Reading) -> Typed:
    """What is kept of typing: only where it was not understood; an understood answer can be written out again."""
    wrong = {problem.question for problem in reading.problems}
    wrong |= {reading.scope + more.question for more in reading.more}
    unsettled = {
        name: values
        for name, values in reading.typed.items()
        if name.partition("-")[0] in wrong and any(values)
    }
    return {**{name: values for name, values in before.items() if name not in reading.typed}, **unsettled}


def new_token() -> str:
    return secrets.token_urlsafe(24)


def hashed(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _written(typed: Typed) -> str:
    return json.dumps(typed, ensure_ascii=False, separators=(",", ":"))


def _read(written: str) -> Typed:
    return {name: tuple(values) for name, values in json.loads(written).items()}
