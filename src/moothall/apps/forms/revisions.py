"""Revisions: the answers of a case (or whatever has answers) at each moment they changed, added and never altered.

The caller's event carries the revision's digest. Erasing drops the row with its salt; the digest left behind then
matches nothing, and the seal of the log still verifies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from moothall.apps.forms.answers import Answers, answers_from_text, free_text
from moothall.apps.forms.models import AnswerRevision
from moothall.apps.forms.rules import nobody_answered_meanwhile
from moothall.ground import rows
from moothall.ground.events.api import PersonalRow, commitment, eraser
from moothall.ground.gathering import Some, gathered, listed, marks, padded
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

#: The kind under which facts commit to revisions; whose facts those are registers `revision_rows` as its reader.
REVISION_ROWS = "forms.revision"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Revision:
    """What was recorded: `key` and `digest` go into the caller's event."""

    key: UUID
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers as they were from `at` on."""

    owner: str
    number: int
    answers: Answers
    source: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class NewRevision:
    """Answers about to be recorded as a revision."""

    owner: str
    answers: Answers
    source: str
    at: datetime
    actor: str


def record_revision(owner: str, answers: Answers, *, source: str, by: Actor, after: int = 0) -> Revision:
    """Add a revision of the answers of `owner`, in the caller's transaction. One INSERT, nothing read.

    `after` is the number of the last revision the caller knows (0: the first). Raises Refused FORMS-01 when somebody
    else was first; the transaction can then only roll back.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "Answers are recorded in the transaction of what they are for."
        )
    row, revision = _new(NewRevision(owner, answers, source, clock.now(), by.key), after + 1)
    try:
        rows.insert(row)
    except IntegrityError:
        transaction.set_rollback(True)
        nobody_answered_meanwhile.demand(False)
    return revision


def load_revisions(news: Iterable[NewRevision], told: Callable[[NewRevision, Revision], None]) -> int:
    """First revisions of any number of owners, for loading past cases, as fast as the engine takes them.

    `told` hears of each as it is written, so that the caller's facts can carry its key and digest.
    """

    def written() -> Iterator[AnswerRevision]:
        for new in news:
            row, revision = _new(new, 1)
            told(new, revision)
            yield row

    return rows.load(written())


def _new(new: NewRevision, number: int) -> tuple[AnswerRevision, Revision]:
    written = new.answers.as_text()
    salt, digest = commitment(written.encode())
    row = rows.made(
        AnswerRevision,
        id=new_id(),
        owner=new.owner,
        number=number,
        answers=written,
        salt=salt,
        source=new.source,
        at=new.at,
        actor=new.actor,
    )
    return row, Revision(row.id, number, digest)


def answers_of(owner: str, *, seen_by: Actor) -> Kept | None:
    """The latest answers of `owner`; None when there are none, or they were erased.

    Whether `seen_by` may see the owner at all is decided by the room the owner belongs to, before it asks here.
    """
    found = listed(AnswerRevision, "owner = %s ORDER BY number DESC LIMIT 1", (owner,))
    return _kept(found[0]) if found else None


def revisions_of(owner: str, *, seen_by: Actor) -> tuple[Kept, ...]:
    """Every revision of `owner`, oldest first."""
    return revisions_beside(owner, (), seen_by=seen_by)[0]


def revisions_read(owner: str, others: Sequence[str]) -> Some[AnswerRevision]:
    """What `revisions_beside` asks, for whoever reads it ahead."""
    asked = padded((owner, *others), least=8) if others else [owner]
    return Some(AnswerRevision, f"owner IN {marks(asked)}", asked)


def revisions_beside(
    owner: str, others: Sequence[str], *, seen_by: Actor
) -> tuple[tuple[Kept, ...], Mapping[str, tuple[str, ...]]]:
    """Every revision of `owner`, oldest first; and of it and a few `others` what people wrote in words of their own, as
    it stands now. One query."""
    found = gathered(asked := revisions_read(owner, others))[asked]
    found.sort(key=lambda row: row.number)
    latest = {row.owner: row for row in found}
    written = {key: tuple(free_text(row.answers)) for key, row in latest.items()}
    return tuple(_kept(row) for row in found if row.owner == owner), written


def answers_of_each(owners: Iterable[str], *, seen_by: Actor) -> dict[str, Kept]:
    """The latest answers of each of `owners` that has any: for rebuilding searches and for exports."""
    asked, found = list(dict.fromkeys(owners)), {}
    for start in range(0, len(asked), _AT_ONCE):
        rows = AnswerRevision.objects.filter(owner__in=asked[start : start + _AT_ONCE]).order_by(
            "owner", "number"
        )
        found.update({row.owner: _kept(row) for row in rows})
    return found


@eraser("forms")
def erase_answers(owner: str) -> list[str]:
    """Drop every revision of `owner`, text and salt; returns the names of the rows that went, for the ledger."""
    kept = AnswerRevision.objects.filter(owner=owner)
    names = [f"{REVISION_ROWS}:{key}" for key in kept.values_list("id", flat=True)]
    kept.delete()
    return names


def revision_rows(keys: Sequence[str]) -> list[PersonalRow]:
    """The rows of these revision keys that still exist, as the seal's verification reads them."""
    found = AnswerRevision.objects.filter(id__in=[UUID(key) for key in keys]).values_list(
        "id", "salt", "answers"
    )
    return [PersonalRow(str(key), bytes(salt), written.encode()) for key, salt, written in found]


def _kept(row: AnswerRevision) -> Kept:
    return Kept(row.owner, row.number, answers_from_text(row.answers), row.source, row.at, row.actor)
