"""What the page of a case reads, in one question: the case, its story, and what was put right in its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.apps.cases.alike import around, may_repeat
from moothall.apps.cases.events import AnswersCorrected
from moothall.apps.cases.flags import flags_shown, live_flags, reached_by
from moothall.apps.cases.hung import Hung, hanging
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.story import entries_of, story_at_desk, who_acted
from moothall.apps.cases.timeline import Story
from moothall.apps.cases.views import CaseView, Entry
from moothall.apps.cases.whole import read_by_whole, whole
from moothall.apps.forms import api as forms
from moothall.apps.messaging.api import messages_read
from moothall.ground.events.api import Recorded, history, history_read
from moothall.ground.gathering import Some, read_ahead
from moothall.ground.looks.api import Shown, record_looks
from moothall.kernel.actors import Actor, system

_SELF = system("cases")


@dataclass(frozen=True, slots=True)
class Righted:
    """An answer as it stood before somebody put it right: `lines` were there, `who` and `why` say the rest."""

    question: str
    lines: tuple[str, ...]
    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Desk:
    """`story` is oldest first; `righted` are the corrections of each question, the latest first."""

    case: CaseView
    story: tuple[Entry, ...]
    righted: Mapping[str, tuple[Righted, ...]]


#: From the key of a case to what is asked about it.
AskedToo = Callable[[UUID], Iterable[Some[Any]]]


def _nothing(key: UUID) -> tuple[Some[Any], ...]:
    return ()


def desk_for(
    reference: str,
    *,
    like: bool = False,
    answers: bool = True,
    beside: AskedToo = _nothing,
    seen_by: Actor,
) -> Desk:
    """Everything that the page of a case shows an officer.

    `like`: also others that may be about the same (`alike`), and the rules for dealing with whoever has a part in it
    (`rules_about`). Without `answers` nothing of what the form asked, for a page that shows it already. `beside` is
    what the page is going to ask other rooms: within `reading_once` it is read at once with what is asked here.

    The look is recorded. Raises CaseNotFound.
    """
    others = around(reference, seen_by=seen_by) if like else ()
    hung = hanging(reference, others, seen_by=seen_by)
    row = hung.case
    if seen_by.key.startswith("resident:"):
        raise CaseNotFound(reference)
    read_ahead(*_asked_next(hung), *beside(row.id))
    happened = history(row.stream)
    hung, revisions = _with_what_was_said(hung)
    story = story_at_desk(hung, happened, revisions, seen_by)
    latest = revisions[-1] if revisions and answers else None
    said = story.said_in(latest.number) if latest else None
    case = whole(hung, seen_by, latest, said=said, names=story.names)
    case = _with_rules(case) if like else case
    if seen_by.is_officer:
        own = Shown((row.stream,), "casework", "cases.case")
        record_looks(seen_by, own, flags_shown(case.hung.flags or (), "cases.case"))
    return Desk(case, entries_of(row, happened, story, seen_by=seen_by), _righted(happened, story))


def _asked_next(hung: Hung) -> Iterator[Some[Any]]:
    stream = hung.case.stream
    if not hung.case.erased:
        yield forms.revisions_read(stream, tuple(_others(hung)))
    yield history_read(stream)
    yield messages_read(stream)
    yield from read_by_whole(hung)


def _others(hung: Hung) -> dict[str, UUID]:
    """By their streams those that may be the same."""
    return {f"case:{key}": key for key in may_repeat(hung)}


def _with_rules(case: CaseView) -> CaseView:
    """With the rules for dealing with whoever has a part in it."""
    return replace(case, hung=replace(case.hung, flags=live_flags(*reached_by(case))))


def _with_what_was_said(hung: Hung) -> tuple[Hung, tuple[forms.Kept, ...]]:
    """With every revision of its answers, and what was written in those of cases that may be the same. One query."""
    if hung.case.erased:
        return hung, ()
    others = _others(hung)
    own, written = forms.revisions_beside(hung.case.stream, tuple(others), seen_by=_SELF)
    others[hung.case.stream] = hung.case.id
    said = {others[owner]: words for owner, words in written.items()}
    return replace(hung, said=said, revisions=own), own


def stream_for(reference: str, *, seen_by: Actor) -> str:
    """The stream of a case that an officer may see, without looking at it. Raises CaseNotFound."""
    if not seen_by.is_officer:
        raise CaseNotFound(reference)
    return visible(reference, seen_by).stream


def _righted(happened: Sequence[Recorded], story: Story) -> Mapping[str, tuple[Righted, ...]]:
    found: dict[str, tuple[Righted, ...]] = {}
    for one in happened:
        if isinstance(one.fact, AnswersCorrected):
            for righted in _changed(one, one.fact, story):
                found[righted.question] = (righted, *found.get(righted.question, ()))
    return found


def _changed(one: Recorded, fact: AnswersCorrected, story: Story) -> Iterator[Righted]:
    """What a correction changed: every answer that stood there before with other words."""
    was, now = story.said_in(fact.number - 1), story.said_in(fact.number)
    if was is None or now is None:
        return
    after = {said.question: said.lines for said in now}
    for said in was:
        if after.get(said.question) != said.lines:
            yield Righted(
                said.question, said.lines, one.at, who_acted(one.actor, story), story.text(fact.text)
            )
