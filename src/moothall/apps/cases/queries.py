"""Questions about one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from moothall.apps.cases import events as told
from moothall.apps.cases.links import party_of_token
from moothall.apps.cases.models import (
    Case,
    CaseLink,
    CaseText,
    Party,
    SmallForm,
    Status,
    Task,
    TaskKind,
    TextKind,
)
from moothall.apps.cases.passed_on import name_of_outcome, words_of_outcome
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.public import is_public, shows_photos
from moothall.apps.cases.reading import form_of_case, pinned, service_name
from moothall.apps.cases.said import CO_APPLICANT, FORMER, MAY_FOLLOW
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.services.correcting import CORRECTED, questions_to_correct
from moothall.apps.cases.shared import documents_of_part, shared_case, shared_request, who_is
from moothall.apps.cases.story import story_for_resident, story_for_staff
from moothall.apps.cases.traits import traits_of
from moothall.apps.cases.views import (
    CaseView,
    Correction,
    Entry,
    LinkView,
    PartyView,
    QuestionView,
    RequestView,
    TaskView,
)
from moothall.apps.cases.whereabouts import NOWHERE, whereabouts
from moothall.apps.cases.window import reopen_until
from moothall.apps.cases.withdrawn import WITHDRAWN
from moothall.apps.deadlines import api as deadlines
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.apps.identity.api import accounts_named
from moothall.apps.payments import api as payments
from moothall.apps.people import api as people
from moothall.ground.events.api import erasures_of
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor, resident, system
from moothall.kernel.references import NotAReference, read_reference
from moothall.ui.languages import BASE, name_of

_SELF = system("cases")
_NOBODYS = UUID(int=0)


def case_for(
    reference: str, *, seen_by: Actor, purpose: str = "casework", route: str = "cases.case"
) -> CaseView:
    """Everything about a case for an officer. The look is recorded.

    Raises CaseNotFound for a case that is not there and for one that `seen_by` may not see, alike.
    """
    case = visible(reference, seen_by)
    if not seen_by.is_officer and seen_by.key.startswith("resident:"):
        raise CaseNotFound(reference)
    if seen_by.is_officer:
        record_look(seen_by, [case.stream], purpose=purpose, route=route)
    return whole(case, seen_by)


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
    answers = _kept_answers(case)
    return CaseView(
        id=case.id,
        reference=case.reference,
        service=case.service,
        service_name=service_name(case.service),
        team=case.team,
        confidentiality=case.confidentiality,
        status=case.status,
        outcome=case.outcome,
        outcome_words=outcome.name if outcome else name_of_outcome(case.outcome),
        ward=case.ward,
        channel=case.channel,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        assignee=case.assignee,
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
        question=_question(case) if happened is None or happened & _ASKED else None,
        links=_links(case, seen_by) if happened is None or happened - _UNLINKED else (),
        reopen_until=reopen_until(case),
        outcomes=service.outcomes,
        correctable=frozenset(questions_to_correct(form_of_case(case), answers) if answers else ()),
        payments=_payments(case, seen_by),
        shows_photos=shows_photos(case),
        corrected=frozenset(key for key, one in (answers or {}).items() if one.source == CORRECTED),
        erased_under=erasures_of(case.stream)[-1].rule if case.erased else "",
        seen=case.last_event,
        at=whereabouts(form_of_case(case), answers) if answers else NOWHERE,
        traits=traits_of(case),
    )


def _payments(case: Case, seen_by: Actor) -> tuple[payments.PaymentNow, ...]:
    """What was paid; no query for a service without a fee."""
    return payments.payments_of(case.stream, seen_by=seen_by) if form_of_case(case).fee else ()


def _fee_back(case: Case, paid: Sequence[payments.PaymentNow]) -> str:
    if case.outcome != WITHDRAWN or not any(one.left for one in paid):
        return ""
    asked = Task.objects.filter(case_id=case.id, kind=TaskKind.FEE, done_at=None).exists()
    return "asked" if asked else "kept"


def correction_of(reference: str, key: str, *, seen_by: Actor) -> Correction:
    """The question `key` of a case with its present answer, to be put right. The look is recorded.

    Raises CaseNotFound, also for a question that was not asked or cannot be put right by typing.
    """
    case = visible(reference, seen_by)
    form, answers = form_of_case(case), _kept_answers(case)
    question = questions_to_correct(form, answers).get(key) if answers else None
    if question is None or answers is None:
        raise CaseNotFound(reference)
    if seen_by.is_officer:
        record_look(seen_by, [case.stream], purpose="casework", route="cases.correction")
    page = next(said.page for said in forms.answers_in_words(form, answers) if said.question == key)
    asked = next(one for one in forms.outline(form, page).questions if one.key == key)
    value = answers.value(key)
    return Correction(
        reference=case.reference,
        service_name=service_name(case.service),
        asked=replace(asked, conditional=False),
        title=question.label,
        fields=tuple(question.kind.fields(question)),
        typed={} if value is None else question.kind.retype(question, value),
        seen=case.last_event,
    )


def timeline_of(reference: str, *, seen_by: Actor) -> tuple[Entry, ...]:
    """What happened, oldest first: everything for an officer, the shorter story for the resident."""
    case = visible(reference, seen_by)
    if seen_by.key.startswith("resident:"):
        return story_for_resident(case)
    return story_for_staff(case, seen_by=seen_by)


def request_for(reference: str, *, seen_by: Actor) -> RequestView:
    """A case as the resident sees it who has proven that it is theirs. Raises CaseNotFound for anybody else's."""
    case = Case.objects.filter(reference=reference, pk__in=seen_by.holds).first()
    if case is None:
        return shared_request(reference, seen_by=seen_by)
    link = CaseLink.objects.filter(duplicate_id=case.id, ended_at=None).first()
    followed = Case.objects.get(pk=link.original_id) if link else case
    running = deadlines.clock_of(followed.stream)
    until = reopen_until(followed)
    outcome = pinned(followed).outcome(followed.outcome)
    paid = _payments(case, seen_by)
    return RequestView(
        id=case.id,
        reference=case.reference,
        service=case.service,
        service_name=service_name(case.service),
        status=followed.status,
        outcome=followed.outcome,
        outcome_words=outcome.words if outcome else words_of_outcome(followed.outcome),
        withdrawn=followed.outcome == WITHDRAWN,
        may_withdraw=followed.status != Status.CLOSED,
        public=is_public(case),
        opened_at=case.opened_at,
        due_on=running.due_on if running and followed.status != Status.CLOSED else None,
        promise=_promise(followed, running),
        question=_question(case) or (_asked_of_all(followed) if link and link.merged else None),
        answers=_answers(case),
        documents=documents_of_part(case, "", seen_by=seen_by),
        follows=followed.reference if link else "",
        may_reopen=until is not None and clock.today() <= until,
        reopen_until=until,
        story=story_for_resident(case),
        payments=paid,
        fee_back=_fee_back(case, paid),
    )


def track(reference: str, email: str) -> Actor:
    """Prove a case by its reference and the reporter's e-mail address; answers with the resident who holds it.

    Raises CaseNotFound for a wrong reference and for a wrong address, alike in words and in time.
    """
    try:
        wanted = read_reference(reference)
    except NotAReference:
        wanted = ""
    case = Case.objects.filter(reference=wanted).only("id").first()
    roles = (*MAY_FOLLOW, CO_APPLICANT)
    parties = list(Party.objects.filter(case_id=case.id if case else _NOBODYS, role__in=roles).order_by("id"))
    own = [party for party in parties if party.role in MAY_FOLLOW]
    matches = people.email_matches([p.source_record_id for p in own if p.source_record_id], email)
    shares = [
        party.id
        for party in parties
        if party.role == CO_APPLICANT and people.email_matches([party.source_record_id or _NOBODYS], email)
    ]
    if case is not None and matches:
        return resident(f"party:{own[0].id}", case.id)
    if case is None or not shares:
        raise CaseNotFound(wanted)
    return resident(f"party:{shares[0]}", shares=shares)


def track_by_link(token: str) -> tuple[Actor, str]:
    """Prove a case by the link in a message: the resident who holds it, and its reference. Raises CaseNotFound."""
    key = party_of_token(token)
    party = Party.objects.filter(pk=key, role__in=(*MAY_FOLLOW, CO_APPLICANT)).first() if key else None
    if party is None:
        raise CaseNotFound("")
    reference = Case.objects.values_list("reference", flat=True).get(pk=party.case_id)
    if party.role == CO_APPLICANT:
        return resident(f"party:{party.id}", shares=[party.id]), reference
    return resident(f"party:{party.id}", party.case_id), reference


def sender_of(opened_with: str, person: str = "") -> Actor:
    """The resident who sent what a case was opened with (a draft's `opened`): for whom the answer was lost on its way;
    or the `person` who filled in a part of it.

    Whoever calls has proven to hold the draft. Raises CaseNotFound.
    """
    key = Case.objects.filter(opened_with=opened_with).values_list("id", flat=True).first()
    if key is None:
        raise CaseNotFound("")
    if person:
        part = Party.objects.filter(case_id=key, role=CO_APPLICANT, person=person).first()
        if part is None:
            raise CaseNotFound("")
        return resident(f"party:{part.id}", shares=[part.id])
    return resident(f"draft:{key}", key)


def document_for(
    reference: str, document: UUID, *, seen_by: Actor, small: bool = False
) -> tuple[documents.Attached, BinaryIO]:
    """A document of a case that `seen_by` may see, and its bytes. Raises CaseNotFound. The look is recorded."""
    case = shared_case(reference, document, seen_by=seen_by) or visible(reference, seen_by)
    try:
        found = documents.open_document(document, owner=case.stream, seen_by=seen_by, small=small)
    except documents.DocumentNotFound:
        raise CaseNotFound(reference) from None
    if seen_by.is_officer:
        record_look(
            seen_by, [f"document:{document}", case.stream], purpose="casework", route="cases.document"
        )
    return found


def _name_of(account: UUID | None, seen_by: Actor) -> str:
    return accounts_named([account], seen_by=seen_by).get(account, "") if account else ""


def _answers(case: Case) -> tuple[forms.Said, ...]:
    answers = _kept_answers(case)
    return forms.answers_in_words(form_of_case(case).part(), answers) if answers else ()


def _kept_answers(case: Case) -> forms.Answers | None:
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


def _question(case: Case) -> QuestionView | None:
    asked = CaseText.objects.filter(case_id=case.id, kind=TextKind.QUESTION, settled=False).first()
    if asked is None:
        return None
    form = SmallForm.objects.filter(question_id=asked.id).exists()
    return QuestionView(asked.id, asked.text, asked.written_at, form)


def _asked_of_all(followed: Case) -> QuestionView | None:
    """What the case that others were merged into asks: of everybody; a small form only of its own reporter."""
    asked = _question(followed)
    return None if asked is None or asked.form else asked


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


def _promise(case: Case, running: deadlines.ClockNow | None) -> str:
    if running is None or case.status == Status.CLOSED:
        return ""
    if running.state == "paused":
        return _("The day by which we promised to finish moves on while we wait.")
    return deadlines.promise(running.due_on, running.working_days).sentence
