"""Parts of a form that others fill in: how far each is, and all of them put together to be sent.

Each part is a draft of its own, so that everything a draft can do (pages, windows, another device, a link that expires
and asks for the e-mail address) it can do too. A row says whom was asked; how far they are is worked out from it and
from both drafts, so that it is right whoever changed what. What is done with parts is in `asking.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moothall.apps.forms.answers import Answers
from moothall.apps.forms.carry import carry_forward
from moothall.apps.forms.drafts import Draft, Joined
from moothall.apps.forms.form import Form, Participant
from moothall.apps.forms.models import DraftRow, PartRow
from moothall.apps.forms.people import (
    changed_between,
    copied,
    email_of,
    first_unseen,
    labels_of,
    name_of,
    own_answers,
    seen_by,
)
from moothall.apps.forms.remembered import answers_read
from moothall.apps.forms.walk import missing_pages, relevant, who_takes_part
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

ASKED, DONE, DECLINED = "asked", "done", "declined"

_SELF = system("forms")


class PartState(StrEnum):
    """How far somebody's part is, for whoever began."""

    UNKNOWN = "unknown"
    NOT_ASKED = "not asked"
    WAITING = "waiting"
    AGAIN = "again"
    EXPIRED = "expired"
    DONE = "done"
    DECLINED = "declined"
    MOVED = "moved"


class NotAllDone(RuntimeError):
    """Somebody's part is not finished, so the form cannot be sent."""


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part, for whoever began: whom they asked and how far it is, and nothing of what is answered.

    `who` is “the other applicant”, `name` what they are called, "" where nobody said. `on`: when they were asked, or
    finished, or said no. `asked_email`: where the link went. `changed` are the labels of what has changed since they
    signed; `first` is the section to be finished before they can be asked.
    """

    person: str
    who: str
    name: str
    email: str = field(repr=False)
    state: PartState
    begun: bool = False
    on: datetime | None = None
    until: datetime | None = None
    asked_email: str = field(default="", repr=False)
    changed: tuple[str, ...] = ()
    first: str = ""
    #: What messages to them are about, and the language they read; "" where nobody was asked.
    owner: str = ""
    language: str = ""

    @property
    def called(self) -> str:
        return self.name or self.who


def parts_of(draft: Draft, form: Form, *, seen_by: Actor) -> tuple[Part, ...]:
    """Everybody's part but that of whoever began, in the order of the form. Who holds the draft may see it."""
    held = rows_of(draft.id) if form.whole.people else {}
    return tuple(
        part_of(form.whole, draft, one, held.get(one.key))
        for one in (who_takes_part(form.part(), draft.answers) if form.whole.people else ())
    )


def told_of_the_end(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Of those whose parts go with a form that is thrown away, those who believe that something is asked of them."""
    quiet = (PartState.UNKNOWN, PartState.NOT_ASKED, PartState.EXPIRED, PartState.DECLINED)
    return tuple(one for one in parts if one.asked_email and one.state not in quiet)


def gathered(draft: Draft, form: Form, *, by: Actor) -> Draft:
    """The draft with everybody's answers, to be sent; itself where nobody else takes part.

    Raises NotAllDone. Whoever sends it finishes the others with it, and is stopped when one has changed since.
    """
    if not form.whole.people or draft.person:
        return draft
    held, answers, others = rows_of(draft.id), draft.answers, list[Joined]()
    for one in who_takes_part(form.part(), draft.answers):
        row = held.get(one.key)
        if row is None or row.own is None or part_of(form.whole, draft, one, row).state is not PartState.DONE:
            raise NotAllDone(one.key)
        answers = answers.with_(relevant(form.part(one.key), answers_read(row.own.id, row.own.answers)))
        others.append(Joined(row.own.id, row.own.revision, one.key, row.language))
    return replace(draft, answers=answers, others=tuple(others))


def part_of(form: Form, draft: Draft, one: Participant, row: PartRow | None) -> Part:
    email = email_of(draft.answers, one)
    state = _state(form, draft, one, row)
    bare = state in (PartState.UNKNOWN, PartState.NOT_ASKED)
    there = row is not None and not bare
    return Part(
        person=one.key,
        who=one.name,
        name=name_of(form, draft.answers, one),
        email=email,
        state=state,
        begun=there and row is not None and has_begun(form, row),
        on=(row.settled_at or row.asked_at) if row is not None and there else None,
        until=row.until if row is not None and there else None,
        asked_email=row.email if row is not None and there else "",
        changed=labels_of(form, row.changed.split(",")) if row is not None and row.changed else (),
        first=first_unseen(form, draft.answers, one),
        owner=f"draft:{row.own_id}" if row is not None and row.own_id and there else "",
        language=row.language if row is not None and there else "",
    )


def _state(form: Form, draft: Draft, one: Participant, row: PartRow | None) -> PartState:
    email = email_of(draft.answers, one)
    if row is None or not email:
        return PartState.NOT_ASKED if email else PartState.UNKNOWN
    if row.email.casefold() != email.casefold():
        return PartState.MOVED if has_begun(form, row) else PartState.NOT_ASKED
    if row.state == DECLINED:
        return PartState.DECLINED
    own = row.own
    if own is None or own.expires <= clock.now():
        return PartState.EXPIRED
    if row.state == DONE and own.revision == row.settled_revision and _still_stands(form, draft, one, own):
        return PartState.DONE
    if row.changed or row.state == DONE:
        return PartState.AGAIN
    return PartState.EXPIRED if row.until <= clock.now() and not has_begun(form, row) else PartState.WAITING


def _still_stands(form: Form, draft: Draft, one: Participant, own: DraftRow) -> bool:
    """Is a finished part still whole, on the form of today, and is what they saw still what stands there?"""
    part, answers = form.part(one.key), answers_read(own.id, own.answers)
    if changed_between(copied(answers, one), seen_of(form, draft, one)):
        return False
    if own.version != draft.version:
        answers = copied(answers, one).with_(carry_forward(part, answers))
    return not missing_pages(part, answers)


def seen_of(form: Form, draft: Draft, one: Participant) -> Answers:
    return seen_by(form, draft.answers, one)


def has_begun(form: Form, row: PartRow) -> bool:
    """Has somebody answered something of their own?"""
    one = form.participant(row.person)
    if row.own is None or one is None:
        return False
    return bool(own_answers(answers_read(row.own.id, row.own.answers), one)) or row.own.typed != "{}"


def rows_of(main: UUID) -> Mapping[str, PartRow]:
    return {row.person: row for row in PartRow.objects.filter(draft_id=main).select_related("own")}
