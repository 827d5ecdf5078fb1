"""All that hangs on one case in the tables of this room, read in one statement; what each row means is said elsewhere.

A page of a case shows something of nearly every table, most often nothing: a query for each costs more than all of
them in one, which also takes as long for a short case as for a long one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TypeVar, cast
from uuid import UUID

from django.db import models

from moothall.apps.cases.models import (
    Approval,
    ApprovalState,
    Case,
    CaseFollower,
    CaseLink,
    CaseMove,
    CaseSplit,
    CaseTag,
    CaseText,
    ContactFlag,
    Hold,
    Party,
    QueueEntry,
    Reply,
    ReplyState,
    SensitiveNote,
    SmallForm,
    Task,
    TextKind,
)
from moothall.apps.cases.policies import CaseNotFound, may_see
from moothall.apps.cases.said import FORMER
from moothall.apps.forms.api import Kept
from moothall.ground.gathering import Some, gathered
from moothall.kernel.actors import Actor

M = TypeVar("M", bound=models.Model)
#: So many of the latest tags of a service are looked at, and so many of the most frequent offered.
_LATEST, _OFFERED = 50, 5
_CASES, _LINKS, _SPLITS = Case._meta.db_table, CaseLink._meta.db_table, CaseSplit._meta.db_table
_TAGS, _HOLDS, _TASKS = CaseTag._meta.db_table, Hold._meta.db_table, Task._meta.db_table
_ID = f"(SELECT id FROM {_CASES} WHERE reference = %s)"  # noqa: S608 — our own names; values are bound
_OTHERS = (
    f"id IN (SELECT original_id FROM {_LINKS} WHERE duplicate_id = {_ID} "  # noqa: S608 — our own names; values are bound
    f"UNION ALL SELECT duplicate_id FROM {_LINKS} WHERE original_id = {_ID} "
    f"UNION ALL SELECT first_id FROM {_SPLITS} WHERE second_id = {_ID} "
    f"UNION ALL SELECT second_id FROM {_SPLITS} WHERE first_id = {_ID} "
    f"UNION ALL SELECT other_id FROM {_HOLDS} WHERE case_id = {_ID} AND other_id IS NOT NULL)"
)
_THEIRS = (
    f"case_id IN (SELECT duplicate_id FROM {_LINKS} WHERE original_id = {_ID}) "  # noqa: S608 — our own names; values are bound
    f"AND kind IN ('{TextKind.ADDED.value}', '{TextKind.ANSWER.value}')"
)
#: Not in one condition with those above: no index finds what is here or there.
_TO_DO = (
    f"id IN (SELECT text_id FROM {_TASKS} WHERE case_id = {_ID} AND done_at IS NULL AND text_id IS NOT NULL)"  # noqa: S608 — our own names; values are bound
)
_OFTEN = (
    f"(SELECT words FROM (SELECT words FROM {_TAGS} o WHERE service = (SELECT service FROM {_CASES} WHERE reference = "  # noqa: S608 — our own names; values are bound
    f"%s) AND confidentiality = (SELECT confidentiality FROM {_CASES} WHERE reference = %s) ORDER BY id DESC "
    f"LIMIT {_LATEST}) l WHERE words NOT IN (SELECT words FROM {_TAGS} WHERE case_id = {_ID}) "
    f"GROUP BY words ORDER BY count(*) DESC, words LIMIT {_OFFERED})"
)


@dataclass(frozen=True, slots=True)
class Hung:
    """Rows, oldest first. `texts` are without their salt; `theirs` what was said in cases that follow it, and in tasks;
    `others` (id, reference, status) the cases it ever had to do with; `often` tags that cases like it have."""

    case: Case
    parties: tuple[Party, ...]
    tasks: tuple[Task, ...]
    texts: Mapping[UUID, CaseText]
    theirs: Mapping[UUID, str]
    forms: frozenset[UUID]
    links: tuple[CaseLink, ...]
    splits: tuple[CaseSplit, ...]
    moves: tuple[CaseMove, ...]
    others: Mapping[UUID, Case]
    holds: tuple[Hold, ...]
    approvals: tuple[Approval, ...]
    sensitive: tuple[SensitiveNote, ...]
    replies: tuple[Reply, ...]
    tags: tuple[str, ...]
    often: tuple[str, ...]
    follows: bool
    #: Cases of the same place (`alike.py`), and what was written in them and in this one: only where that was asked.
    around: tuple[QueueEntry, ...] = ()
    said: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    #: The rules for dealing with whoever has a part in it, where they were read with it.
    flags: tuple[ContactFlag, ...] | None = None
    #: Every revision of its answers, where they were read with it.
    revisions: tuple[Kept, ...] | None = None

    def words(self, key: UUID | None) -> str:
        """What somebody wrote; empty where it has been erased."""
        if key is None:
            return ""
        own = self.texts.get(key)
        return own.text if own else self.theirs.get(key, "")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of each table; in this order it stands in the statement."""

    case: Some[Case]
    parties: Some[Party]
    tasks: Some[Task]
    texts: Some[CaseText]
    theirs: Some[CaseText]
    to_do: Some[CaseText]
    forms: Some[SmallForm]
    links: Some[CaseLink]
    splits: Some[CaseSplit]
    moves: Some[CaseMove]
    others: Some[Case]
    holds: Some[Hold]
    approvals: Some[Approval]
    sensitive: Some[SensitiveNote]
    replies: Some[Reply]
    tags: Some[CaseTag]
    often: Some[CaseTag]
    follows: Some[CaseFollower]


_ASKED = tuple(one.name for one in fields(_Asked))


def _asked(reference: str, account: UUID) -> _Asked:
    one = (reference,)
    unsent = f"(state = '{ReplyState.WAITING.value}' OR (state = '{ReplyState.DRAFT.value}' AND author = %s))"
    return _Asked(
        case=Some(Case, "reference = %s", one),
        parties=Some(Party, f"case_id = {_ID} AND role <> '{FORMER}'", one),
        tasks=Some(Task, f"case_id = {_ID} AND done_at IS NULL", one),
        texts=Some(CaseText, f"case_id = {_ID}", one),
        theirs=Some(CaseText, _THEIRS, one, ("id", "text")),
        to_do=Some(CaseText, _TO_DO, one, ("id", "text")),
        forms=Some(SmallForm, f"case_id = {_ID}", one, ("question_id",)),
        links=Some(CaseLink, f"(duplicate_id = {_ID} OR original_id = {_ID})", one * 2),
        splits=Some(CaseSplit, f"(first_id = {_ID} OR second_id = {_ID})", one * 2),
        moves=Some(CaseMove, f"case_id = {_ID}", one),
        others=Some(Case, _OTHERS, one * 5, ("id", "reference", "status")),
        holds=Some(Hold, f"case_id = {_ID} AND ended_at IS NULL", one),
        approvals=Some(Approval, f"case_id = {_ID} AND state = '{ApprovalState.ASKED.value}'", one),
        sensitive=Some(SensitiveNote, f"case_id = {_ID}", one),
        replies=Some(Reply, f"case_id = {_ID} AND {unsent}", (reference, account)),
        tags=Some(CaseTag, f"case_id = {_ID}", one, ("words",)),
        often=Some(CaseTag, "words <> ''", one * 3, ("words",), _OFTEN),
        follows=Some(CaseFollower, f"case_id = {_ID} AND account = %s", (reference, account)),
    )


def hanging(reference: str, around: Sequence[Some[QueueEntry]] = (), *, seen_by: Actor) -> Hung:
    """The case and what hangs on it, for whoever may see it. Raises CaseNotFound."""
    asked = _asked(reference, seen_by.account_id or UUID(int=0))
    found = gathered(*(getattr(asked, name) for name in _ASKED), *around)
    row = next(iter(found[asked.case]), None)
    if row is None or not may_see(seen_by, row.id, row.confidentiality):
        raise CaseNotFound(reference)
    return Hung(
        case=row,
        parties=_in_order(found[asked.parties]),
        tasks=_in_order(found[asked.tasks]),
        texts={text.id: text for text in found[asked.texts]},
        theirs={text.id: text.text for some in (asked.theirs, asked.to_do) for text in found[some]},
        forms=frozenset(form.question_id for form in found[asked.forms]),
        links=_in_order(found[asked.links]),
        splits=_in_order(found[asked.splits]),
        moves=_in_order(found[asked.moves]),
        others={other.id: other for other in found[asked.others]},
        holds=_in_order(found[asked.holds]),
        approvals=_in_order(found[asked.approvals]),
        sensitive=_in_order(found[asked.sensitive]),
        replies=_in_order(found[asked.replies]),
        tags=tuple(sorted(tag.words for tag in found[asked.tags])),
        often=tuple(sorted(tag.words for tag in found[asked.often])),
        follows=bool(found[asked.follows]),
        around=tuple(entry for some in around for entry in found[some]),
    )


def _in_order(rows: Iterable[M]) -> tuple[M, ...]:
    """By their keys, which are made in the order of time."""
    return tuple(sorted(rows, key=lambda row: cast(UUID, row.pk)))
