"""What happened to a case: facts of the stream `case:<id>`.

References, codes, days and digests; never anybody's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moothall.ground.events.api import fact


@fact("cases.opened", version=1)
@dataclass(frozen=True, slots=True)
class CaseOpened:
    reference: str
    service: str
    version: str
    team: str
    confidentiality: str
    channel: str
    due_on: date | None
    answers: UUID
    answers_digest: str
    person: UUID | None
    person_digest: str | None


@fact("cases.party_added", version=1)
@dataclass(frozen=True, slots=True)
class PartyAdded:
    """Somebody besides the reporter; `person` is their source record."""

    role: str
    person: UUID
    person_digest: str


@fact("cases.taken", version=1)
@dataclass(frozen=True, slots=True)
class CaseTaken:
    assignee: UUID


@fact("cases.assigned", version=1)
@dataclass(frozen=True, slots=True)
class CaseAssigned:
    assignee: UUID | None


@fact("cases.started", version=1)
@dataclass(frozen=True, slots=True)
class CaseStarted:
    pass


@fact("cases.reporter_asked", version=1)
@dataclass(frozen=True, slots=True)
class ReporterAsked:
    text: UUID
    digest: str


@fact("cases.question_answered", version=1)
@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    question: UUID
    text: UUID
    digest: str
    due_on: date | None


@fact("cases.note_added", version=1)
@dataclass(frozen=True, slots=True)
class NoteAdded:
    text: UUID
    digest: str


@fact("cases.task_made", version=1)
@dataclass(frozen=True, slots=True)
class TaskMade:
    task: UUID
    kind: str


@fact("cases.task_completed", version=1)
@dataclass(frozen=True, slots=True)
class TaskCompleted:
    task: UUID
    kind: str


@fact("cases.closed", version=1)
@dataclass(frozen=True, slots=True)
class CaseClosed:
    outcome: str
    text: UUID | None
    digest: str | None


@fact("cases.reopened", version=1)
@dataclass(frozen=True, slots=True)
class CaseReopened:
    """`by_mistake`: it was closed by mistake, and nobody has said that it is not settled."""

    text: UUID
    digest: str
    due_on: date | None
    by_mistake: bool = False


@fact("cases.reporter_added", version=1)
@dataclass(frozen=True, slots=True)
class ReporterAdded:
    """The person who asked adds words, photos or both."""

    text: UUID | None
    digest: str | None
    photos: int


@fact("cases.follower_added", version=1)
@dataclass(frozen=True, slots=True)
class FollowerAdded:
    """Told of the case that a duplicate follows: the person who made `duplicate` has added to it. The words, and
    their digest, are the duplicate's. `goes_on`: the case waited for it and goes on, due on `due_on`."""

    duplicate: UUID
    text: UUID | None
    photos: int
    goes_on: bool = False
    due_on: date | None = None


@fact("cases.photo_released", version=1)
@dataclass(frozen=True, slots=True)
class PhotoReleased:
    """An officer looked at a photo and put it on the public page, or took it off (`released` is false)."""

    document: UUID
    released: bool


@fact("cases.withdrawn", version=1)
@dataclass(frozen=True, slots=True)
class CaseWithdrawn:
    text: UUID | None
    digest: str | None


@fact("cases.held", version=1)
@dataclass(frozen=True, slots=True)
class CaseHeld:
    """It looks like spam, so a person looks first. `reasons` are codes, by comma."""

    reasons: str


@fact("cases.released", version=1)
@dataclass(frozen=True, slots=True)
class CaseReleased:
    """It was none: it goes to its team as any other."""

    confidentiality: str


@fact("cases.dropped", version=1)
@dataclass(frozen=True, slots=True)
class CaseDropped:
    """It was spam. It can still be released until its retention ends."""


@fact("cases.subscriber_left", version=1)
@dataclass(frozen=True, slots=True)
class SubscriberLeft:
    """Somebody does not want to be told any more; what they had said about themselves is gone."""

    party: UUID


@fact("cases.answers_corrected", version=1)
@dataclass(frozen=True, slots=True)
class AnswersCorrected:
    """Revision `number` differs from the one before by what an officer put right; `text` says why.

    `person` is the new source record, where somebody's own details were among it.
    """

    answers: UUID
    answers_digest: str
    number: int
    text: UUID
    digest: str
    person: UUID | None
    person_digest: str | None


@fact("cases.person_corrected", version=1)
@dataclass(frozen=True, slots=True)
class PersonCorrected:
    """One more source record, where one correction changed what is known of two people."""

    person: UUID
    person_digest: str


@fact("cases.photo_redacted", version=1)
@dataclass(frozen=True, slots=True)
class PhotoRedacted:
    """Parts of a picture are black in a `copy`; the `document` it was made of is locked."""

    document: UUID
    copy: UUID
    boxes: int


@fact("cases.tag_added", version=1)
@dataclass(frozen=True, slots=True)
class TagAdded:
    """`text` is the tag: somebody may have written more into it than a tag."""

    text: UUID
    digest: str


@fact("cases.tag_removed", version=1)
@dataclass(frozen=True, slots=True)
class TagRemoved:
    text: UUID


@fact("cases.fee_given_back", version=1)
@dataclass(frozen=True, slots=True)
class FeeGivenBack:
    """`pence` of what was paid are on their way back."""

    refund: UUID
    pence: int


@fact("cases.moved", version=1)
@dataclass(frozen=True, slots=True)
class CaseMoved:
    from_service: str
    service: str
    version: str
    team: str
    confidentiality: str
    due_on: date | None
    answers: UUID
    answers_digest: str


@fact("cases.duplicate_linked", version=1)
@dataclass(frozen=True, slots=True)
class DuplicateLinked:
    """Told of the duplicate; `original` is the case it follows."""

    link: UUID
    original: UUID


@fact("cases.duplicate_unlinked", version=1)
@dataclass(frozen=True, slots=True)
class DuplicateUnlinked:
    """`due_on`: when it is due now that it counts again."""

    link: UUID
    original: UUID
    due_on: date | None = None


@fact("cases.original_followed", version=1)
@dataclass(frozen=True, slots=True)
class OriginalFollowed:
    """Told of the original; `followed` is false when the link was undone."""

    link: UUID
    duplicate: UUID
    followed: bool


@fact("cases.reply_sent", version=1)
@dataclass(frozen=True, slots=True)
class ReplySent:
    """It has left, and cannot be called back. `roles`, by comma, are those of whom it was for."""

    reply: UUID
    text: UUID
    digest: str
    roles: str
    language: str
    files: int


@fact("cases.note_changed", version=1)
@dataclass(frozen=True, slots=True)
class NoteChanged:
    """Whoever wrote the note `before` wrote `text` in its place; the old one is kept."""

    before: UUID
    text: UUID
    digest: str


@fact("cases.sensitive_note_added", version=1)
@dataclass(frozen=True, slots=True)
class SensitiveNoteAdded:
    """Told of `note:<text>` and not of the case, so that nobody learns from the case that the note is there."""

    case: UUID
    text: UUID
    digest: str
    role: str


@fact("cases.questions_asked", version=1)
@dataclass(frozen=True, slots=True)
class QuestionsAsked:
    """The question `text` of `ReporterAsked` is a small form: `form` are its questions."""

    form: UUID
    digest: str


@fact("cases.questions_filled_in", version=1)
@dataclass(frozen=True, slots=True)
class QuestionsFilledIn:
    """The answers to a small form, as they were given; `files` came with them.

    `answers`: the revision of the case's own answers, where questions of its form were among them.
    """

    filled: UUID
    digest: str
    files: int
    answers: UUID | None
    answers_digest: str | None
