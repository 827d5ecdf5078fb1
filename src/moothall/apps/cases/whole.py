"""Everything about one case as a page shows it, put together from its row and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.db.models import Q

from moothall.apps.cases import events as told
from moothall.apps.cases.models import (
    Case,
    CaseLink,
    CaseText,
    Party,
    SmallForm,
    Task,
    TextKind,
)
from moothall.apps.cases.passed_on import name_of_outcome
from moothall.apps.cases.public import shows_photos
from moothall.apps.cases.reading import form_of_case, pinned, service_name
from moothall.apps.cases.said import FORMER
from moothall.apps.cases.services.correcting import CORRECTED, questions_to_correct
from moothall.apps.cases.shared import who_is
from moothall.apps.cases.traits import traits_of
from moothall.apps.cases.views import (
    CaseView,
    LinkView,
    PartyView,
    QuestionView,
    TaskView,
)
from moothall.apps.cases.whereabouts import NOWHERE, whereabouts
from moothall.apps.cases.window import reopen_until
from moothall.apps.deadlines import api as deadlines
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.apps.identity.api import accounts_named
from moothall.apps.payments import api as payments
from moothall.apps.people import api as people
from moothall.ground.events.api import erasures_of
from moothall.kernel.actors import Actor, system
from moothall.ui.languages import BASE, name_of

_SELF = system("cases")
_NOBODYS = UUID(int=0)
#: Where none of these was told, there is nothing of the kind to be read.
_TASKS, _ASKED = frozenset({told.TaskMade}), frozenset({told.ReporterAsked, told.QuestionsAsked})
_UNLINKED = _ASKED | {told.CaseOpened, told.CaseTaken, told.CaseAssigned, told.CaseStarted, told.NoteAdded}
_UNLINKED |= {told.QuestionAnswered, told.AnswersCorrected, told.TaskMade, told.TaskCompleted, told.TagAdded}
_UNLINKED |= {told.TagRemoved, told.PhotoRedacted, told.PhotoReleased, told.ReplySent}


def whole(
    case: Case,
    seen_by: Actor,
    happened: frozenset[type] | None = None,
    names: Mapping[UUID, str] | None = None,
) -> CaseView:
    """Everything about a case, for whoever has decided that `seen_by` may see it.

    Whoever has read its history says what kinds of facts `happened`, and which `names` of officers are known: what then
    cannot be there, or is known, is not asked for.
    """
    running, proof = deadlines.clock_proven(case.stream)
    service = pinned(case)
    outcome = service.outcome(case.outcome)
    answers = kept_answers(case)
    return _of_its_row(case)(
        outcome_words=outcome.name if outcome else name_of_outcome(case.outcome),
        assignee_name=(names or {}).get(case.assignee or _NOBODYS) or _name_of(case.assignee, seen_by),
        due_on=running.due_on if running else None,
        overdue=bool(running and running.overdue),
        paused=bool(running and running.state == "paused"),
        promise=deadlines.promise(running.due_on, running.working_days).sentence if running else "",
        clock=proof,
        parties=_parties(case),
        answers=forms.answers_in_words(form_of_case(case), answers) if answers else (),
        documents=documents.documents_of(case.stream, seen_by=seen_by),
        tasks=_tasks(case) if happened is None or happened & _TASKS else (),
        question=question_of(case) if happened is None or happened & _ASKED else None,
        links=_links(case, seen_by) if happened is None or happened - _UNLINKED else (),
        reopen_until=reopen_until(case),
        outcomes=service.outcomes,
        correctable=frozenset(questions_to_correct(form_of_case(case), answers) if answers else ()),
        payments=payments_made(case, seen_by),
        shows_photos=shows_photos(case),
        corrected=frozenset(key for key, one in (answers or {}).items() if one.source == CORRECTED),
        erased_under=erasures_of(case.stream)[-1].rule if case.erased else "",
        at=whereabouts(form_of_case(case), answers) if answers else NOWHERE,
    )


def _of_its_row(case: Case) -> partial[CaseView]:
    """What stands in the case's own row."""
    return partial(
        CaseView,
        id=case.id,
        reference=case.reference,
        service=case.service,
        team=case.team,
        confidentiality=case.confidentiality,
        status=case.status,
        outcome=case.outcome,
        ward=case.ward,
        channel=case.channel,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        assignee=case.assignee,
        seen=case.last_event,
        service_name=service_name(case.service),
        traits=traits_of(case),
    )


def payments_made(case: Case, seen_by: Actor) -> tuple[payments.PaymentNow, ...]:
    """What was paid; no query for a service without a fee."""
    return payments.payments_of(case.stream, seen_by=seen_by) if form_of_case(case).fee else ()


def _name_of(account: UUID | None, seen_by: Actor) -> str:
    return accounts_named([account], seen_by=seen_by).get(account, "") if account else ""


def kept_answers(case: Case) -> forms.Answers | None:
    kept = None if case.erased else forms.answers_of(case.stream, seen_by=_SELF)
    return kept.answers if kept else None


def _parties(case: Case) -> tuple[PartyView, ...]:
    found = list(Party.objects.filter(case_id=case.id).exclude(role=FORMER).order_by("id"))
    named: Mapping[UUID, people.Person] = people.people_named(
        [party.source_record_id for party in found if party.source_record_id], seen_by=_SELF
    )
    return tuple(
        PartyView(
            party.role,
            person.name,
            person.email,
            person.phone,
            person.address,
            who_is(case, party.person),
            reads=name_of(party.language) if person.email and party.language != BASE else "",
            id=party.id,
            language=party.language,
        )
        for party in found
        if party.source_record_id and (person := named.get(party.source_record_id))
    )


def _tasks(case: Case) -> tuple[TaskView, ...]:
    found = list(Task.objects.filter(case_id=case.id, done_at=None).order_by("id"))
    keys = [task.text_id for task in found if task.text_id]
    texts = dict(CaseText.objects.filter(pk__in=keys).values_list("id", "text")) if keys else {}
    return tuple(
        TaskView(
            task.id, task.kind, task.words, texts.get(task.text_id, "") if task.text_id else "", task.made_at
        )
        for task in found
    )


def question_of(case: Case) -> QuestionView | None:
    asked = CaseText.objects.filter(case_id=case.id, kind=TextKind.QUESTION, settled=False).first()
    if asked is None:
        return None
    form = SmallForm.objects.filter(question_id=asked.id).exists()
    return QuestionView(asked.id, asked.text, asked.written_at, form)


def _links(case: Case, seen_by: Actor) -> tuple[LinkView, ...]:
    """The case it follows, and its duplicates with what came with them, which is for whoever deals with both.

    Those that were merged into it are no duplicates: see `merged.py`.
    """
    same = Q(duplicate_id=case.id) | Q(original_id=case.id, merged=False)
    live = CaseLink.objects.filter(same, ended_at=None).order_by("id")
    others = {link.original_id if link.duplicate_id == case.id else link.duplicate_id: link for link in live}
    cases = list(Case.objects.filter(pk__in=list(others)).order_by("pk")) if others else []
    repeating = [one.stream for one in cases if others[one.id].duplicate_id == one.id]
    sent = documents.documents_of_each(repeating, seen_by=seen_by) if repeating else {}
    return tuple(
        LinkView(
            one.reference,
            one.status,
            others[one.id].duplicate_id == case.id,
            sent.get(one.stream, ()),
            merged=others[one.id].merged,
        )
        for one in cases
    )
