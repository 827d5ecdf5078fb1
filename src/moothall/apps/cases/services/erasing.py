"""Erasing what was said in a case. What was done, by whom and when stays, and still proves itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from moothall.apps.cases.answered import forget_answered
from moothall.apps.cases.deeds import WITH_ANSWERS, WITH_WORDS
from moothall.apps.cases.events import (
    AnswersCorrected,
    CaseClosed,
    CaseMoved,
    CaseOpened,
    CaseReopened,
    CaseWithdrawn,
    NoteAdded,
    NoteChanged,
    PartyAdded,
    PersonCorrected,
    QuestionAnswered,
    QuestionsAsked,
    QuestionsFilledIn,
    ReplySent,
    ReporterAdded,
    ReporterAsked,
    SensitiveNoteAdded,
    TagAdded,
)
from moothall.apps.cases.field import CaseGivenToTeam, VisitTold
from moothall.apps.cases.indexing import KIND
from moothall.apps.cases.models import Case, CaseFollower, CaseTag, CaseText, Party, QueueEntry
from moothall.apps.cases.policies import ERASE, demand
from moothall.apps.cases.services.replying import forget_unsent
from moothall.apps.cases.traits import FOLLOWED, WRITING, lose
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
    forget_unsent(case)
    sources = list(Party.objects.filter(case_id=case.id).values_list("source_record_id", flat=True))
    known = [key for key in sources if key is not None]
    texts = list(CaseText.objects.filter(case_id=case.id).values_list("id", flat=True))
    Party.objects.filter(case_id=case.id).delete()
    people.erase_sources(known, by=_SELF)
    CaseText.objects.filter(case_id=case.id).delete()
    CaseFollower.objects.filter(case_id=case.id).delete()
    QueueEntry.objects.filter(pk=case.id).update(reporter_name="", place="", cell=None, lat=None, lon=None)
    forget_answered(case.id)
    CaseTag.objects.filter(case_id=case.id).delete()
    search.remove(KIND, str(case.id))
    case.erased = True
    for gone in (FOLLOWED, WRITING):
        lose(case, gone)
    case.save(force_update=True, update_fields=["erased", "traits"])
    kinds = (_TEXT, "cases.form", "cases.filled_in")
    return [f"{_PERSON}:{key}" for key in known] + [f"{kind}:{key}" for kind in kinds for key in texts]


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
        TagAdded,
        QuestionAnswered,
        NoteAdded,
        AnswersCorrected,
        CaseClosed,
        CaseReopened,
        ReporterAdded,
        CaseWithdrawn,
        ReplySent,
        NoteChanged,
        SensitiveNoteAdded,
        VisitTold,
        CaseGivenToTeam,
        *WITH_WORDS,
    ),
    key="text",
    digest="digest",
)
def read_texts(keys: Sequence[str]) -> Iterable[PersonalRow]:
    """The texts that facts carry digests of, for the check of the sealed log."""
    for text in CaseText.objects.filter(pk__in=keys).only("id", "salt", "text"):
        yield PersonalRow(str(text.id), bytes(text.salt), text.text.encode())


personal_rows("cases.form", told_in=(QuestionsAsked,), key="form", digest="digest")(read_texts)
personal_rows("cases.filled_in", told_in=(QuestionsFilledIn,), key="filled", digest="digest")(read_texts)


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
    told_in=(CaseOpened, CaseMoved, AnswersCorrected, QuestionsFilledIn, *WITH_ANSWERS),
    key="answers",
    digest="answers_digest",
)(forms.revision_rows)
