"""What happened to a case that was put on hold, passed on, split, joined with others, or shown to a second person.

Facts of the stream `case:<id>`, as those of `events.py`: references, codes, days and digests; never anybody's words.
The last two are of the stream `account:<id>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moothall.ground.events.api import fact


@fact("cases.put_on_hold", version=1)
@dataclass(frozen=True, slots=True)
class CasePutOnHold:
    """`until` is a day, an answer, a case (`other`), a task or a document; it comes back on `day` at the latest."""

    hold: UUID
    until: str
    day: date
    other: UUID | None
    clock_stands: bool
    text: UUID
    digest: str


@fact("cases.still_on_hold", version=1)
@dataclass(frozen=True, slots=True)
class CaseStillOnHold:
    """It stands on its own again, and the hold that it had before holds still."""

    hold: UUID
    day: date


#: Why it came back, for the task and the story.
WHY = {
    "day": "its day has come.",
    "answer": "the answer is there.",
    "case": "the other case is closed.",
    "task": "the task is done.",
    "document": "something has arrived.",
    "by hand": "somebody took it off.",
    "over": "it was finished, or went to another service.",
}


@fact("cases.came_off_hold", version=1)
@dataclass(frozen=True, slots=True)
class CaseCameOffHold:
    """`why`: the day, what it waited for, or that somebody took it off (`by hand`) or finished it (`over`). `due_on`
    where its clock had stood still."""

    hold: UUID
    why: str
    due_on: date | None


@fact("cases.due_later", version=1)
@dataclass(frozen=True, slots=True)
class LaterDayAgreed:
    """It is due on a later day. `text` says why, to colleagues and to whoever asked."""

    due_on: date
    text: UUID
    digest: str


@fact("cases.referred", version=1)
@dataclass(frozen=True, slots=True)
class CaseReferred:
    """Another body has it now. `fields` are the keys of the answers it was given, by comma."""

    referral: UUID
    body: str
    body_name: str
    how: str
    fields: str
    contact: bool
    text: UUID | None
    digest: str | None


@fact("cases.referral_taken_back", version=1)
@dataclass(frozen=True, slots=True)
class ReferralTakenBack:
    referral: UUID
    body_name: str
    text: UUID
    digest: str
    due_on: date | None = None


@fact("cases.rest_filled_in", version=1)
@dataclass(frozen=True, slots=True)
class RestFilledIn:
    """What the form of the service it went to asks besides, written down by an officer: revision `number`."""

    answers: UUID
    answers_digest: str
    number: int


@fact("cases.split", version=1)
@dataclass(frozen=True, slots=True)
class CaseSplitInTwo:
    """`second` was made out of it. `answers` are the first's own, where some of them left it."""

    second: UUID
    answers: UUID | None
    answers_digest: str | None
    files: int
    notes: int


@fact("cases.split_off", version=1)
@dataclass(frozen=True, slots=True)
class CaseSplitOff:
    """Told of the second: it was a part of `first`."""

    first: UUID


@fact("cases.merged", version=1)
@dataclass(frozen=True, slots=True)
class CaseMerged:
    """Told of a case that is dealt with together with others under `original` from now on."""

    link: UUID
    original: UUID


@fact("cases.unmerged", version=1)
@dataclass(frozen=True, slots=True)
class CaseUnmerged:
    """It stands on its own again; `opened`: it is open again, because it was open before, and due on `due_on`."""

    link: UUID
    original: UUID
    opened: bool
    due_on: date | None = None


@fact("cases.others_merged", version=1)
@dataclass(frozen=True, slots=True)
class OthersMerged:
    """Told of the case that others are dealt with under: so many more, or so many less."""

    number: int
    joined: bool
    text: UUID | None
    digest: str | None


@fact("cases.approval_asked", version=1)
@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    approval: UUID
    verb: str
    detail: str
    role: str
    text: UUID | None
    digest: str | None


@fact("cases.approval_still_asked", version=1)
@dataclass(frozen=True, slots=True)
class ApprovalStillAsked:
    """It stands on its own again, and somebody is still asked what they were asked before."""

    approval: UUID
    verb: str


@fact("cases.approval_given", version=1)
@dataclass(frozen=True, slots=True)
class ApprovalGiven:
    """`asked_by` asked for it; whoever this is by said yes, `instead_of` somebody else where that was handed on."""

    approval: UUID
    verb: str
    asked_by: str
    instead_of: UUID | None


@fact("cases.approval_sent_back", version=1)
@dataclass(frozen=True, slots=True)
class ApprovalSentBack:
    """`taken_back`: by whoever had asked for it."""

    approval: UUID
    verb: str
    taken_back: bool
    text: UUID | None
    digest: str | None


@fact("cases.contact_flagged", version=1)
@dataclass(frozen=True, slots=True)
class ContactFlagged:
    """Rules for staff were set, reviewed or ended for a contact of this case; `what` says which."""

    flag: UUID
    what: str


#: Those that carry the digest of a text, and of answers.
WITH_WORDS = (
    CasePutOnHold,
    CaseReferred,
    ReferralTakenBack,
    OthersMerged,
    ApprovalAsked,
    ApprovalSentBack,
)
WITH_ANSWERS = (RestFilledIn, CaseSplitInTwo)


@fact("cases.role_handed_over", version=1)
@dataclass(frozen=True, slots=True)
class RoleHandedOver:
    """`to` may agree in the place of `of`, in this role, from one day until another."""

    delegation: UUID
    of: UUID
    to: UUID
    role: str
    since: date
    until: date


@fact("cases.role_taken_back", version=1)
@dataclass(frozen=True, slots=True)
class RoleTakenBack:
    """From today on `to` may not agree in the place of `of` any more."""

    delegation: UUID
    of: UUID
    to: UUID
    role: str
