"""Everything about one case as a page shows it, put together from its row and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from moothall.apps.cases.hung import Hung
from moothall.apps.cases.models import (
    Case,
    CaseLink,
    CaseText,
    SmallForm,
    Task,
    TaskKind,
    TextKind,
)
from moothall.apps.cases.passed_on import name_of_outcome
from moothall.apps.cases.public import shows_photos
from moothall.apps.cases.reading import form_of_case, pinned, service_name
from moothall.apps.cases.services.correcting import CORRECTED, correctable
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
from moothall.ground.gathering import Some
from moothall.kernel.actors import Actor, system
from moothall.ui.languages import BASE, name_of

_SELF = system("cases")
_NOBODYS = UUID(int=0)


def whole(
    hung: Hung,
    seen_by: Actor,
    kept: forms.Kept | None,
    *,
    said: tuple[forms.Said, ...] | None = None,
    names: Mapping[UUID, str] | None = None,
) -> CaseView:
    """Everything about a case, for whoever has decided that `seen_by` may see it, with its latest answers.

    `said` are these in words, where they have been worked out; `names` those of officers that are known already.
    """
    case, answers = hung.case, kept.answers if kept else None
    words = _said(case, answers) if said is None else said
    running, proof = deadlines.clock_proven(case.stream)
    outcome, sent = pinned(case).outcome(case.outcome), _documents(hung, seen_by)
    return _of_its_row(case)(
        outcome_words=outcome.name if outcome else name_of_outcome(case.outcome),
        assignee_name=(names or {}).get(case.assignee or _NOBODYS) or _name_of(case.assignee, seen_by),
        due_on=running.due_on if running else None,
        overdue=bool(running and running.overdue),
        paused=bool(running and running.state == "paused"),
        promise=deadlines.promise(running.due_on, running.working_days).sentence if running else "",
        clock=proof,
        parties=_parties(hung),
        answers=words,
        documents=sent.get(case.stream, ()),
        tasks=_tasks(hung),
        question=_question(hung),
        links=_links(hung, sent),
        reopen_until=reopen_until(case),
        outcomes=pinned(case).outcomes,
        correctable=frozenset(correctable(form_of_case(case), answers, words) if answers else ()),
        payments=payments_made(case, seen_by),
        shows_photos=shows_photos(case),
        corrected=frozenset(key for key, one in (answers or {}).items() if one.source == CORRECTED),
        erased_under=erasures_of(case.stream)[-1].rule if case.erased else "",
        at=whereabouts(form_of_case(case), answers) if answers else NOWHERE,
        hung=hung,
    )


def _said(case: Case, answers: forms.Answers | None) -> tuple[forms.Said, ...]:
    return forms.answers_in_words(form_of_case(case), answers) if answers else ()


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


def kept_now(case: Case) -> forms.Kept | None:
    """Its answers as they stand, with where they come from."""
    return None if case.erased else forms.answers_of(case.stream, seen_by=_SELF)


def kept_answers(case: Case) -> forms.Answers | None:
    kept = kept_now(case)
    return kept.answers if kept else None


def _parties(hung: Hung) -> tuple[PartyView, ...]:
    found = hung.parties
    named: Mapping[UUID, people.Person] = people.people_named(_source_records(hung), seen_by=_SELF)
    return tuple(
        PartyView(
            party.role,
            person.name,
            person.email,
            person.phone,
            person.address,
            who_is(hung.case, party.person),
            reads=name_of(party.language) if person.email and party.language != BASE else "",
            id=party.id,
            language=party.language,
        )
        for party in found
        if party.source_record_id and (person := named.get(party.source_record_id))
    )


def _source_records(hung: Hung) -> list[UUID]:
    return [party.source_record_id for party in hung.parties if party.source_record_id]


def _tasks(hung: Hung) -> tuple[TaskView, ...]:
    return tuple(_task(hung, task) for task in hung.tasks)


def _task(hung: Hung, task: Task) -> TaskView:
    """One that somebody wrote down is called by their words."""
    words, text = task.words, hung.words(task.text_id)
    if task.kind == TaskKind.OWN and text:
        words, text = text, ""
    return TaskView(task.id, task.kind, words, text, task.made_at)


def _question(hung: Hung) -> QuestionView | None:
    open_ones = (text for text in hung.texts.values() if text.kind == TextKind.QUESTION and not text.settled)
    asked = min(open_ones, key=lambda text: text.id, default=None)
    return (
        None
        if asked is None
        else QuestionView(asked.id, asked.text, asked.written_at, asked.id in hung.forms)
    )


def question_of(case: Case) -> QuestionView | None:
    asked = CaseText.objects.filter(case_id=case.id, kind=TextKind.QUESTION, settled=False).first()
    if asked is None:
        return None
    form = SmallForm.objects.filter(question_id=asked.id).exists()
    return QuestionView(asked.id, asked.text, asked.written_at, form)


def read_by_whole(hung: Hung) -> Iterator[Some[Any]]:
    """What `whole` asks other rooms, for whoever reads it ahead."""
    yield from deadlines.clock_read(hung.case.stream)
    yield documents.documents_read(_owners(hung))
    if said := _source_records(hung):
        yield people.people_read(said)


def _owners(hung: Hung) -> list[str]:
    """Itself, and those that follow it."""
    following = (link.duplicate_id for link in _live(hung) if link.original_id == hung.case.id)
    return [hung.case.stream, *(hung.others[key].stream for key in following)]


def _documents(hung: Hung, seen_by: Actor) -> Mapping[str, tuple[documents.Attached, ...]]:
    """Its own, and what came with those that follow it. One query."""
    found = documents.documents_of_each(_owners(hung), seen_by=seen_by)
    # Officers see that a document is locked; nobody else sees that it is there.
    return {
        owner: tuple(one for one in sent if seen_by.is_officer or not one.locked)
        for owner, sent in found.items()
    }


def _live(hung: Hung) -> tuple[CaseLink, ...]:
    """The case it follows, and its duplicates. Those that were merged into it are no duplicates: see `merged.py`."""
    own = hung.case.id
    return tuple(
        link for link in hung.links if link.ended_at is None and (link.duplicate_id == own or not link.merged)
    )


def _links(hung: Hung, sent: Mapping[str, tuple[documents.Attached, ...]]) -> tuple[LinkView, ...]:
    """Each with what came with it, which is for whoever deals with both."""
    own = hung.case.id
    pairs = [
        (hung.others[link.original_id if link.duplicate_id == own else link.duplicate_id], link)
        for link in _live(hung)
    ]
    return tuple(
        LinkView(
            one.reference,
            one.status,
            link.duplicate_id == own,
            () if link.duplicate_id == own else sent.get(one.stream, ()),
            merged=link.merged,
        )
        for one, link in sorted(pairs, key=lambda pair: pair[0].id)
    )
