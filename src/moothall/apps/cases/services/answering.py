"""An answer to a question, also from somebody whose request follows another or was merged into the one that asks.

What they say is theirs: it stands on their own case, and the one that it follows is told of it. Of those merged, the
first answer is what it waited for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.events import FollowerAdded, QuestionAnswered, ReporterAdded
from moothall.apps.cases.joined import originals_of
from moothall.apps.cases.models import Case, CaseLink, CaseText, Status, TaskKind, TextKind
from moothall.apps.cases.policies import WORK
from moothall.apps.cases.services import asking
from moothall.apps.cases.writing import Change, bounded, changing, finish
from moothall.apps.deadlines import api as deadlines
from moothall.apps.teams import api as teams
from moothall.kernel.actors import Actor, Kind, system

_SELF = system("cases")


def answer_question(reference: str, question_id: UUID, words: str, *, by: Actor) -> None:
    """The answer, from the resident or written down for them by an officer; the clock goes on."""
    may = None if by.kind is Kind.RESIDENT else WORK
    with changing(reference, by=by, may=may, also=originals_of(reference)) as change:
        words = bounded(words)
        rules.has_words.demand(words)
        settle(change, question_id, words)


def settle(change: Change, question_id: UUID, words: str) -> None:
    """A question of the case, or of the one that it was merged into, is answered in these words. The caller has locked
    both. Raises Refused, CaseNotFound."""
    link = CaseLink.objects.filter(duplicate_id=change.case.id, ended_at=None).first()
    question = CaseText.objects.filter(pk=question_id, kind=TextKind.QUESTION).first()
    if question is None or link is None or question.case_id not in _asking(link):
        asking.settle_question(change, question_id, words)
        return
    rules.question_is_open.demand(question.settled)
    original = Case.objects.select_for_update().get(pk=link.original_id)
    rules.is_open.demand(original.status)
    question.settled = True
    question.save(force_update=True, update_fields=["settled"])
    written = change.write(TextKind.ANSWER, words)
    told = FollowerAdded(change.case.id, written.id, 0)
    if question.case_id == change.case.id:
        link.status_before = Status.IN_PROGRESS
        link.save(force_update=True, update_fields=["status_before"])
        if deadlines.clock_of(change.case.stream) is not None:
            calendar = teams.working_calendar()
            deadlines.no_longer_wait(change.case.stream, calendar=calendar, by=change.by)
        change.tell(QuestionAnswered(question.id, written.id, written.digest, None))
    else:
        change.tell(ReporterAdded(written.id, written.digest, 0))
        told = replace(told, goes_on=True, due_on=_go_on(original))
    _tell_original(Change(original, _SELF), change.case, told, merged=link.merged)


def _asking(link: CaseLink) -> tuple[UUID, ...]:
    """Whose questions whoever made the duplicate answers: a case that they only follow has a reporter of its own."""
    return (link.duplicate_id, link.original_id) if link.merged else (link.duplicate_id,)


def _go_on(original: Case) -> date | None:
    """The case that asked has its answer: its clock runs again, and it is due on the day that is returned."""
    original.status = Status.IN_PROGRESS
    running = deadlines.clock_of(original.stream)
    if running is None or running.state != "paused":
        return None
    return deadlines.resume_clock(original.stream, calendar=teams.working_calendar(), by=_SELF).due_on


def _tell_original(other: Change, member: Case, told: FollowerAdded, *, merged: bool) -> None:
    """Whoever deals with both has a task; it goes with the member when they are taken apart."""
    other.tell(told)
    which = "was merged into" if merged else "is a duplicate of"
    sentence = f"The reporter of {member.reference}, which {which} this one, has answered."
    made_for = f"added:{member.id}:{member.last_event + 1}"
    other.make_task(
        TaskKind.ANSWERED, f"{sentence} Read the answer and go on.", made_for=made_for, text=told.text
    )
    finish(other, reindex=False)
