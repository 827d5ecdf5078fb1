"""Questions about one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.apps.cases.hung import hanging
from moothall.apps.cases.links import party_of_token
from moothall.apps.cases.models import (
    Case,
    CaseLink,
    Party,
    Status,
    Task,
    TaskKind,
)
from moothall.apps.cases.passed_on import words_of_outcome
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.public import is_public
from moothall.apps.cases.reading import form_of_case, pinned, service_name
from moothall.apps.cases.said import CO_APPLICANT, MAY_FOLLOW
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.services.correcting import questions_to_correct
from moothall.apps.cases.shared import documents_of_part, shared_case, shared_request
from moothall.apps.cases.story import story_for_resident, story_for_staff
from moothall.apps.cases.views import (
    CaseView,
    Correction,
    Entry,
    QuestionView,
    RequestView,
)
from moothall.apps.cases.whole import kept_answers, kept_now, payments_made, question_of, whole
from moothall.apps.cases.window import reopen_until
from moothall.apps.cases.withdrawn import WITHDRAWN
from moothall.apps.deadlines import api as deadlines
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.apps.payments import api as payments
from moothall.apps.people import api as people
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor, resident, system
from moothall.kernel.references import NotAReference, read_reference

_SELF = system("cases")
_NOBODYS = UUID(int=0)


def case_for(
    reference: str, *, seen_by: Actor, purpose: str = "casework", route: str = "cases.case"
) -> CaseView:
    """Everything about a case for an officer. The look is recorded.

    Raises CaseNotFound for a case that is not there and for one that `seen_by` may not see, alike.
    """
    hung = hanging(reference, seen_by=seen_by)
    if not seen_by.is_officer and seen_by.key.startswith("resident:"):
        raise CaseNotFound(reference)
    if seen_by.is_officer:
        record_look(seen_by, [hung.case.stream], purpose=purpose, route=route)
    return whole(hung, seen_by, kept_now(hung.case))


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
    form, answers = form_of_case(case), kept_answers(case)
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
    if seen_by.key.startswith("resident:"):
        return story_for_resident(visible(reference, seen_by))
    return story_for_staff(hanging(reference, seen_by=seen_by), seen_by=seen_by)


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
    paid = payments_made(case, seen_by)
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
        question=_question(case, followed, merged=bool(link and link.merged)),
        answers=_answers(case),
        documents=documents_of_part(case, "", seen_by=seen_by),
        follows=followed.reference if link else "",
        may_reopen=until is not None and clock.today() <= until,
        reopen_until=until,
        story=story_for_resident(case),
        closed_at=followed.closed_at,
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


def _answers(case: Case) -> tuple[forms.Said, ...]:
    answers = kept_answers(case)
    return forms.answers_in_words(form_of_case(case).part(), answers) if answers else ()


def _question(case: Case, followed: Case, *, merged: bool) -> QuestionView | None:
    """What can still be answered: nothing where the case that this one follows is closed."""
    if followed.status == Status.CLOSED:
        return None
    return question_of(case) or (_asked_of_all(followed) if merged else None)


def _asked_of_all(followed: Case) -> QuestionView | None:
    """What the case that others were merged into asks: of everybody; a small form only of its own reporter."""
    asked = question_of(followed)
    return None if asked is None or asked.form else asked


def _promise(case: Case, running: deadlines.ClockNow | None) -> str:
    if running is None or case.status == Status.CLOSED:
        return ""
    if running.state == "paused":
        return _("The day by which we promised to finish moves on while we wait.")
    return deadlines.promise(running.due_on, running.working_days).sentence
