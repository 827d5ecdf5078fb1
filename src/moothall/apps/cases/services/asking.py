"""Asking the reporter and being answered: the clock pauses between, and both are told so."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.events import QuestionAnswered, ReporterAsked
from moothall.apps.cases.models import CaseText, Status, TaskKind, TextKind
from moothall.apps.cases.noticing import notice
from moothall.apps.cases.policies import WORK, CaseNotFound
from moothall.apps.cases.said import REPORTER
from moothall.apps.cases.telling import due_facts, emails_of, tell_parties
from moothall.apps.cases.traits import ON_HOLD, traits_of
from moothall.apps.cases.writing import Change, Written, bounded, changing
from moothall.apps.deadlines import api as deadlines
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.kernel.actors import Actor, Kind


def ask_reporter(reference: str, question: str, *, by: Actor) -> None:
    """Ask; the clock stands still until the answer. One question at a time."""
    with changing(reference, by=by, may=WORK) as change:
        question = bounded(question)
        rules.has_words.demand(question)
        ask_within(change, question)


def ask_within(change: Change, question: str) -> Written:
    """The same as a part of a verb that has locked the case: the words, kept. Raises Refused."""
    case = change.case
    rules.is_open.demand(case.status)
    rules.is_not_waiting.demand(case.status)
    rules.is_not_on_hold.demand(ON_HOLD in traits_of(case))
    rules.reporter_can_be_asked.demand(bool(emails_of(case, [REPORTER])))
    written = change.write(TextKind.QUESTION, question)
    case.status = Status.WAITING
    if deadlines.clock_of(case.stream) is not None:
        deadlines.pause_clock(case.stream, by=change.by)
    change.tell(ReporterAsked(written.id, written.digest))
    tell_parties("question asked", case, lambda: {"question": question}, by=change.by)
    return written


def settle_question(change: Change, question_id: UUID, words: str) -> None:
    """A question of the case is answered in these words: the clock goes on. Raises Refused, CaseNotFound."""
    case, by = change.case, change.by
    question = CaseText.objects.filter(pk=question_id, case_id=case.id, kind=TextKind.QUESTION).first()
    if question is None:
        raise CaseNotFound(case.reference)
    rules.question_is_open.demand(question.settled)
    rules.is_open.demand(case.status)
    question.settled = True
    question.save(force_update=True, update_fields=["settled"])
    written = change.write(TextKind.ANSWER, words, answers=question.id)
    case.status = Status.IN_PROGRESS
    promise = None
    if deadlines.clock_of(case.stream) is not None:
        promise = deadlines.resume_clock(case.stream, calendar=teams.working_calendar(), by=by)
    due_on = promise.due_on if promise else None
    change.tell(QuestionAnswered(question.id, written.id, written.digest, due_on))
    if by.kind is Kind.RESIDENT:
        sentence = "The reporter has answered. Read the answer and go on."
        change.make_task(TaskKind.ANSWERED, sentence, made_for=f"answer:{written.id}", text=written.id)
    notice([case.assignee], messaging.ANSWERED, case, by=by)
    tell_parties("answer received", case, lambda: due_facts(promise), by=by)


def withdraw_question(case_id: UUID) -> None:
    """Nobody waits for an answer any more: the case was closed or moved."""
    rows.put(CaseText, {"case_id": case_id, "kind": TextKind.QUESTION, "settled": False}, settled=True)
