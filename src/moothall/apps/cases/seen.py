"""Two officers at one case: what changed since somebody's page was shown stops their verb; no words are lost.

    with as_seen(reference, 12, heeds=Heeds.CHANGES):      # 12: the case's last fact when the page was shown
        close_case(reference, "done", words, by=by)         # ChangedSince when 13 is somebody else's and matters

The verb asks under the lock of the case's row, so nothing slips in between. What whoever acts did themselves does
not stop them, save from doing by accident what they have just done. Verbs know nothing of it; whoever says nothing (a
job, a resident, a machine) is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from moothall.apps.cases import deeds, rules
from moothall.apps.cases import events as told
from moothall.apps.cases.deeds import CaseSplitInTwo
from moothall.apps.cases.field import PrioritySet, Reminded, TaskWritten
from moothall.apps.cases.models import Case
from moothall.ground.events.api import history
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused


class Heeds(StrEnum):
    """What stops a verb: nothing (a note is never in the way), what was said to the reporter or by them or ended it,
    any change of the case, or colleagues' notes too."""

    NOTHING = "nothing"
    TALK = "talk"
    CHANGES = "changes"
    NOTES = "notes"


class ChangedSince(Refused):
    """The case was changed after `seen`, in a way that matters for what was to be done: by whoever acts, or not."""

    def __init__(self, seen: int, *, own: bool) -> None:
        rule = rules.is_not_done_again if own else rules.is_as_it_was_seen
        super().__init__(rule.code, rule.sentence)
        self.seen = seen


@dataclass(frozen=True, slots=True)
class _Page:
    reference: str
    seen: int
    heeds: Heeds


_page: ContextVar[_Page | None] = ContextVar("the page from which a verb is called", default=None)

#: Facts that are in nobody's way, and those that are words for colleagues. Every other one is a change.
QUIET: set[type] = {told.TaskMade, told.TaskCompleted, told.PhotoReleased, told.PhotoRedacted}
QUIET |= {told.TagAdded, told.TagRemoved, PrioritySet, Reminded, TaskWritten}
#: What matters to whoever writes to the reporter.
TALK: set[type] = {told.CaseClosed, told.CaseReopened, told.CaseWithdrawn, told.CaseDropped, told.CaseMoved}
TALK |= {told.ReplySent, told.ReporterAsked, told.QuestionAnswered, told.ReporterAdded, told.FollowerAdded}
TALK |= {told.DuplicateLinked, deeds.CaseMerged, deeds.CaseReferred, deeds.CaseSplitInTwo}
NOTES: set[type] = {told.NoteAdded, told.NoteChanged}
#: What whoever acts has done themselves and could do again without meaning to, by sending the same page twice.
TWICE: set[type] = {CaseSplitInTwo}


@contextmanager
def as_seen(reference: str, seen: int | None, *, heeds: Heeds = Heeds.CHANGES) -> Iterator[None]:
    """Within, verbs on this case are asked for by somebody whose page showed it up to fact `seen` (None: no page)."""
    token = _page.set(_Page(reference, seen, heeds) if seen is not None else None)
    try:
        yield
    finally:
        _page.reset(token)


def demand_as_seen(case: Case, by: Actor) -> None:
    """Raises ChangedSince. Costs nothing where nothing has happened since, and nothing where there is no page."""
    page = _page.get()
    if page is None or page.reference != case.reference or page.heeds is Heeds.NOTHING:
        return
    if case.last_event <= page.seen:
        return
    since = [one for one in history(case.stream) if one.sequence > page.seen]
    if any(one.actor != by.key and _matters(type(one.fact), page.heeds) for one in since):
        raise ChangedSince(page.seen, own=False)
    if any(one.actor == by.key and type(one.fact) in TWICE for one in since):
        raise ChangedSince(page.seen, own=True)


def _matters(fact: type, heeds: Heeds) -> bool:
    if heeds is Heeds.TALK:
        return fact in TALK
    return fact not in QUIET and (fact not in NOTES or heeds is Heeds.NOTES)
