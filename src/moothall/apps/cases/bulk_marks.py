"""What a bulk load writes of the tags and followers of past cases: the rows, the facts and the marks of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from moothall.apps.cases.events import TagAdded
from moothall.apps.cases.marks import FOLLOWER, TAG, marks_of_new
from moothall.apps.cases.models import Case, CaseFollower, CaseTag, CaseText, TextKind
from moothall.ground import rows
from moothall.ground.events.api import commitment
from moothall.kernel.ids import new_id


class Past(Protocol):
    """What is known of a past case besides its answers."""

    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def followers(self) -> Sequence[UUID]: ...


@dataclass(slots=True)
class PastMarks:
    """Rows to write, texts before tags; `facts` by case, in the order they are told."""

    texts: list[CaseText] = field(default_factory=list)
    tags: list[CaseTag] = field(default_factory=list)
    followers: list[CaseFollower] = field(default_factory=list)
    facts: dict[UUID, list[TagAdded]] = field(default_factory=dict)

    def load(self) -> None:
        for of_a_kind in (self.texts, self.tags, self.followers):
            rows.load(of_a_kind)


def past_marks(cases: Sequence[Case], given: Sequence[Past]) -> PastMarks:
    made = PastMarks()
    for case, past in zip(cases, given, strict=True):
        for words in past.tags:
            _tag(case, words, made)
        made.followers += [
            rows.made(CaseFollower, id=new_id(), case_id=case.id, account=account, since=case.opened_at)
            for account in past.followers
        ]
    return made


def pairs_of(case: Case, past: Past) -> list[tuple[str, str]]:
    """The marks of lists: (key, value)."""
    tags = [(TAG, words) for words in past.tags]
    return [*marks_of_new(case), *tags, *((FOLLOWER, str(account)) for account in past.followers)]


def _tag(case: Case, words: str, made: PastMarks) -> None:
    salt, digest = commitment(words.encode())
    text = rows.made(
        CaseText,
        id=new_id(),
        case_id=case.id,
        kind=TextKind.TAG,
        text=words,
        salt=salt,
        answers_id=None,
        settled=True,
        written_at=case.opened_at,
    )
    tag = rows.made(
        CaseTag,
        id=new_id(),
        case_id=case.id,
        words=words,
        text_id=text.id,
        service=case.service,
        confidentiality=case.confidentiality,
    )
    made.texts.append(text)
    made.tags.append(tag)
    made.facts.setdefault(case.id, []).append(TagAdded(text.id, digest))
