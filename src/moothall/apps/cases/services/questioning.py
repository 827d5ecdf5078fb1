"""Asking a reporter several things at once, as a small form; and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.events import QuestionsAsked, QuestionsFilledIn
from moothall.apps.cases.joined import originals_of
from moothall.apps.cases.models import Case, CaseText, SmallForm, TextKind
from moothall.apps.cases.policies import WORK, CaseNotFound
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.services.answering import settle
from moothall.apps.cases.services.asking import ask_within
from moothall.apps.cases.small_forms import (
    SmallQuestion,
    answers_said,
    demand_questions,
    form_of,
    open_form,
    said,
    written,
)
from moothall.apps.cases.writing import Change, bounded, changing, locked
from moothall.apps.forms import api as forms
from moothall.ground import rows
from moothall.ground.events.api import commitment
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind
from moothall.kernel.ids import new_id


def ask_questions(reference: str, questions: Sequence[SmallQuestion], *, words: str = "", by: Actor) -> None:
    """Ask one to five questions as a form, below some `words`; the clock stands still until they are answered."""
    with changing(reference, by=by, may=WORK) as change:
        ask_questions_within(change, questions, words=words)


def ask_questions_within(change: Change, questions: Sequence[SmallQuestion], *, words: str = "") -> None:
    """The same as a part of another verb, which has locked the case. Raises Refused."""
    own = form_of_case(change.case)
    demand_questions(questions, own)
    asked = ask_within(change, bounded(said(questions, bounded(words), own)))
    form = change.write(TextKind.FORM, written(questions), answers=asked.id)
    rows.insert(
        SmallForm(
            id=new_id(), case_id=change.case.id, question_id=asked.id, asked_id=form.id, answered_id=None
        )
    )
    change.tell(QuestionsAsked(form.id, form.digest))


def keep_answers(reference: str, answers: forms.Answers, *, by: Actor) -> None:
    """Keep what the reporter has answered so far, a file above all; nothing is sent. Raises CaseNotFound."""
    with transaction.atomic():
        case = locked(reference, by=by)
        found = _open_form(case)
        _kept(case, found, answers)


def fill_in_questions(reference: str, answers: forms.Answers, *, files: int = 0, by: Actor) -> None:
    """The answers, from the reporter: the clock goes on, and the team gets a task. Raises Refused, CaseNotFound.

    Answers to questions of the case's own form are its answers from now on.
    """
    may = None if by.kind is Kind.RESIDENT else WORK
    with changing(reference, by=by, may=may, also=originals_of(reference)) as change:
        case = change.case
        found = _open_form(case)
        form = form_of(case, found)
        given = forms.relevant(form, answers)
        rules.question_is_open.demand(bool(forms.missing_pages(form, given)))
        text = _kept(case, found, given)
        revision = _own_answers(change, form, given)
        settle(change, found.question_id, answers_said(form, given)[:5_000])
        change.tell(
            QuestionsFilledIn(
                text[0],
                text[1],
                files,
                revision.key if revision else None,
                revision.digest if revision else None,
            )
        )


def _open_form(case: Case) -> SmallForm:
    found = open_form(case)
    if found is None:
        raise CaseNotFound(case.reference)
    return found


def _kept(case: Case, found: SmallForm, answers: forms.Answers) -> tuple[UUID, str]:
    """The answers as they are kept, in a row that is new each time; and their digest."""
    content = answers.as_text()
    salt, digest = commitment(content.encode())
    text = CaseText(
        id=new_id(), case_id=case.id, kind=TextKind.FILLED_IN, text=content, salt=salt,
        answers_id=found.question_id, settled=True, written_at=clock.now(),
    )  # fmt: skip
    rows.insert(text)
    before, found.answered_id = found.answered_id, text.id
    found.save(force_update=True, update_fields=["answered"])
    if before is not None:
        CaseText.objects.filter(pk=before).delete()
    return text.id, digest


def _own_answers(change: Change, form: forms.Form, given: forms.Answers) -> forms.Revision | None:
    """Answers to questions of the case's own form, among its answers."""
    case = change.case
    own = form_of_case(case).part().questions
    new = {key: one for key, one in given.items() if key in own and one.value is not None}
    kept = forms.answers_of(case.stream, seen_by=change.by) if new else None
    if kept is None:
        return None
    change.answers_changed = True
    return forms.record_revision(
        case.stream, kept.answers.with_(new), source="asked", by=change.by, after=kept.number
    )
