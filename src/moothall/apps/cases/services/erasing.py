"""Erasing what was said in a case. What was done, by whom and when stays, and still proves itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from moothall.apps.cases.answered import forget_answered
from moothall.apps.cases.events import (
    AnswersCorrected,
    CaseClosed,
    CaseMoved,
    CaseOpened,
    CaseReopened,
    CaseWithdrawn,
    NoteAdded,
    PartyAdded,
    PersonCorrected,
    QuestionAnswered,
    ReporterAdded,
    ReporterAsked,
)
from moothall.apps.cases.indexing import KIND
from moothall.apps.cases.models import Case, CaseText, Party, QueueEntry
from moothall.apps.cases.policies import ERASE, demand
from moothall.apps.cases.writing import locked
from moothall.apps.forms import api as forms
from moothall.apps.people import api as people
from moothall.ground.events.api import PersonalRow, erase, eraser, personal_rows
from moothall.ground.search import api as search
from moothall.kernel.actors import Actor, system

_SELF = system("cases")
_TEXT, _PERSON = "cases.text", "people.source"


def erase_case(reference: str, *, rule: str, by: Actor) -> None:
    """Erase everything personal of a case, in every room that holds some: people, answers, notes, messages, documents,
    the search, the queue's name. `rule` says why, such as a retention period. Once is enough; twice does no harm.
    """
    with transaction.atomic():
        case = locked(reference, by=by)
        demand(ERASE, by)
        erase(case.stream, rule=rule, by=by)


@eraser("cases")
def forget(subject: str) -> Iterable[str]:
    """This room's part, and what the rooms below keep for it under keys only this room knows."""
    key = _case_id(subject)
    case = Case.objects.filter(pk=key).first() if key else None
    if case is None:
        return ()
    sources = list(Party.objects.filter(case_id=case.id).values_list("source_record_id", flat=True))
    known = [key for key in sources if key is not None]
    texts = list(CaseText.objects.filter(case_id=case.id).values_list("id", flat=True))
    Party.objects.filter(case_id=case.id).delete()
    people.erase_sources(known, by=_SELF)
    CaseText.objects.filter(case_id=case.id).delete()
    QueueEntry.objects.filter(pk=case.id).update(reporter_name="")
    forget_answered(case.id)
    search.remove(KIND, str(case.id))
    case.erased = True
    case.save(force_update=True, update_fields=["erased"])
    return [f"{_PERSON}:{key}" for key in known] + [f"{_TEXT}:{key}" for key in texts]


def _case_id(subject: str) -> UUID | None:
    kind, _, key = subject.partition(":")
    try:
        return UUID(key) if kind == "case" else None
    except ValueError:
        return None


@personal_rows(
    _TEXT,
    told_in=(
        ReporterAsked,
        QuestionAnswered,
        NoteAdded,
        AnswersCorrected,
        CaseClosed,
        CaseReopened,
        ReporterAdded,
        CaseWithdrawn,
    ),
    key="text",
    digest="digest",
)
def read_texts(keys: Sequence[str]) -> Iterable[PersonalRow]:
    """The texts that facts carry digests of, for the check of the sealed log."""
    for text in CaseText.objects.filter(pk__in=keys).only("id", "salt", "text"):
        yield PersonalRow(str(text.id), bytes(text.salt), text.text.encode())


@personal_rows(
    _PERSON,
    told_in=(CaseOpened, PartyAdded, AnswersCorrected, PersonCorrected),
    key="person",
    digest="person_digest",
)
def read_people(keys: Sequence[str]) -> Iterable[PersonalRow]:
    for one in people.committed_sources(keys):
        yield PersonalRow(str(one.id), one.salt, one.content)


personal_rows(
    forms.REVISION_ROWS,
    told_in=(CaseOpened, CaseMoved, AnswersCorrected),
    key="answers",
    digest="answers_digest",
)(forms.revision_rows)
