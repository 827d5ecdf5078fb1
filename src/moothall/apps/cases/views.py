"""What questions about cases answer with: frozen, ready for a page, without a row of a table in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from moothall.apps.cases.hung import Hung
from moothall.apps.cases.traits import level_of
from moothall.apps.cases.whereabouts import NOWHERE, Whereabouts
from moothall.apps.catalogue.api import Outcome
from moothall.apps.documents.api import Attached
from moothall.apps.forms.api import Said, Together, together
from moothall.apps.payments.api import PaymentNow
from moothall.ui.questions.outline import Asked


@dataclass(frozen=True, slots=True)
class PartyView:
    """Somebody with a part in a case. Empty fields were not given, or have been erased."""

    role: str
    name: str
    email: str
    phone: str
    address: tuple[str, ...]
    #: Of somebody who filled in a part of the form, who they are to the reporter: “the other applicant”.
    who: str = ""
    #: The language in which they read our pages, where that is another than the first: by its own name.
    reads: str = ""
    id: UUID | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class TaskView:
    """Something to do. `words` is a sentence; `text` what somebody wrote, if that is why."""

    id: UUID
    kind: str
    words: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question the reporter has not answered yet."""

    id: UUID
    text: str
    asked_at: datetime
    #: It is a small form: it is answered on a page of its own.
    form: bool = False


@dataclass(frozen=True, slots=True)
class LinkView:
    """Another case of the same thing. `follows`: this one is the duplicate and follows it."""

    reference: str
    status: str
    follows: bool
    #: What came with a duplicate.
    documents: tuple[Attached, ...] = ()
    #: They are dealt with together because somebody merged them.
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's story. `who` is a person's name, “The reporter” or “Moothall”; `text` what was written.

    `inside`: for staff only. `kind` is what the list is filtered by: `conversation` (what the reporter said and was
    told), `notes` (for colleagues) or `changes`. `sequence` is that of the fact; 0 of a message that was sent.
    """

    at: datetime
    who: str
    sentence: str
    text: str = ""
    inside: bool = False
    kind: str = "changes"
    sequence: int = 0
    #: The language `text` is written in, where that is known, and its key: what an answer to it names.
    language: str = ""
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A whole case as the staff's page shows it. `promise` and `due_on` are empty where nothing is promised.

    `clock` proves the due date in sentences. `assignee_name` is empty when nobody has it.
    `outcomes` are those it can be closed with.
    `erased_under` names the rule when what was said has been erased; then parties and answers are empty.
    """

    id: UUID
    reference: str
    service: str
    service_name: str
    team: str
    confidentiality: str
    status: str
    outcome: str
    outcome_words: str
    ward: str
    channel: str
    opened_at: datetime
    closed_at: datetime | None
    assignee: UUID | None
    assignee_name: str
    due_on: date | None
    overdue: bool
    paused: bool
    promise: str
    clock: tuple[str, ...]
    parties: tuple[PartyView, ...]
    answers: tuple[Said, ...]
    documents: tuple[Attached, ...]
    tasks: tuple[TaskView, ...]
    question: QuestionView | None
    links: tuple[LinkView, ...]
    reopen_until: date | None
    erased_under: str
    #: The rows that were read with it, for questions of this room alone: a panel then asks nothing.
    hung: Hung
    outcomes: tuple[Outcome, ...] = ()
    #: Keys of questions whose answer can be put right, and of those an officer has put right.
    correctable: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()
    #: Whether an officer may put its photos on its public page.
    shows_photos: bool = False
    #: What was paid for it, oldest first; of a service without a fee none.
    payments: tuple[PaymentNow, ...] = ()
    #: Where it is, to find others of the same place.
    at: Whereabouts = NOWHERE
    #: The last fact of its history that this view knows: forms carry it, see `seen.py`.
    seen: int = 0
    #: What else there is to ask of it (`traits.py`): a panel whose trait is not there asks nothing.
    traits: frozenset[str] = frozenset()

    @property
    def blocks(self) -> tuple[Together, ...]:
        """The answers under their headings."""
        return together(self.answers)

    @property
    def split_off(self) -> str:
        """The reference of the case that it was split off; empty for one that somebody asked for."""
        found = (one.first_id for one in self.hung.splits if one.second_id == self.id)
        return next((self.hung.others[first].reference for first in found), "")

    @property
    def priority(self) -> str:
        """How urgent it is: low, high, urgent; empty where it is as urgent as most."""
        return level_of(self.traits)


@dataclass(frozen=True, slots=True)
class Correction:
    """One question of a case to be put right: how its page asks it, and what stands in its fields now."""

    reference: str
    service_name: str
    asked: Asked
    title: str
    fields: tuple[str, ...]
    typed: Mapping[str, tuple[str, ...]]
    #: The last fact of the case that this knows.
    seen: int = 0


@dataclass(frozen=True, slots=True)
class RequestView:
    """A case as the resident who made it sees it: nothing of staff, notes or tasks.

    `follows` is the reference of the case it is dealt with under; status and outcome are then that one's.
    """

    id: UUID
    reference: str
    service: str
    service_name: str
    status: str
    outcome: str
    outcome_words: str
    opened_at: datetime
    due_on: date | None
    promise: str
    question: QuestionView | None
    answers: tuple[Said, ...]
    documents: tuple[Attached, ...]
    follows: str
    may_reopen: bool
    reopen_until: date | None
    story: tuple[Entry, ...]
    may_withdraw: bool = False
    #: Closed because the resident does not need it any more.
    withdrawn: bool = False
    payments: tuple[PaymentNow, ...] = ()
    #: Of a withdrawn request that was paid for: `asked` while somebody looks at whether to give the fee back, `kept`
    #: when they have and do not; else empty.
    fee_back: str = ""
    #: Whether everybody may read a report of it, without anything about anybody.
    public: bool = False
    #: It is somebody else's, and whoever sees it filled in a part of its form: nothing here is the reporter's.
    part: bool = False
    #: Of a closed one, when that was.
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a queue or among search results."""

    id: UUID
    reference: str
    service: str
    service_name: str
    team: str
    ward: str
    status: str
    due_on: date | None
    overdue: bool
    opened_at: datetime
    assignee: UUID | None
    reporter_name: str
    tasks: int
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of rows. `after` is what to ask for the next page with; empty on the last. `before`: for the one ahead.

    `cut`: so many cases were looked at that looking stopped; there may be more behind `after`.
    """

    rows: tuple[Row, ...]
    after: str
    before: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, and how many there are in all."""

    page: Rows
    count: Count


@dataclass(frozen=True, slots=True)
class Group:
    """The first rows of a list that have the same `value`; `count` of all that have it."""

    value: str
    rows: tuple[Row, ...]
    count: Count


@dataclass(frozen=True, slots=True)
class Count:
    """How many; `more` when counting stopped there."""

    number: int
    more: bool

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.more else f"{self.number:,}"
