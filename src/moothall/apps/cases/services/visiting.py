"""A visit in the field is over: what was found comes to the case, once, however often the device sends it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from moothall.apps.bookings import api as bookings
from moothall.apps.cases import rules
from moothall.apps.cases.field import VisitTold
from moothall.apps.cases.going import visitor
from moothall.apps.cases.models import Case, TaskKind, TextKind
from moothall.apps.cases.policies import CLOSE, VISIT, CaseNotFound
from moothall.apps.cases.services.closing import close_case
from moothall.apps.cases.services.noting import keep_note
from moothall.apps.cases.writing import bounded, changing
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused

#: How a device may call a note.
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Visited:
    """What became of it. `again`: the device had sent it before. `left` says why the case was not closed, if it was
    to be: what was found is kept all the same."""

    reference: str
    stream: str
    round: UUID
    again: bool
    left: str = ""


def complete_visit(
    key: UUID, outcome: str, words: str = "", *, close_as: str = "", sent_as: str, by: Actor
) -> Visited:
    """The visit is over: told on the case with what was written, and the tasks that rules made of it are done. With
    `close_as` the case is closed with that outcome, where the role may. Raises RoundNotFound, CaseNotFound, Refused."""
    with transaction.atomic():
        done = bookings.complete_visit(key, outcome, sent_as=sent_as, by=by)
        case = Case.objects.filter(pk=UUID(done.visit.subject.removeprefix("case:"))).first()
        if case is None:
            raise CaseNotFound(done.visit.subject)
        if done.again:
            return Visited(case.reference, case.stream, done.round, again=True)
        rules.says_why_nothing_was_done.demand(outcome == bookings.Outcome.COULD_NOT, words)
        with changing(case.reference, by=_visitor(key, by), may=VISIT) as change:
            words = bounded(words)
            written = change.write(TextKind.NOTE, words) if words else None
            text, digest = (written.id, written.digest) if written else (None, None)
            change.tell(VisitTold(done.visit.id, outcome, text, digest))
            if outcome == bookings.Outcome.DONE:
                change.finish_tasks(TaskKind.RULE)
        left = _close(case.reference, close_as, by) if close_as else ""
    return Visited(case.reference, case.stream, done.round, again=False, left=left)


def note_on_visit(key: UUID, words: str, *, sent_as: str = "", by: Actor) -> bool:
    """A note for colleagues from the way, before the visit is over or after. `sent_as` is the device's own name for
    it: the same one again, however long after, keeps nothing; returns whether it was there already.

    Raises RoundNotFound, CaseNotFound, Refused.
    """
    VISIT.demand(by)
    _, one = bookings.visit_for(key, seen_by=by)
    return keep_note(one.label, words, by=_visitor(key, by), may=VISIT, sent_as=sent_as[:LONGEST_NAME])


def _visitor(key: UUID, by: Actor) -> Actor:
    whole, _ = bookings.visit_for(key, seen_by=by)
    return visitor(by, whole.team)


def _close(reference: str, outcome: str, by: Actor) -> str:
    """Close it, or say why it stays open: words from the field are not lost for that."""
    if not CLOSE.allows(by):
        return "Your role may not close cases, so it stays open for the team."
    try:
        with transaction.atomic():
            close_case(reference, outcome, by=by)
    except Refused as no:
        return no.sentence
    return ""
